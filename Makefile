# Two commands do all the set-up: `make demo` and `make test`. Needs python3 (3.11 or newer) with
# venv, and make. uv is used where it is installed, venv and pip otherwise.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SHARED ?= $(or $(PERMIL_SHARED),../shared)

ifneq ($(UV),)
MAKE_VENV = $(UV) venv --quiet --python $(PYTHON) --allow-existing $(VENV)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python -c constraints.txt
else
MAKE_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
endif

# Two pips must never write into one environment at the same time, even with make -j.
.NOTPARALLEL:

.PHONY: help demo test check bench reference docs lock clean format

help:
	@echo "make demo       assess the Hoosfield example and say where the report lies"
	@echo "make test       run the whole test suite"
	@echo "make check      lint, types, layers, docstrings, documentation"
	@echo "make reference  compare with the fuller reference runs in $(SHARED);"
	@echo "                with CASES=FILE.csv, with the cases of a file of your own"
	@echo "make bench      measure speed and memory against the targets"
	@echo "make docs       build the documentation"
	@echo "make lock       pin the versions of all packages in constraints.txt"

$(VENV)/stamp-base: pyproject.toml constraints.txt
	$(MAKE_VENV)
	$(INSTALL) -e .
	@touch $@

# One stamp an extra: the extra's packages, installed once for the present pins.
$(VENV)/stamp-%: $(VENV)/stamp-base
	$(INSTALL) -e ".[$*]"
	@touch $@

demo: $(VENV)/stamp-base
	$(BIN)/permil assess examples/hoosfield.toml --output results/hoosfield
	@echo
	@echo "The report: results/hoosfield/report.html"

test: $(VENV)/stamp-test $(VENV)/stamp-pdf $(VENV)/stamp-check $(VENV)/stamp-docs
	$(BIN)/python -m pytest

check: $(VENV)/stamp-check $(VENV)/stamp-docs $(VENV)/stamp-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/validate_docstrings.py
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

reference: $(VENV)/stamp-test
ifdef CASES
	$(BIN)/python tools/run_reference_cases.py "$(CASES)"
else
	@if [ ! -d "$(SHARED)" ]; then echo "There is no $(SHARED): give PERMIL_SHARED=path"; exit 1; fi
	PERMIL_SHARED="$(abspath $(SHARED))" $(BIN)/python -m pytest tests/reference
endif

bench: $(VENV)/stamp-bench
	$(BIN)/python -m benchmarks

docs: $(VENV)/stamp-docs
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "The documentation: docs/_build/html/index.html"

format: $(VENV)/stamp-check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	$(PYTHON) tools/lock.py

clean:
	rm -rf $(VENV) build dist results docs/_build docs/_generated .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
