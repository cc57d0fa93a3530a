"""The door to pyarrow, an extra: the only module that imports it, when Parquet is chosen."""

from oocli.errors import MissingExtra

try:
    import pyarrow as arrow
    from pyarrow import ipc, parquet
except ImportError as error:
    raise MissingExtra("-o parquet", package="pyarrow", extra="parquet") from error

__all__ = ["arrow", "ipc", "parquet"]
