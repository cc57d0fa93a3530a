"""Answers of the API that are kept for a while: on disk, and in the place of asking again."""
