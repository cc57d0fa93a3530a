"""Pictures made of numbers: small PNG files that any program opens."""

import struct
import zlib


def draw_picture(number: int, *, width: int = 64, height: int = 48) -> bytes:
    """Draw a PNG in colours that depend on the number, sky above ground with a house shape.

    Width and height are in pixels.
    """
    hue = number * 47 % 160
    sky, ground, house = (
        (120 + hue // 2, 170, 230),
        (60, 110 + hue // 4, 60),
        (230 - hue, 200 - hue // 2, 150),
    )
    rows = bytearray()
    wall = width // 3
    for y in range(height):
        colour = bytes(sky if y < height * 0.7 else ground)
        middle = bytes(house) if height * 0.45 < y < height * 0.85 else colour
        rows += b"\0" + colour * wall + middle * (width - 2 * wall) + colour * wall
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
