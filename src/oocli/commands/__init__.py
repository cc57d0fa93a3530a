"""One module for each word that a user types: options, then a few lines."""
