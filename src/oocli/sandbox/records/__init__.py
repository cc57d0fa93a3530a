"""The records: where they are kept, which fields they have, how they are found, printed and changed."""
