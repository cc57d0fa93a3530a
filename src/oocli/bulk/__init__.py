"""Write many records from rows: ``run`` is the way in."""
