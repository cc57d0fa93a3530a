"""Many files put with their records: ``uploading`` is the way in."""
