# From a fresh clone: `make check` builds .venv and runs everything that must hold.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: check lint test format completions docs site bench signals torture storms transfers clients foreign release pythons clean

check: lint test

lint: .venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/interrogate --quiet src tests
	$(BIN)/codespell

test: .venv
	$(BIN)/pytest

format: .venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/format_catalogue.py

completions: .venv
	$(BIN)/python tools/make_index.py
	$(BIN)/python tools/make_completions.py

.PHONY: help
help: .venv
	$(BIN)/python tools/make_help.py

docs: .venv
	$(BIN)/python tools/make_docs.py
	$(BIN)/python tools/make_man.py
	$(BIN)/python tools/make_picture.py

# Builds docs/ as a site in build/site, without network, and follows every link in it.
site: .venv
	$(BIN)/sphinx-build -q -n -W --keep-going -E docs build/site
	$(BIN)/python tools/check_site.py build/site

# The types that `oocli fields --as typescript` writes, compiled. Needs npm; the suite compiles them where tsc is.
.PHONY: typescript
typescript: .venv
	npm install --silent --no-fund --no-audit --prefix build/typescript typescript@5
	$(BIN)/pytest -n0 tests/fieldcode/test_typescript.py tests/commands/test_fields_as.py -k typescript

# Sends signals to oocli at random times of some thousand starts; the suite does so some hundred times.
signals: .venv
	OOCLI_SIGNAL_STARTS=6000 $(BIN)/pytest tests/test_signals.py

# Imports rows under random faults some thousand times; the suite does so for some seconds.
torture: .venv
	OOCLI_TORTURE=3000 $(BIN)/pytest -n0 tests/bulk/test_torture.py

# Copies of an office while others work in it, the line fails and the process is killed; the suite does a few.
storms: .venv
	OOCLI_STORMS=200 OOCLI_KILLS=50 $(BIN)/pytest tests/replica/test_storm.py tests/replica/test_kills.py

# Transfers that are killed at random moments and gone on with, and 50 MB there and back; the suite kills a few.
transfers: .venv
	OOCLI_KILLS=50 OOCLI_LARGE=50000000 $(BIN)/pytest tests/filing tests/files

# Clients that are not oocli ask the sandbox: PHP, Ruby, Node, a shell, a package of PyPI. What is not
# installed is skipped, with a line that says how to have it.
clients: .venv
	$(BIN)/python tools/try_clients.py

# Opens and saves workbooks with LibreOffice, and reads them back; says what to install where it is not there.
foreign: .venv
	$(BIN)/python tools/try_libreoffice.py

# Builds wheel and sdist twice, and installs the wheel with pip, pipx and uv in empty environments.
release: .venv
	$(BIN)/python tools/try_release.py

# The suite on each Python that is supported and installed, each in an environment of its own.
pythons:
	@for version in 3.11 3.12 3.13; do \
		if ! python$$version --version >/dev/null 2>&1; then echo "skipped  python$$version is not installed"; continue; fi; \
		echo "python$$version"; \
		python$$version -m venv build/python$$version && \
		build/python$$version/bin/python -m pip install --quiet --editable '.[dev]' && \
		build/python$$version/bin/pytest --quiet || exit 1; \
	done

# Takes some ten minutes. Installs oocli from a wheel, without and with orjson, and measures both, beside other
# tools; what cannot be installed is left out.
bench:
	rm -rf build/bench
	$(PYTHON) -m venv build/bench/plain
	$(PYTHON) -m venv build/bench/fast
	build/bench/plain/bin/python -m pip install --quiet --upgrade pip
	build/bench/fast/bin/python -m pip install --quiet --upgrade pip
	build/bench/plain/bin/python -m pip install --quiet .
	build/bench/fast/bin/python -m pip install --quiet '.[fast]'
	-$(PYTHON) -m venv build/bench/others && build/bench/others/bin/python -m pip install --quiet sqlite-utils 'dlt[sqlalchemy]'
	build/bench/plain/bin/python benchmarks/run.py build/bench/plain build/bench/fast --others build/bench/others --write docs/benchmarks.md

.venv: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev,docs]'
	touch .venv

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
