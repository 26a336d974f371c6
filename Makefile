# Every verb of the house. `make` alone lists them.

PYTHON ?= python3
CONTENT ?= content
OUTPUT ?= output
POLICY ?= policy.toml
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
PRODUCTION ?=

# What French writes is UTF-8, whatever the locale of a bare machine.
export PYTHONUTF8 := 1

VENV := .venv
BIN := $(VENV)/bin
SITE := $(VENV)/.site-ready
DEV := $(VENV)/.dev-ready

# The build reads its settings from the command line alone.
BUILD = $(BIN)/python -m plugins publish --content "$(CONTENT)" --output "$(OUTPUT)" --policy "$(POLICY)" $(if $(PRODUCTION),--production)

.DEFAULT_GOAL := help
.PHONY: help setup publish serve test check headers bench clean rollback lock

help:  ## List the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SITE)  ## Install what serving and publishing need, once

$(SITE): requirements.lock
	@sh scripts/venv.sh "$(PYTHON)" $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(SITE)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

publish: $(SITE)  ## Build a release and switch to it (CONTENT= OUTPUT= POLICY= PRODUCTION=1)
	@$(BUILD)

serve: $(SITE)  ## Build if something changed, then serve (HOST= PORT= WORKERS=)
	@$(BUILD) --if-needed
	@exec $(BIN)/python -m middleware serve --release "$(OUTPUT)/current" --policy "$(POLICY)" --host "$(HOST)" --port "$(PORT)" --workers "$(WORKERS)"

rollback: $(SITE)  ## Serve the release published before
	@$(BIN)/python -m middleware rollback --output "$(OUTPUT)"

test: $(DEV)  ## Run every test (installs Chromium and nginx when root on Debian)
	@sh scripts/system.sh
	@sh scripts/judges.sh $(BIN)
	@$(MAKE) --no-print-directory static
	@$(BIN)/python -m pytest --cov --cov-report=term

check: $(DEV) static  ## Format, lint, types, stairs and unit tests: fast
	@$(BIN)/python -m pytest -m "not slow"

.PHONY: static
static: $(DEV)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

headers: $(DEV)  ## Grade the headers of any running site (URL=https://...)
	@test -n "$(URL)" || { echo "make headers: say which site: make headers URL=http://127.0.0.1:8000" >&2; exit 2; }
	@$(BIN)/python -m tests.headers "$(URL)"

bench: $(DEV)  ## Measure what an answer costs, side by side
	@$(BIN)/python -m bench

clean:  ## Remove what the other verbs made, the releases included
	rm -rf $(VENV) output tests/judges/node_modules .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

lock:  ## Renew the lock files (needs uv)
	uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock
	uv pip compile --quiet pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url -c requirements.lock -o requirements-dev.lock
