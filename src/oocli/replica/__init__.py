"""A copy of an office in one SQLite file that equals it, deletions and relations included."""
