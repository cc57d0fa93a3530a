"""A customer's own onOffice as the sandbox: its fields, and its records with made-up persons."""
