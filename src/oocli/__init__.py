"""oocli: a command-line client of the onOffice API.

Owns the version number alone, as a constant, because reading package metadata at
start costs several times what starting Python costs.
"""

__version__ = "0.1.0"
