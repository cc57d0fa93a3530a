"""PHP text as people paste it: what is read from it, and what is refused."""

from typing import Any

import pytest

from oocli.errors import UsageError
from oocli.request.php_text import read_php


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("'it\\'s \\\\ \\n'", "it's \\ \\n"),
        ('"a\\n\\"b\\" \\$c"', 'a\n"b" $c'),
        ("'a' . \"b\" . 'c'", "abc"),
        ("-5", -5),
        ("5.50", 5.5),
        ("TRUE", True),
        ("null", None),
        ("[]", []),
        ("array()", []),
        ("[1, 'a' => 2,]", {0: 1, "a": 2}),
        ("array (\n  0 => 'x',\n  1 => 'y',\n)", ["x", "y"]),
        ("[ // a remark\n 1, /* another */ 2 # and one\n]", [1, 2]),
        ("['a' => ['b' => array('c' => false)]]", {"a": {"b": {"c": False}}}),
    ],
)
def test_literals_mean_what_php_makes_of_them(literal: str, value: Any) -> None:
    """Texts, numbers, words, arrays in both spellings."""
    assert read_php(f"<?php $sdk->callGeneric('read', 'estate', {literal});") == [
        {"actionid": "read", "resourcetype": "estate", "parameters": value}
    ]


def test_both_calls_of_the_sdk_are_read() -> None:
    """With constants, in their order."""
    text = r"""
        $sdk->callGeneric(onOfficeSDK::ACTION_ID_READ, onOfficeSDK::MODULE_ESTATE, []);
        $h = $sdk->call(\onOffice\SDK\onOfficeSDK::ACTION_ID_MODIFY, '11', 'mine', 'estate', ['data' => []]);
    """
    assert [list(action.values()) for action in read_php(text)] == [
        ["read", "estate", []],
        ["modify", "11", "mine", "estate", {"data": []}],
    ]


def test_variables_have_what_the_text_gives_them() -> None:
    """As a whole, and key by key."""
    text = "$p = ['data' => ['Id']]; $p['listlimit'] = 5; $t = 'user'; $sdk->callGeneric('read', $t, $p);"
    assert read_php(text) == [
        {"actionid": "read", "resourcetype": "user", "parameters": {"data": ["Id"], "listlimit": 5}}
    ]


@pytest.mark.parametrize("beginning", ["", "<?php return ", "\n"])
def test_an_array_that_var_export_prints_is_read(beginning: str) -> None:
    """Alone in its text."""
    assert read_php(f"{beginning}array ('actionid' => 'read', 'resourcetype' => 'user')") == [
        {"actionid": "read", "resourcetype": "user"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no PHP at all",
        "$sdk->sendRequests('a', 'b');",
        "$sdk->callGeneric('read', 'estate', $unknown);",
        "$sdk->callGeneric('read', 'estate', build());",
        "$sdk->callGeneric('read', 'estate', ['a' => );",
        "$sdk->callGeneric('read', 'estate', [",
        "$sdk->callGeneric(",
        "$sdk->callGeneric(A::",
        "$sdk->callGeneric('read', 'estate', [[1] => 2]);",
        "$sdk->callGeneric('read', 'estate', " + "[" * 5000,
        "$sdk->callGeneric('read', 'estate', 'no end",
    ],
)
def test_what_is_no_literal_is_refused(text: str) -> None:
    """Never guessed, never run."""
    with pytest.raises(UsageError):
        read_php(text)


def test_a_refusal_names_the_line() -> None:
    """Of the text as it was pasted."""
    with pytest.raises(UsageError, match="line 3"):
        read_php("<?php\n\n$sdk->callGeneric('read', 'estate', $unknown);")
