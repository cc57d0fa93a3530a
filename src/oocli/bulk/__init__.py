"""Write many records from rows: ``writing`` is the way in."""
