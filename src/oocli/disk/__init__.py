"""Files and directories: whole, private, where they belong."""
