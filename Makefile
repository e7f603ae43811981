# `make site` and `make test` are all that anybody needs; both set up what they need in .venv first.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
PIP := pip install -qq --no-compile --disable-pip-version-check
# uv takes a third of pip's time. It knows nothing of pip's settings: where it does not reach the packages, pip does it.
INSTALL = $(BIN)/uv pip install -q --python $(BIN)/python $(1) 2>/dev/null || $(BIN)/python -m $(PIP) $(1)

# The tests start hundreds of processes, and what Python compiled for one need not be compiled for the next.
export PYTHONDONTWRITEBYTECODE =

.PHONY: site serve test programs tested thorough hostile lint golden faults fuzz clean

site: $(VENV)/.site
	@$(BIN)/briefing clean
	@$(BIN)/briefing build

serve: $(VENV)/.site
	@$(BIN)/briefing serve

# Two things at once: Debian's packages arrive while .venv is set up, and ruff and mypy look while the tests wait for
# browsers and servers.
test:
	@$(MAKE) --no-print-directory --jobs 2 programs $(VENV)/.test
	@$(BIN)/python tests/browser/ensure_browser.py
	@$(MAKE) --no-print-directory --jobs 2 lint tested

programs:
	@$(if $(PYTHON),$(PYTHON) tests/ensure_packages.py)

# For two processors: a third worker has the time in which the others wait for servers, readers and locks. One that has
# nothing left to do takes tests from the others.
tested: $(VENV)/.test
	$(BIN)/python -m pytest -q -n 3 --dist worksteal

# All examples of every property; takes minutes.
thorough: $(VENV)/.test
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -q tests/test_*.py

# Every payload in every place; takes many minutes.
hostile: $(VENV)/.test
	@$(BIN)/python tests/browser/ensure_browser.py
	HOSTILE=all $(BIN)/python -m pytest -q -s tests/browser/test_hostile.py

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Takes minutes; KILLS and SEED may be given.
faults: $(VENV)/.test
	@$(BIN)/python tests/killing.py --kills $(or $(KILLS),100) --seed $(or $(SEED),1)

# SECONDS_EACH for each of the targets in tests/fuzz/targets.py, or of those in TARGETS.
fuzz: $(VENV)/.test
	@$(call INSTALL,--editable '.[fuzz]')
	@$(BIN)/python tests/fuzz/fuzzing.py --seconds $(or $(SECONDS_EACH),60) $(TARGETS)

golden: $(VENV)/.test
	$(BIN)/python -m pytest -q tests --rewrite-golden

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# Python's own way to put pip into a venv takes ten seconds, so the pip that is there does it if it can. Debian keeps the
# venv module in a package of its own.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and was not found"; exit 1; }
	@echo "Setting up in $(VENV), once ..."
	@{ $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $@ $(subst pip install,install,$(PIP)) pip uv; } \
		>/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV) >/dev/null 2>&1; } || { rm -rf $(VENV); \
		command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq -o DPkg::Lock::Timeout=120 install -y python3-venv >/dev/null && \
		$(PYTHON) -m venv $(VENV); } || { rm -rf $(VENV); echo "install the Python module venv (python3-venv)"; exit 1; }

$(VENV)/.site: pyproject.toml | $(BIN)/python
	@$(call INSTALL,--editable .)
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	@$(call INSTALL,--editable '.[dev]')
	@touch $@ $(VENV)/.site
