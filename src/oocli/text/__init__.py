"""Texts for people: visible, as wide as they are, spelt right, without secrets."""
