# The commands of this repository. They need Python 3.11 or newer and nothing else that is not brought here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run help test test-long bench check pins migration migration-initial translations

run: ## set up once, then serve http://127.0.0.1:8080 with its worker
	@$(PYTHON) tools/environment.py product
	@$(BIN)/python -m tools.serve

help: ## this list
	@grep -hE '^[a-z-]+: ##' Makefile | sed 's/: ##/\t/' | expand -t 20

test: ## the whole suite on SQLite and PostgreSQL, and in the browser
	@$(PYTHON) tools/environment.py tests
	@$(BIN)/python -m pytest -n 2 -m "not long"

test-long: ## what takes minutes: crash injection, races, generated cases
	@$(PYTHON) tools/environment.py tests
	@$(BIN)/python -m pytest -n 2 -m long

bench: ## the benchmarks beside their peers, results in bench/RESULTS.md; one of them by ONLY=b2
	@$(PYTHON) tools/environment.py tests
	@$(BIN)/python -m bench $(ONLY)

check: ## everything that must hold before a change is handed in
	@$(PYTHON) tools/environment.py tests
	@$(BIN)/python -m tools.check
	@$(MAKE) --no-print-directory test

pins: ## write the pinned requirements anew from the .in files
	@$(PYTHON) tools/environment.py tests
	@$(BIN)/python -m tools.pins

migration: ## write the next migration from what changed in the models: make migration TITLE="…"
	@$(BIN)/python -m tools.migrations next "$(TITLE)"

migration-initial: ## write the one initial migration anew from the models
	@$(BIN)/python -m tools.migrations initial

translations: ## collect the texts anew and say which lack English
	@$(BIN)/python -m tools.translations collect
