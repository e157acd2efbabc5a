# run: open the app · test: every test · check: style, types, fast tests · bench: speed · weights: retrain all

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet
NODE := $(BIN)/node
TOOLS := node_modules/.bin
PRETTY := "*.js" "playground/ui/**/*.js" "tests/js/**/*.{js,ts}" "tests/toy/**/*.js"
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
NODE_TESTS := --test-reporter=dot "tests/**/*.test.js"
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: run install test check lint fast bench weights

run: install
	$(BIN)/python app.py $(ARGS)

install: $(VENV)/installed

test: $(VENV)/node-installed
	scripts/install-chromium
	$(NODE) --test $(NODE_TESTS)
	$(PYTEST) $(ARGS)

check: $(VENV)/node-installed
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint fast

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(NODE) $(TOOLS)/eslint --max-warnings 0 .
	$(NODE) $(TOOLS)/tsc
	$(BIN)/python -m tests.toy
	$(NODE) $(TOOLS)/prettier --check $(PRETTY)
	$(NODE) --test $(NODE_TESTS)

fast:
	$(PYTEST) -q -m "not browser and not slow"

bench: $(VENV)/installed-dev
	$(BIN)/python -m tests.benchmarks

weights: $(VENV)/installed
	$(BIN)/python -m playground.training --all
	$(BIN)/python -m playground.measure --record
	$(BIN)/python -m playground.trials --all --record

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV) || \
		{ $(SUDO) apt-get update --quiet && $(SUDO) apt-get install --quiet --yes python3-venv && \
		$(PYTHON) -m venv --clear $(VENV); } || { rm -rf $(VENV); exit 1; }

$(VENV)/installed: requirements.txt scripts/install-torch | $(BIN)/python
	scripts/install-torch $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(PIP) -r requirements-dev.txt
	@touch $@

# Again where there is no node_modules: it belongs to this folder, the virtual environment may not.
$(VENV)/node-installed: package-lock.json scripts/install-node $(VENV)/installed-dev $(if $(wildcard node_modules),,missing)
	scripts/install-node $(VENV)
	@touch $@

.PHONY: missing
missing:
