# What is missing is installed by the first call; later calls look at file times only.
#
#   make run          the window; any command with ARGS, as in: make run ARGS="run incident"
#   make browser      what clients of the kind browser need: QtWebEngine, some 500 MB
#   make test         the tests, with coverage; some of them with ARGS="tests/test_cli.py", one by one with JOBS=0
#   make check        style, types, imports, translations
#   make torture      the tests that take longer, and the table of their bars
#   make bench        measurements
#   make lock         locks that fit pyproject.toml (needs uv); the newest versions with UPGRADE=--upgrade
#
# PYTHON=python3.13 chooses the Python; otherwise it is the newest one found.

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
JOBS ?= 3
COVER_FAIL ?= 95
COMPLETE ?= harness/proxy/tap/* harness/evidence/recorder.py harness/evidence/verify.py harness/evidence/recount.py harness/diagnosis/*
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
INPUTS := pyproject.toml server/npm/package-lock.json $(wildcard harness/setup/*.py)
OFFSCREEN := QT_QPA_PLATFORM=$(or $(QT_QPA_PLATFORM),offscreen)
LOCK := uv pip compile --quiet --no-config --no-header --generate-hashes --no-emit-index-url --universal \
	--python-version 3.11 $(UPGRADE)

.DEFAULT_GOAL := run
.PHONY: setup run browser test check torture bench lock clean python

setup: python
	@$(PYTHON) -m harness.setup dev

run: $(VENV)/ready-run
	@$(BIN)/sidlab $(ARGS)

browser: python
	@$(PYTHON) -m harness.setup browser

test: $(VENV)/ready-dev
	@$(BIN)/coverage erase
	$(OFFSCREEN) $(BIN)/python -m coverage run -m pytest -m "not torture" -n $(JOBS) --dist loadfile $(ARGS)
	@$(BIN)/coverage combine --quiet && rm -f .coverage.*  # what is left could not be read: processes that were killed
	$(BIN)/coverage report --skip-covered --fail-under=$(COVER_FAIL)
	@set -f; test $(COVER_FAIL) = 0 || for part in $(COMPLETE); do \
		$(BIN)/coverage report --skip-covered --include="$$part" --fail-under=100 || exit 1; done

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ui.i18n.check

torture: $(VENV)/ready-dev
	$(OFFSCREEN) $(BIN)/pytest -m torture -o timeout=3600 -o faulthandler_timeout=3500 $(ARGS)

bench: $(VENV)/ready-run
	@ls benchmarks/*.py >/dev/null 2>&1 || echo "there are no benchmarks yet"
	@for script in benchmarks/*.py benchmarks/wire; do test ! -e "$$script" || $(BIN)/python "$$script" || exit 1; done

lock:
	@PATH="$(CURDIR)/$(BIN):$$PATH"; command -v uv >/dev/null || { echo "make lock needs uv: $(BIN)/pip install uv"; exit 3; }; \
	set -ex; cd requirements; \
	$(LOCK) ../pyproject.toml --extra build -o run.txt; \
	$(LOCK) ../pyproject.toml --extra build --extra dev -c run.txt -o dev.txt; \
	$(LOCK) ../pyproject.toml --extra browser -c run.txt -o browser.txt; \
	$(LOCK) node.in -o node.txt

clean:
	rm -rf $(VENV) server/npm/node_modules .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache *.egg-info

python:
	@test -n "$(PYTHON)" || { echo "sidlab needs Python 3.11 or newer, with its venv module: apt-get install python3-venv"; exit 3; }

$(VENV)/ready-run: $(INPUTS) requirements/run.txt | python
	@$(PYTHON) -m harness.setup run

$(VENV)/ready-dev: $(INPUTS) requirements/run.txt requirements/dev.txt | python
	@$(PYTHON) -m harness.setup dev
