# Touchstone. `make run` serves it, `make test` checks everything; both set themselves up first.
#
#   PORT=8502 make run                      another port
#   STORE_URL=postgresql+psycopg://… make run    another store
#   TOUCHSTONE_HOME=/srv/touchstone make run     another folder for everything that is written

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-fast lint bench words clean

HOST ?= 127.0.0.1
PORT ?= 8501
export HOST PORT STORE_URL TOUCHSTONE_HOME

PY := .venv/bin/python
BROWSER_TESTS := -m browser -n 2
OTHER_TESTS := -m "not browser" -n 2 --dist loadgroup

help:
	@echo "make run        serve the dashboard on http://$(HOST):$(PORT)"
	@echo "make test       lint, types, import contracts and every test"
	@echo "make test-fast  the tests without the browser"
	@echo "make bench      the measurements in docs/performance.md"
	@echo "make words      find the words in the sources, bring the translations up to them"
	@echo "make clean      remove .venv and caches (never var/, which holds the data)"

setup:
	@sh .ci/venv requirements.txt

setup-dev:
	@sh .ci/venv requirements-dev.txt

run: setup
	@$(PY) -m server.preflight
	@$(PY) manage.py prepare
	@exec $(PY) -m streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

lint: setup-dev
	$(PY) -m ruff check --quiet .
	$(PY) -m mypy --no-error-summary
	.venv/bin/lint-imports --no-logo

test: lint
	@sh .ci/packages
	$(PY) -m pytest -q $(OTHER_TESTS)
	$(PY) -m pytest -q $(BROWSER_TESTS)

test-fast: setup-dev
	$(PY) -m pytest -q $(OTHER_TESTS)

bench: setup-dev
	$(PY) -m benchmarks

words: setup-dev
	$(PY) -m locales.words

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
