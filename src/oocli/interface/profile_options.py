"""The arguments and options of ``oocli profile`` and its subcommands."""

from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile")]
ShownName = Annotated[str, typer.Argument(metavar="NAME", help="Profile to show")]
Kept = Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE ...", help="Settings to keep with it")]
Changes = Annotated[list[str], typer.Argument(metavar="KEY=VALUE ...", help="Settings to change")]
Stdin = Annotated[
    bool, typer.Option("--stdin", help="Read token and secret from standard input, a line each")
]
FromEnv = Annotated[
    bool, typer.Option("--from-env", help="Take token and secret from OOCLI_TOKEN and OOCLI_SECRET")
]
SecretCommand = Annotated[
    str, typer.Option("--secret-command", metavar="CMD", help="Get the secret from a command, each time")
]
Keyring = Annotated[bool, typer.Option("--keyring", help="Keep the secret in the system's keyring")]
Force = Annotated[bool, typer.Option("--force", help="Give an existing profile new credentials")]
NoCheck = Annotated[
    bool, typer.Option("--no-check", help="Keep them without asking onOffice whether it takes them")
]
Yes = Annotated[bool, typer.Option("--yes", help="Answer the question with yes")]
