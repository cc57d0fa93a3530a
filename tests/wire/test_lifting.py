"""Long texts leave an answer for files, whatever pieces it comes in; all else stays as it was."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oocli.wire.lifting import Lifter, Lifting

_LIFTING = Lifting("content", io.BytesIO)
_TEXTS = st.text(st.sampled_from('ab/"\\\n=ü€😀u0'), max_size=60)


def _lift(body: bytes, pieces: Iterator[int] | list[int], *, longest: int = 20) -> Any:
    """Return the value of an answer, with the lifted texts put back."""
    lifter = Lifter(_LIFTING, longest=longest)
    left, at = b"", 0
    for size in pieces:
        left += lifter.feed(body[at : at + size])
        at += size
    left += lifter.feed(body[at:])
    texts = {name: file.read().decode() for name, file in lifter.lifted.items()}
    assert all(len(text.encode()) > 0 for text in texts.values())
    return _put_back(json.loads(left), texts)


def _put_back(value: Any, texts: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_put_back(item, texts) for item in value]
    if isinstance(value, dict):
        return {key: _put_back(item, texts) for key, item in value.items()}
    return texts.get(value, value) if isinstance(value, str) else value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine may be busy
@given(
    st.dictionaries(_TEXTS | st.just("content"), _TEXTS | st.lists(_TEXTS | st.integers() | st.none())),
    st.lists(st.integers(1, 9), max_size=40),
    st.booleans(),
)
def test_nothing_is_lost_whatever_the_pieces(value: Any, pieces: list[int], ascii_only: bool) -> None:
    """An answer with its texts put back has the value that it had; escapes may be cut anywhere."""
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert _lift(body, pieces) == value


def test_slashes_as_php_writes_them() -> None:
    """PHP escapes the slashes of base64; the file has them plain."""
    body = b'{"content": "' + b"ab\\/c" * 10 + b'", "id": 1}'
    lifter = Lifter(_LIFTING, longest=16)
    left = json.loads(lifter.feed(body))
    assert left["id"] == 1
    assert lifter.lifted[left["content"]].read() == b"ab/c" * 10
    assert lifter.written == 40


@pytest.mark.parametrize(("size", "goes"), [(16, False), (17, True)])
def test_short_texts_stay(size: int, goes: bool) -> None:
    """A text of the length that may stay is left in the answer, the next longer one is not."""
    lifter = Lifter(_LIFTING, longest=16)
    left = json.loads(lifter.feed(b'{"content":"' + b"x" * size + b'"}'))
    assert (left["content"] != "x" * size, len(lifter.lifted)) == (goes, int(goes))


def test_texts_of_other_elements_stay() -> None:
    """However long they are; nobody looks for them in a file."""
    body = json.dumps({"freetext": "content" * 50, "contents": "x" * 99, "Content": "x" * 99}).encode()
    lifter = Lifter(_LIFTING, longest=16)
    assert (lifter.feed(body), lifter.lifted) == (body, {})


def test_name_cannot_be_guessed() -> None:
    """What an answer says itself is never taken for a text that was lifted."""
    names: set[str] = set()
    for _ in range(3):
        lifter = Lifter(_LIFTING, longest=1)
        lifter.feed(b'{"content":"abc"}')
        names |= lifter.lifted.keys()
    assert len(names) == 3
