"""Answers of the API, kept on disk for a while and used instead of asking again."""
