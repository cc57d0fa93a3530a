"""The records: where they stand, which fields they have, how they are found, put out and changed."""
