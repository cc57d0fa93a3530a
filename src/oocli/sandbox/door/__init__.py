"""The front door: bytes in and out, over HTTP or in process, with faults on request."""
