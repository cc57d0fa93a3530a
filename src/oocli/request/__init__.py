"""What was typed, as actions of the API."""
