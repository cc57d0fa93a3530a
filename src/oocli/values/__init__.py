"""Typed text as values: ``typed_texts`` by the types of fields, ``parameters`` by the catalogue.

Pure.
"""
