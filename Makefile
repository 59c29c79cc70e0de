# `make run` and `make test` are all that is needed; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8501
# make run RELOAD=1 runs the pages again whenever a file changes
RELOAD ?=
# make serve SERVERS=4
SERVERS ?= 2
# Further arguments for pytest: make test ARGS="-k player"
ARGS ?=

VENV := .venv
BENCH := .venv-bench
PY := $(VENV)/bin/python
# npm comes with the packages of PyPI; what it starts looks for node on the path.
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/npm
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
CHECKED := gdcore gdapp pages app.py deploy

# One BLAS thread: matrices this small lose far more to threads waiting for each other than they gain.
OPENBLAS_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS

.PHONY: help run serve test check format faults bench bench-app screenshots clean

help:
	@echo "make run          start the app on http://localhost:$(PORT)"
	@echo "make serve        start SERVERS app servers behind nginx, for a whole school"
	@echo "make test         run every test, those in a real browser too"
	@echo "make check        lint, format and types"
	@echo "make format       put the code into its format"
	@echo "make faults       plant known faults in the pictures one by one: a test has to see each"
	@echo "make bench        measure the engine against other ways of doing the same"
	@echo "make bench-app    measure the app in a real browser"
	@echo "make screenshots  take the pictures in docs/ again"
	@echo "make clean        remove what these commands made"

run: $(VENV)/run.stamp
	$(PY) -m gdapp --server.port=$(PORT) --server.showEmailPrompt=false $(if $(RELOAD),--server.fileWatcherType=auto)

serve: $(VENV)/run.stamp
	$(PY) -m deploy.serve --servers $(SERVERS) --port $(PORT)

test: $(VENV)/dev.stamp
	$(PY) scripts/ensure_browser.py
	$(PY) -m scripts.ensure_nginx
	$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/dev.stamp node_modules/npm.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(CHECKED)
	$(NPM) run --silent check

format: $(VENV)/dev.stamp node_modules/npm.stamp
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(NPM) run --silent format

faults: $(VENV)/dev.stamp
	$(PY) -m scripts.planted_faults

bench: $(BENCH)/bench.stamp
	$(BENCH)/bin/python -m benchmarks

bench-app: $(VENV)/dev.stamp
	$(PY) scripts/ensure_browser.py --needed
	$(PY) -m benchmarks.app

screenshots: $(VENV)/dev.stamp
	$(PY) scripts/ensure_browser.py --needed
	$(PY) -m scripts.screenshots

clean:
	rm -rf $(VENV) $(BENCH) node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis test-results \
	  static/handle-*.js static/player-*.js static/pictures-*.js static/pad-*.js
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make installing happen once, and again when the requirements change.
OLD_PYTHON := This needs Python 3.11 or newer, and "$(PYTHON)" is not. Name one, as in: make run PYTHON=python3.12
define NEW_VENV
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(OLD_PYTHON)' >&2; exit 1; }
$(PYTHON) -m venv $(@D)
endef

$(VENV)/run.stamp: requirements.txt
	$(NEW_VENV)
	$(PY) $(PIP_INSTALL) -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	$(NEW_VENV)
	$(PY) $(PIP_INSTALL) -r requirements-dev.txt
	touch $(VENV)/run.stamp $@

node_modules/npm.stamp: package.json package-lock.json | $(VENV)/dev.stamp
	$(NPM) ci --loglevel=error
	touch $@

$(BENCH)/bench.stamp: requirements.txt requirements-bench.txt
	$(NEW_VENV)
	$(BENCH)/bin/python $(PIP_INSTALL) -r requirements.txt -r requirements-bench.txt
	touch $@
