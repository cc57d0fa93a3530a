"""What a writing would change of a record, what it has changed, and the way back. Pure."""
