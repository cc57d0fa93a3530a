"""The help texts of ``oocli sandbox`` and its subcommands."""

HELP = """The made-up onOffice that ships with oocli: serve it to any client, reset it, look into it.

Its records are invented, what is written stays, mails go to an outbox and reach nobody.
`clone` gives it the fields, and records, of your own onOffice, to rehearse on.

Examples:
  oocli --sandbox read estate
  oocli sandbox serve
  oocli sandbox clone --profile acme --records 500
  oocli sandbox info
"""

SERVE_HELP = """Serve the sandbox over HTTP on this computer, so that any onOffice client can be tried.

When it is ready, one line of JSON on standard output tells url, token, secret and pid; each
request is logged on standard error, without secrets. Ctrl-C stops it.

A fault is KIND (every request), KIND:N (the first N requests) or KIND:1/N (every N-th
request). The kinds: status-429, status-500, status-502, status-503, status-504, reset,
reset-middle, lost, truncated, html, empty, hang, slow, action-error, missing-result,
extra-result, clock, rights.

Requests must come from this computer: those with another Host or Origin, and text or multipart
bodies, which any web page may send, are refused. --allow-host widens that, for a container.

Examples:
  oocli sandbox serve --port 8080
  oocli sandbox serve --estates 1000000 --state big.sqlite
  oocli sandbox serve --fault status-503:2 --fault lost:1/10 --latency 200
"""

RESET_HELP = """Throw away what was written, and a copy of another onOffice, and make the records again.

A server that is running continues with them.

Examples:
  oocli sandbox reset
  oocli sandbox reset --seed 7 --estates 1000
"""

CLONE_HELP = """Make the sandbox a copy of your own onOffice, to try an import on what it will meet.

Copied are the fields, yours too, with keys and labels; fields that you do not have are unknown
in the copy. Without --records the records that ship stand under them. With --records N so many
estates, addresses, users, tasks, activities and appointments are copied with their numbers,
keys, prices and relations. Persons are made up, names, mails, phones and streets; so is every
text that somebody typed, in the same length.

Only reads are sent to your onOffice. It asks before a sandbox that holds changes is replaced.

Examples:
  oocli sandbox clone --profile acme
  oocli sandbox clone --profile acme --records 500 --yes
"""

INFO_HELP = """Show how the sandbox was made, how much it holds, and the mails that were sent.

Examples:
  oocli sandbox info
  oocli sandbox info -o json
"""
