"""Turn what was typed into actions of the API."""
