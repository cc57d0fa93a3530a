"""What an entry of the catalogue says of its call.

Its values are named tuples: eight frozen dataclasses would cost every start of oocli 6 ms, more than half of
what starting Python takes.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypedDict


class Rule(TypedDict, total=False):
    """A condition between values: one demand, which applies always or only ``when`` something holds.

    Names are those of values at the same level, dotted for deeper ones (``data.erinnerung``); ``resourceid``
    stands for the action's. A value is given when it is there and neither null nor an empty list or object.

    Keys:
        when: name to a list of values of which it must have one (null: not given), to ``given``, to
            ``several`` (a list of more than one) or to ``object``; all must hold.
        required: each must be given.
        any_of: at least one must be given; a list among the names is a set to be given together.
        exclusive: at most one may be given.
        forbidden: none may be given.
        ignored: the server ignores them; never a refusal.
        single: each holds one value at most.
        among: name to names; its value must equal that of one of them.
        has: name to values; it must be one of them, or have an element that is.
        keys: name of an object to the only keys it takes.
        types: name to the type that it must have.
        reason: why, a few words for the message.
        unconfirmed: whether the documentation leaves it open; then never a refusal.
    """

    when: Mapping[str, list[Any] | Literal["given", "several", "object"]]
    required: list[str]
    any_of: list[str | list[str]]
    exclusive: list[str]
    forbidden: list[str]
    ignored: list[str]
    single: list[str]
    among: Mapping[str, list[str]]
    has: Mapping[str, list[Any]]
    keys: Mapping[str, list[str]]
    types: Mapping[str, str]
    reason: str
    unconfirmed: bool


class Response(TypedDict, total=False):
    """What a call answers, in words.

    Keys:
        records: what ``id`` and ``type`` of a record are.
        total: where the number of hits stands, or None.
        elements: element to its meaning.
        enums: element to its permitted values.
        binary: element that carries a file, with its ``encoding``, ``compression``, ``only_if``.
        links: whether the elements have, under each number asked for, the numbers linked with it.
        empty: what an empty success may mean: ``rights`` that the API user has or has not, and
            ``conditions`` that hide records; each may be missing.
        cacheable: False for a reading whose answer must not be kept.
        unconfirmed: whether the documentation leaves the answer open.
    """

    records: str
    total: str | None
    elements: Mapping[str, str]
    enums: Mapping[str, list[Any]]
    binary: Mapping[str, str]
    links: bool
    empty: Mapping[str, str]
    cacheable: bool
    unconfirmed: bool


class ValueList(NamedTuple):
    """The call that lists the values of a parameter, as the customer has them.

    Attributes:
        verb: of that call.
        resourcetype: of that call.
        parameters: with which it is sent.
        element: element of a record that has the value.
        title: element that has its name.
    """

    verb: str
    resourcetype: str
    parameters: Mapping[str, Any]
    element: str
    title: str


class Parameter(NamedTuple):
    """One documented parameter, or one key of an object parameter.

    Attributes:
        name: the API's own spelling.
        type: ``string``, ``integer``, ``number``, ``boolean``, ``any``, ``object``,
            ``array<...>``, ``map<...>`` or ``map<array<object>>``.
        required: whether the documentation demands it.
        summary: what it does, one line.
        default: value that the server uses when it is left out, or None.
        enum: permitted values; empty when any value is.
        open: whether the list of ``enum`` may be incomplete according to the documentation; another value is
            then a warning.
        known_values: values with their meaning, an open set.
        min: smallest number, or None.
        max: greatest number, or None.
        format: ``date``, ``datetime``, ``time``, ``urn``, ``base64`` ...; may be empty.
        required_if: condition in words; may be empty.
        depends: dependency in words; may be empty.
        alt_types: other accepted types.
        properties: keys of an object; of each element where the type is a list or map.
        nullable: whether null is a documented value.
        deprecated: False, or a mapping with ``use``: what to use instead.
        unconfirmed: whether the documentation leaves the facts open; then never a refusal.
        filter_fields: the only fields a filter takes; empty when any field is.
        filter_fields_excluded: fields that a filter refuses.
        missing_code: the API's error code where a required one is missing; None for 167.
        rules: conditions between the keys of an object.
        unique: whether at most one file of a record may have each value.
        unique_values: values for which that holds, where it does not hold for all.
        stem_of_file: modules in which it is, unless given, the name of the file without its ending.
        record_of: kind of record that the number names, where the call makes a file of each; may be empty.
        listed_by: call that lists its values, or None.
    """

    name: str
    type: str = "any"
    required: bool = False
    summary: str = ""
    default: Any = None
    enum: tuple[Any, ...] = ()
    known_values: Mapping[str, str] = MappingProxyType({})
    min: float | None = None
    max: float | None = None
    format: str = ""
    required_if: str = ""
    depends: str = ""
    alt_types: tuple[str, ...] = ()
    properties: tuple["Parameter", ...] = ()
    nullable: bool = False
    deprecated: Any = False
    unconfirmed: bool = False
    filter_fields: tuple[str, ...] = ()
    filter_fields_excluded: tuple[str, ...] = ()
    missing_code: int | None = None
    rules: tuple[Rule, ...] = ()
    open: bool = False
    unique: bool = False
    unique_values: tuple[str, ...] = ()
    stem_of_file: tuple[str, ...] = ()
    record_of: str = ""
    listed_by: ValueList | None = None

    @property
    def names_any_field(self) -> bool:
        """Whether this entry stands for every field name rather than for one parameter."""
        return self.name.startswith("<")


class Paging(NamedTuple):
    """How a call hands out its records in pages.

    Attributes:
        limit: name of the parameter for the page size (in records).
        offset: name of the parameter for the first record, or None where there is none.
        default: records in a page when nothing is asked for, or None.
        max: greatest page size that the server honours, or None where none is documented.
        walk: number field of the record to page by instead of by offset, or None.
        walk_unless: parameters under which that field is not the record's number.
        number: field with the record's number, by which pages are walked if the API turns out to accept it in
            filters and sorting, which is undocumented; or None.
        one_sort: whether ``sortby`` takes one field only, with its direction in ``sortorder``.
        append_only: whether records are only ever added, with greater ids, in front of the others.
        windows: field with the time of the last change, to split by if there is no offset, or None.
        counting: page size that asks for the count alone, or None if the count is that of the page.
        counts_hits: False if the count in an answer may be that of the page alone.
    """

    limit: str
    offset: str | None
    default: int | None
    max: int | None
    walk: str | None = None
    walk_unless: tuple[str, ...] = ()
    number: str | None = None
    one_sort: bool = False
    append_only: bool = False
    windows: str | None = None
    counting: int | None = 1
    counts_hits: bool = True

    def as_entry(self) -> dict[str, Any]:
        """Return it under the keys of an entry: ``counting`` is ``count`` there, a method of every tuple."""
        return {"count" if name == "counting" else name: value for name, value in self._asdict().items()}


class Period(NamedTuple):
    """The parameters for the days of a call without paging, by which a long time is asked for in parts.

    Attributes:
        start: dotted name of the parameter for the first day.
        end: dotted name of the parameter for the last day.
        max: greatest number of records in one answer.
    """

    start: str
    end: str
    max: int


class ReadBack(NamedTuple):
    """How to read the records that a call changes.

    Attributes:
        resourcetype: of the call that reads them.
        by: how the numbers of the records are given: ``filter``, ``resourceid`` (one record for each action),
            or the name of a parameter that takes many of them, such as ``recordids``.
        field: number of the record in the filter; empty where there is none.
        verb: of the call that reads them.
        parameters: further parameters of the reading.
        names: names of fields when written to their names when read, where they differ; ``*`` stands for a
            part that is the same in both. Dotted names lead into an element.
        shapes: names of elements to the way they are written: ``keys`` (an object whose keys are the value),
            or a mark that stands before each item of a list.
        means: name of a field that stands for another one, to that other one and its values for yes and no.
        leaves_out: whether an answer leaves out what is empty.
        unread: names of fields that can be written but not read.
        along: name of a field that the call changes even if it is not given, to what becomes of it.
        beside: parameters besides the language that say how the values are meant.
        language: parameter for the language version; empty where there are no versions.
        ask: further parameters of the reading when a language is asked for.
        main: element with the number of the record in its main language, which the writing means.
    """

    resourcetype: str
    by: str
    field: str = ""
    verb: str = "read"
    parameters: Mapping[str, Any] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})
    shapes: Mapping[str, str] = MappingProxyType({})
    means: Mapping[str, Sequence[str]] = MappingProxyType({})
    leaves_out: bool = False
    unread: Sequence[str] = ()
    along: Mapping[str, str] = MappingProxyType({})
    beside: Sequence[str] = ()
    language: str = ""
    ask: Mapping[str, Any] = MappingProxyType({})
    main: str = ""

    @property
    def takes_fields(self) -> bool:
        """Whether the reading takes a choice of fields, and can find records by their values."""
        return self.by in ("filter", "recordids")


class Probe(NamedTuple):
    """A reading that asks for as little as the call can give, to show whether it is permitted.

    Attributes:
        rank: its place among all probes; the one of rank 1 also tries out credentials.
        parameters: with which it is sent; ``{today}`` stands for the day.
        expects_records: whether an empty answer is odd; the API gives one where a right is missing.
    """

    rank: int
    parameters: Mapping[str, Any]
    expects_records: bool = False


class ResourceId(NamedTuple):
    """What the ``resourceid`` of a call means.

    Attributes:
        use: ``required``, ``optional``, ``unused`` or ``fixed``.
        meaning: one line; may be empty.
        value: the value of a fixed one.
        enum: permitted values; they select the variant where a call has variants.
        type: ``integer`` where it is a number, else ``any``.
        missing_code: the API's error code where a required one is missing; None for 18.
        unconfirmed: whether the documentation leaves it open; then never a refusal.
    """

    use: str = "unused"
    meaning: str = ""
    value: str = ""
    enum: tuple[str, ...] = ()
    type: str = "any"
    missing_code: int | None = None
    unconfirmed: bool = False


class Call(NamedTuple):
    """One documented call (or one variant of it, with the same verb and resourcetype).

    Attributes:
        verb: ``read``, ``create``, ``modify``, ``delete``, ``get`` or ``do``.
        resourcetype: the API's resource type, case as documented.
        title: what it does in a few words.
        module: part of onOffice it belongs to.
        doc: address of its documentation page; empty where there is none.
        undocumented: whether no page names it; such a call is known from what the vendor's own plugin sends.
        effect: ``read``, ``write`` or ``send`` (reaches people or charges).
        deprecated: False, or a mapping with ``use`` and ``note``.
        resourceid: what the resourceid means.
        paging: how it pages, or None.
        period: parameters for days, by which a call without paging is split, or None.
        parameters: documented parameters in order; empty if ``variants`` holds them.
        variants: forms of the call by resourceid.
        default_fields: fields that a reading asks for when the user names none.
        changed_field: field that tells when a record was changed; may be empty.
        changes_by_day: whether that field holds only the day.
        changed_period: parameters for the wanted times of change, in UTC, or None.
        fields_module: module whose field configuration names its record fields
            (``agentsLog``); empty where there is none.
        fields_in: where the record's fields go: ``parameters``, ``parameters.data`` or empty.
        free_fields: whether fields beyond the documented ones are accepted.
        rules: conditions between parameters.
        split: parameters whose lists may be sent in several actions.
        probe: a reading that shows whether it is permitted, or None.
        response: what it answers.
        notes: remarks that matter to the caller.
        done: what a write did, with placeholders that ``call.outcome`` fills.
        take_back: command that takes back what a create or an upload has made, as far as possible: deletes
            it, or puts it away; without ``oocli``, with a place for the ``{id}``; may be empty.
        look: command that shows what was written, without ``oocli``; may be empty.
        read_back: how the records that it writes are read; None where they cannot be.
        companions: a parameter to what is sent with it unless the user says otherwise, because it would do
            harm alone.
        noun: what its records are called, singular and plural (``task``, ``tasks``); may be empty.
        unconfirmed: whether the documentation leaves the whole call open; then never a refusal.
    """

    verb: str
    resourcetype: str
    title: str
    module: str
    doc: str
    effect: str
    deprecated: Any = False
    resourceid: ResourceId = ResourceId()
    paging: Paging | None = None
    period: Period | None = None
    parameters: tuple[Parameter, ...] = ()
    variants: Mapping[str, "Call"] = MappingProxyType({})
    default_fields: tuple[str, ...] = ()
    changed_field: str = ""
    changes_by_day: bool = False
    changed_period: Period | None = None
    fields_module: str = ""
    fields_in: str = ""
    free_fields: bool = False
    rules: tuple[Rule, ...] = ()
    split: tuple[str, ...] = ()
    probe: Probe | None = None
    response: Response = Response()
    example: str = ""
    notes: tuple[str, ...] = ()
    done: str = ""
    look: str = ""
    take_back: str = ""
    noun: tuple[str, ...] = ()
    read_back: ReadBack | None = None
    companions: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    unconfirmed: bool = False
    undocumented: bool = False

    @property
    def name(self) -> str:
        """The call as it is typed: ``read estate``."""
        return f"{self.verb} {self.resourcetype}"

    @property
    def each(self) -> Parameter | None:
        """The parameter for the number of a record where the call makes a file of each; else None."""
        return next((known for known in self.parameters if known.record_of), None)

    @property
    def is_catalogued(self) -> bool:
        """Whether the catalogue knows the call, so that its actions can be checked."""
        return bool(self.doc) or self.undocumented

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that exact name, or None."""
        return next((known for known in self.parameters if known.name == name), None)

    def variant(self, resourceid: str) -> "Call":
        """Return the form of the call that this resourceid selects; the call itself if it has one form."""
        return self.variants.get(resourceid, self)
