"""Let all threads of this process take their memory from one heap, where the C library gives each its own.

glibc does. What a heap has once taken, the answers that one thread received, it hardly gives back; four
threads that take turns kept three answers each, and used five together. An export of 200,000 records needed a
fifth of its memory for that, one with sixteen requests in flight a third.

Only for a process that is oocli's own: a program that imports it decides for itself.
"""

import sys

_MOST_HEAPS = -8  # M_ARENA_MAX of malloc.h


def share_heap() -> None:
    """Have one heap for all threads that are yet to begin; where there is no such choice, do nothing."""
    if sys.platform != "linux":
        return
    try:
        import ctypes

        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)
    except (ImportError, OSError, AttributeError):
        return  # a Python without ctypes, or a C library that is not glibc, as musl
