"""Typed text as values: ``value_kinds`` by the types of fields, ``parameters`` by the catalogue.

Pure.
"""
