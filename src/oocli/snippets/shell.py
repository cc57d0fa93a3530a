"""A request by curl and openssl: to paste (``curl``), or as a script (``sh``)."""

import re
from collections.abc import Sequence
from shlex import quote

from oocli.request.actions import Action
from oocli.snippets.about import PLACES, URL, describe, write_json

_SPECIAL = re.compile(r"[\\$`]")

# Only what a shell does itself sees the secret: an argument of openssl (-hmac, -macopt) stands in `ps`, and
# openssl takes no key from anywhere else. An HMAC is two hashes, of the secret in two paddings and the text.
_SIGN = r"""# HMAC-SHA256 as two hashes: with openssl -hmac, `ps` would show everybody the secret.
pad() { # the secret, filled up to 64 bytes, each of them xor $1
  mask=$1 bytes='' left=64
  set -- $(printf '%s' "$OOCLI_SECRET" | od -An -v -tu1)
  while [ "$left" -gt 0 ]; do
    byte=$((${1:-0} ^ mask)) left=$((left - 1))
    bytes="$bytes\\0$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
    [ "$#" -eq 0 ] || shift
  done
  printf '%b' "$bytes"
}
digest() { openssl dgst -sha256 -binary; }
sign() {
  { pad 92; { pad 54; printf '%s' "$now$OOCLI_TOKEN$1$2"; } | digest; } | digest | openssl base64 -A
}"""

_SEND = """curl --silent --show-error --fail \\
  --header 'Content-Type: application/json' --data-binary @- "$url" <<JSON
{"token": "$OOCLI_TOKEN", "request": {"actions": [
%s
]}}
JSON
"""


def write_curl(actions: Sequence[Action]) -> str:
    """Return lines to paste into a shell."""
    return f"# {describe(actions)}; {PLACES}\n{_write_lines(actions)}"


def write_sh(actions: Sequence[Action]) -> str:
    """Return a script that stops where a variable is missing or a step fails."""
    needs = "# Needs curl and openssl."
    checks = "\n".join(f': "${{{name}:?is not set}}"' for name in ("OOCLI_TOKEN", "OOCLI_SECRET"))
    head = f"#!/bin/sh\n# {describe(actions)}; {PLACES}\n{needs}\nset -eu\n{checks}"
    return f"{head}\n\n{_write_lines(actions)}"


def _write_lines(actions: Sequence[Action]) -> str:
    address = (
        f'url="${{OOCLI_URL:-{URL}}}"\ncase "$url" in *api.php) ;; *) url="${{url%/}}/stable/api.php" ;; esac'
    )
    listed = ",\n".join(_write_action(action) for action in actions)
    return f"{address}\nnow=$(date +%s)\n{_SIGN}\n{_SEND % listed}"


def _write_action(action: Action) -> str:
    """Return an action as JSON in a here-document, where only our own variables are filled in."""
    text = _SPECIAL.sub(r"\\\g<0>", write_json(action.as_json(), indent="  ").removesuffix("\n  }"))
    words = f"{quote(action.resourcetype)} {quote(action.actionid)}"
    return f'  {text},\n    "timestamp": $now,\n    "hmac_version": "2",\n    "hmac": "$(sign {words})"\n  }}'
