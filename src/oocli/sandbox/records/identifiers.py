"""Identifiers that the sandbox assigns: UUIDs of records, uploads and mails."""

import os


def new_uuid() -> str:
    """Return a random UUID of version 4; the module ``uuid`` takes too long to load for that."""
    digits = os.urandom(16).hex()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
