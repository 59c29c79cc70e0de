# `make run` and `make test` are all that is needed; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8501
# Further arguments for pytest: make test ARGS="-k player"
ARGS ?=

VENV := .venv
BENCH := .venv-bench
PY := $(VENV)/bin/python
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
CHECKED := gdcore gdapp pages app.py

# One BLAS thread: matrices this small lose far more to threads waiting for each other than they gain.
OPENBLAS_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS

.DEFAULT_GOAL := help
.PHONY: help run test check format bench bench-app clean python

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: $(VENV)/run.stamp ## start the app on http://localhost:$(PORT)
	$(PY) -m streamlit run app.py --server.port=$(PORT) --server.showEmailPrompt=false

test: $(VENV)/dev.stamp ## run every test, in a real browser too
	$(PY) scripts/ensure_browser.py
	$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/dev.stamp ## lint, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(CHECKED)

format: $(VENV)/dev.stamp ## put imports and layout in order
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(BENCH)/bench.stamp ## the engine against plain loops, PyTorch and scikit-learn
	$(BENCH)/bin/python -m benchmarks

bench-app: $(VENV)/dev.stamp ## the app in a real browser: bytes, delays, frames a second
	$(PY) scripts/ensure_browser.py --needed
	$(PY) -m benchmarks.app

clean: ## remove what these commands made
	rm -rf $(VENV) $(BENCH) .pytest_cache .ruff_cache .mypy_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'This needs Python 3.11 or newer, and "$(PYTHON)" is not. Name one: make run PYTHON=python3.12' >&2; exit 1; }

# The stamps make installing happen once, and again when the requirements change.
$(VENV)/run.stamp: requirements.txt | python
	$(PYTHON) -m venv $(VENV)
	$(PY) $(PIP_INSTALL) -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | python
	$(PYTHON) -m venv $(VENV)
	$(PY) $(PIP_INSTALL) -r requirements-dev.txt
	touch $@

$(BENCH)/bench.stamp: requirements.txt requirements-bench.txt | python
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(PIP_INSTALL) -r requirements.txt -r requirements-bench.txt
	touch $@
