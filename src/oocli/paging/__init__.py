"""Read as many records as were asked for, page by page: ``listing`` is the way in."""
