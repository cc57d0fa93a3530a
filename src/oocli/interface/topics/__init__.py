"""The topics of ``oocli help``: what no single command is about, a text file each."""

TOPICS = {
    "filters": "Which records: --where, --sort, --since",
    "output": "In which format, and where to",
    "options": "The options of every command, with their variables",
    "environment": "Variables that oocli reads",
    "exit-codes": "What the exit code says",
    "scripting": "oocli in scripts and nightly jobs",
    "files": "Upload, download, exposés",
    "bulk": "Many writes from a file",
    "formats": "Files that oocli reads, writes and keeps",
}
