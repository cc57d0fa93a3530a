"""The plan of the house: which module may know which, read from the imports themselves.

A new module belongs into ``LAYERS``. One that does not fit there, or that makes a rule
fail, is a sign that the plan lacks an idea; see docs/architecture.md.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import oocli
from oocli.app import COMMANDS

ROOT = Path(oocli.__file__).parent

# From top to bottom: a module imports what stands below it, or beside it in its own layer.
# A package stands in one layer, with everything in it; only what a field is stands below what
# is done with fields, because values are read by it.
LAYERS = {
    "entry": "__main__ app shared_heap stop_signals",
    "commands": "commands",
    "interface": "explanations interface",
    "programs": "programs",
    "bulk": "bulk filing replica",
    "calls": "call cloning",
    "wiring": "context opening",
    "use cases": "diagnosis fields files live paging",
    "client": "answers client",
    "beside": "sandbox",
    "edges": "completion disk profiles render terminal transport",
    "pure": "changes fieldcode fields.facts request settings snippets validation values wire",
    "facts": "__init__ catalogue errors text",
}

# Pure modules in packages that are not: they know values and each other, and no edge.
PURE = """bulk.cell_decoders bulk.columns bulk.decimal_signs bulk.encodings bulk.headers
    bulk.journal_lines bulk.json_values bulk.mistaken_formats bulk.plan bulk.postcodes bulk.repeats
    bulk.row_actions bulk.row_encoders bulk.row_problems bulk.sheet_findings bulk.sheet_form
    bulk.sheet_marks bulk.sheet_types bulk.sheet_values call.asked call.extent call.link_rows call.outcome
    client.empty_success client.refusals client.retry client.server_clock diagnosis.finding diagnosis.way
    fields.check fields.configuration_changes fields.labels fields.typed_records fields.typed_slices
    fields.types fields.uses files.block_sizes files.download_options files.file_choice files.file_lists
    files.file_names files.name_patterns files.remote_files files.shortcuts files.upload_options
    filing.wishes interface.command_facts live.readings live.unfolding paging.course paging.ledger
    paging.lone_course paging.number_ranges paging.numbered paging.pace paging.parts paging.remainder
    paging.seen paging.since paging.span_protocol paging.spans paging.walks paging.windows
    programs.typed_values replica.limits replica.record_ids replica.row_shape replica.sql_columns
    replica.stamps replica.statements replica.stored replica.tables replica.ways"""

# Doors that have to stay narrow: these import nothing of oocli but what stands here.
NARROW = {
    "client": "catalogue errors request text wire",
    "completion": "errors request.option_names text.switches",
    "render": "errors settings text wire.fast_json wire.record",
    "client.retry": "errors wire.reply",
    "sandbox": "catalogue errors request text.german_time wire",
    "transport": "__init__ errors wire.address wire.lifting wire.picture_address wire.reply",
    "wire": "errors request text.lazy_pattern",
    "catalogue": "errors text.folding text.spelling",
    "errors": "",
    "text": "errors",
    "wire.reply": "",
    "text.visible": "",
}

# What costs much to load: opened by these alone, inside a function, when it is needed.
OPENED_BY = {
    "transport": {"opening"},
    "sandbox": {"opening", "commands.sandbox", "cloning.clone"},
    "render.table": {"render"},
    "render.workbook": {"render"},
    "bulk.workbook": {"bulk.row_input"},
}

# Names of modules in several packages, each time for the same thing: a word of the API as oocli asks
# for it, explains it, keeps it and plays it, or a step that two packages share between them.
SAME_IDEA = """account addresses calls contacts error_codes estates fields files records relations
    saving transport uploads workbook"""

# Everything that is not of Python itself, and what of Python is heavy; and who may import it.
FOREIGN = {
    "click": (),
    "ctypes": ("profiles.hidden_input", "shared_heap"),
    "certifi": ("transport",),
    "logging": (),
    "orjson": ("wire.fast_json",),
    "platformdirs": ("completion.names", "disk.directories"),
    "requests": ("transport",),
    "rich": ("render.table",),
    "sqlite3": ("replica", "sandbox"),
    "typer": ("app", "commands", "interface"),
    "urllib3": ("transport",),
    "pyarrow": ("render.arrow",),
    "python_calamine": ("bulk.workbook",),
    "xlsxwriter": ("render.workbook",),
}

NAMELESS = {"util", "utils", "helper", "helpers", "common", "base", "manager", "misc", "core"}


class Import(NamedTuple):
    """One module named in an import: by whom, and whether inside a function."""

    source: str
    target: str
    lazy: bool


@cache
def find_modules() -> dict[str, Path]:
    """Give every module of oocli by its name below oocli; a package goes by its own name."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


@cache
def read_imports() -> tuple[tuple[Import, ...], tuple[Import, ...]]:
    """Give the imports of oocli's own modules, and the first words of all others.

    The package itself is the door for programs, which leads up to their room; its own test is below.
    """
    own, others = set(), set()
    for source, path in find_modules().items():
        if source == "__init__":
            continue
        for name, lazy in _walk(ast.parse(path.read_text("utf-8")), lazy=False):
            first, _, rest = name.partition(".")
            if first == "oocli":
                own.add(Import(source, _resolve(rest), lazy))
            else:
                others.add(Import(source, first, lazy))
    return tuple(sorted(own)), tuple(sorted(others))


def _walk(node: ast.AST, *, lazy: bool) -> Iterator[tuple[str, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are written with whole names"
            yield from ((f"{child.module}.{alias.name}", lazy) for alias in child.names)
        inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _walk(child, lazy=inside)


def _resolve(name: str) -> str:
    """Give the module that a dotted name is, or is found in."""
    while name and name not in find_modules():
        name = name.rpartition(".")[0]
    return name or "__init__"


def _is_within(module: str, packages: Iterable[str]) -> bool:
    """Say whether a module is one of the packages or modules, or stands in one of them."""
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def _top(module: str) -> str:
    return module.partition(".")[0]


def _place(module: str) -> str:
    """Give the name under which the table knows a module: its own, or that of its package."""
    listed = set(" ".join(LAYERS.values()).split())
    return module if module in listed else _top(module)


def _rank(module: str) -> int:
    for rank, members in enumerate(LAYERS.values()):
        if _place(module) in members.split():
            return rank
    raise AssertionError(f"{module} stands in no layer: add it to LAYERS in {__name__}")


def test_every_module_stands_in_one_layer_and_none_is_left_over() -> None:
    """The table names exactly the packages and modules that exist."""
    listed = sorted(" ".join(LAYERS.values()).split())
    assert listed == sorted({_place(module) for module in find_modules()})


def test_imports_lead_down_or_sideways() -> None:
    """No module knows one of a layer above its own."""
    own, _ = read_imports()
    assert [f"{i.source} imports {i.target}" for i in own if _rank(i.target) < _rank(i.source)] == []


def test_pure_modules_know_no_edge() -> None:
    """Wherever their package stands, they import what is pure, or facts, or each other."""
    own, _ = read_imports()
    pure = PURE.split()
    known = {*pure, *(LAYERS["pure"] + " " + LAYERS["facts"]).split()}
    assert set(pure) <= find_modules().keys()
    assert [
        i for i in own if i.source in pure and i.target not in known and _top(i.target) not in known
    ] == []


@pytest.mark.parametrize("module", NARROW)
def test_narrow_doors_stay_narrow(module: str) -> None:
    """These modules import nothing but what their row allows."""
    own, _ = read_imports()
    targets = {
        i.target for i in own if _is_within(i.source, (module,)) and not _is_within(i.target, (module,))
    }
    assert {target for target in targets if not _is_within(target, NARROW[module].split())} == set()


@pytest.mark.parametrize("door", OPENED_BY)
def test_heavy_doors_are_opened_late_and_by_few(door: str) -> None:
    """Transport, sandbox and the table are imported inside a function, by those who need them."""
    own, _ = read_imports()
    outside = [i for i in own if f"{i.target}.".startswith(f"{door}.") and not i.source.startswith(door)]
    assert {i.source for i in outside} <= OPENED_BY[door]
    assert [i for i in outside if not i.lazy] == []


def test_the_door_for_programs_leads_to_their_room_alone() -> None:
    """``from oocli import connect`` loads it when it is asked for, and nothing before."""
    tree = ast.parse((ROOT / "__init__.py").read_text("utf-8"))
    found = {name for name, _ in _walk(tree, lazy=False)}
    assert {name for name in found if not name.startswith("typing.")} == {
        "oocli.programs.Office",
        "oocli.programs.connecting.connect",
    }


def test_no_command_knows_another() -> None:
    """What two commands share stands in a module that is no command."""
    own, _ = read_imports()
    commands = {f"commands.{module}" for module, _ in COMMANDS.values()}
    assert [i for i in own if i.source in commands and i.target in commands - {i.source}] == []


def test_nothing_imports_in_a_circle() -> None:
    """Not even inside functions: whoever imports stands above whom it imports."""
    own, _ = read_imports()
    left = {module: {i.target for i in own if i.source == module} for module in find_modules()}
    while free := {module for module, targets in left.items() if not targets & left.keys()}:
        left = {module: targets for module, targets in left.items() if module not in free}
    assert left == {}


@pytest.mark.parametrize("library", FOREIGN)
def test_a_foreign_library_is_known_where_it_belongs(library: str) -> None:
    """Requests in the transport, rich in the table, SQLite where records are kept, click nowhere."""
    _, others = read_imports()
    users = {i.source for i in others if i.target == library}
    assert {
        user for user in users if not f"{user}.".startswith(tuple(f"{a}." for a in FOREIGN[library]))
    } == set()


def test_no_other_library_is_imported() -> None:
    """Everything else comes with Python."""
    _, others = read_imports()
    assert {i.target for i in others} - sys.stdlib_module_names <= FOREIGN.keys()


def test_no_module_has_a_name_without_an_idea() -> None:
    """A thing with no home names a missing idea."""
    assert [module for module in find_modules() if module.rpartition(".")[2] in NAMELESS] == []


def test_no_module_name_stands_for_two_ideas() -> None:
    """A name that stands twice is the same thing each time: the word of a command, or of the API."""
    places: dict[str, set[str]] = {}
    for module in find_modules():
        package, _, name = module.rpartition(".")
        if not package.startswith("commands"):
            places.setdefault(name, set()).add(package)
    twice = {name for name, packages in places.items() if len(packages) > 1}
    assert twice == set(SAME_IDEA.split())
