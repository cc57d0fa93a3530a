"""The help texts of ``oocli profile`` and its subcommands."""

from oocli.profiles.keys import KEYS

HELP = """Keep credentials and settings under a name, one profile for each onOffice account.

Examples:
  oocli profile add acme
  oocli profile list
  oocli profile show
"""

ADD_HELP = f"""Add a profile; asks for token and secret without showing them.

One signed request shows whether onOffice takes them. Where it refuses them nothing is kept;
where it cannot be reached they are kept, with a warning. Settings may follow the name; their
keys are {", ".join(KEYS)}.

Examples:
  oocli profile add acme
  oocli profile add acme read-only=true timeout=30
  oocli profile add acme --secret-command 'pass show onoffice/acme'
  oocli profile add acme --from-env --force
  oocli profile add acme --stdin --no-check
"""

LIST_HELP = """List the profiles; never shows a secret.

Examples:
  oocli profile list
  oocli profile list -o json
"""

SHOW_HELP = """Show each value of a profile and where it comes from; never shows the secret.

Without a name it is the profile that a command would use now.

Examples:
  oocli profile show
  oocli profile show acme -o json
"""

USE_HELP = """Make a profile the one that is used when none is named.

Examples:
  oocli profile use acme
  oocli profile use sandbox
"""

SET_HELP = f"""Change settings of a profile; KEY= without a value takes one away.

The keys are {", ".join(KEYS)}.

Examples:
  oocli profile set acme read-only=true timeout=30
  oocli profile set acme timeout=
"""

REMOVE_HELP = """Remove a profile with its credentials. Asks first; --yes answers.

Examples:
  oocli profile remove acme
  oocli profile remove acme --yes
"""
