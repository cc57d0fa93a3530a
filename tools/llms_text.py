"""What a language model needs to use oocli, on one page: docs/llms.txt, written by ``make docs``.

The rules are written here; calls, commands, exit codes and pages are taken from the program and from docs/.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from command_tree import CommandTree
from typer.core import TyperGroup

from oocli.catalogue import VERBS
from oocli.interface.command_facts import EFFECTS, EXIT_CODES, find_facts
from oocli.interface.help import summarize_help

_DOCS = Path(__file__).parent.parent / "docs"

_HEAD = """\
# oocli

> A command-line client of the onOffice API, the CRM of real estate agents: every documented call is a
> command. `oocli --sandbox` asks a made-up onOffice that needs no account; try everything there first."""

_RULES = """\
## How to use it

- Do not guess names. `oocli calls WORD -o json` finds calls, `oocli commands WORD... -o json` has the
  options of a command with types, values, effect and exit codes, `oocli explain VERB RESOURCE -o json` a
  call in full, `oocli fields MODULE -o json` this customer's fields with their keys and labels. Field
  names are German and case-sensitive (`kaufpreis`, `Vorname`).
- A call is `oocli VERB RESOURCE [ID] [OPTIONS]`. `--fields Id,kaufpreis` says what to read, `--where
  'kaufpreis<300000'` which records (repeat it for AND; `ort in (Aachen,Köln)`, `objekttitel like
  '%Garten%'`), `--sort=-kaufpreis` the order, `--limit 50` how many, `--all` all of them, `--count` only
  how many there are.
- Values are text as the API has them (`"229200.00"`, `"1"`); `--typed` makes numbers, booleans, lists and
  ISO dates.
- Output is JSON where standard output is no terminal: a list of `{"id", "type", "elements"}`. `-o ndjson`
  is one a line, `-o csv`, `-o ids`, `--flat` leaves out the frame. There is no --jq: pipe to jq. Nothing
  but data is on standard output.
- A failure is one JSON object on standard error with `code`, `message`, `why`, `hint`, `retryable`;
  `hint` says what to do, mostly as a command. `--errors json` forces that form.
- Writing: `--set kaufpreis=350000`, `--set 'boden:=["parkett"]'` for JSON, `--set lage=@file.txt` for a
  file, `--set 'lage:="@text"'` for a text that begins with @. `--dry-run` sends nothing and shows the
  action, `modify ... --diff` old and new values. Many rows: `oocli modify estate --from rows.csv
  --results results.ndjson --yes`, with a column `_id`; `--resume` goes on, `oocli undo results.ndjson`
  takes back.
- What deletes or reaches people asks, and without a terminal it needs `--yes`: ask your human first. Exit
  code 8 is such a stop, exit code 10 says that a write may have happened: look before you repeat it.
- Credentials are never options: `oocli profile add NAME`, or `OOCLI_TOKEN` and `OOCLI_SECRET`. `--profile
  NAME` chooses an account, `OOCLI_READ_ONLY=1` lets nothing but reading through, `--no-input` never asks.
- From Python: `from oocli import connect` ([python.md](python.md)); as a program in another language:
  `--as curl|python|php|js`."""

_EXAMPLES = """\
## Examples

    oocli --sandbox read estate --where 'kaufpreis<300000' --fields Id,ort,kaufpreis --typed --limit 5 -o json
    oocli --sandbox read estate --where status=1 --count
    oocli --sandbox read address --all --since 7d -o ndjson
    oocli --sandbox fields estate objektart -o json
    oocli --sandbox modify estate 17 --set kaufpreis=350000 --diff
    oocli --sandbox create address --set Vorname=Erika --set Name=Musterfrau --dry-run
    oocli --sandbox get idsfromrelation --relationtype estate:address:owner --parentids 17
    oocli explain error 141 -o json"""


def write_llms(tree: CommandTree) -> list[str]:
    """Give the paragraphs of the page."""
    effects = "\n".join(f"- {name}: {meaning}" for name, meaning in EFFECTS.items())
    codes = "\n".join(f"- {code}: {meaning}" for code, meaning in EXIT_CODES.items())
    return [
        _HEAD,
        _RULES,
        _EXAMPLES,
        "## Calls",
        "\n".join(_list_calls(tree)),
        "## Other commands",
        "\n".join(_list_commands(tree)),
        "Effects:",
        effects,
        "## Exit codes",
        codes,
        "## Pages",
        "\n".join(_list_pages()),
    ]


def _list_calls(tree: CommandTree) -> Iterator[str]:
    for verb in VERBS:
        names = [call.resourcetype for call in tree.catalogue if call.verb == verb and not call.deprecated]
        yield f"- oocli {verb}: {', '.join(names)}"


def _list_commands(tree: CommandTree) -> Iterator[str]:
    root: Any = tree.root
    for words, command in tree.walk():
        if words and words[0] not in VERBS and not isinstance(command, TyperGroup):
            name = " ".join(words)
            text = root.summaries.get(name) or summarize_help(command.help or "")
            yield f"- oocli {name} ({find_facts(name).effect}): {text.rstrip('.')}"


def _list_pages() -> Iterator[str]:
    """Give every page but those of single calls and the first."""
    for path in sorted(_DOCS.rglob("*.md")):
        name = path.relative_to(_DOCS).as_posix()
        if not name.startswith("calls/") and path.name != "index.md":
            title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
            yield f"- [{title}]({name})"
    yield "- [Every call](calls/index.md)"
