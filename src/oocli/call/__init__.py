"""One documented call, from what was typed to what is shown."""
