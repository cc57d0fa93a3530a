# From a fresh clone: `make check` builds .venv and runs everything that must hold.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: check lint test format completions docs clean

check: lint test

lint: .venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/interrogate --quiet src tests

test: .venv
	$(BIN)/pytest

format: .venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

completions: .venv
	$(BIN)/python tools/make_completions.py

docs: .venv
	$(BIN)/python tools/make_docs.py

.venv: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch .venv

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
