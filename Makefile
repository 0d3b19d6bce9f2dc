# make demo: own virtual environment, install, the main job. make test: everything that CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUNS ?= 200
SEED ?= 7
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: demo test lint types contracts app unit docs bars coverage mutation release format clean

demo: $(STAMP)
	@echo "planning and simulating $(RUNS) runs; the first time the simulator is compiled, about a minute"
	$(BIN)/openairlift run ukraine-2022 --runs $(RUNS) --seed $(SEED) --out demo

test: lint types contracts app unit docs

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/mypy

contracts: $(DEV_STAMP)
	$(BIN)/lint-imports

app: $(DEV_STAMP)
	$(BIN)/python hatch_build.py --check

unit: $(DEV_STAMP) app
	$(BIN)/pytest -n 2

docs: $(DEV_STAMP)
	$(BIN)/mkdocs build --strict --quiet

bars: $(DEV_STAMP)
	$(BIN)/python benchmarks/bars.py --out bars.json

coverage: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --group measure
	$(BIN)/python benchmarks/coverage_rooms.py

ROOM ?= units
mutation: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --group measure
	$(BIN)/python benchmarks/mutation.py $(ROOM)

release: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --group release
	$(BIN)/python benchmarks/release.py --out dist

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) demo site

$(VENV)/bin/python:
	@echo "making a virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(STAMP): $(VENV)/bin/python pyproject.toml
	@echo "installing OpenAirlift, the packages it needs and the build tools of its page: a few minutes, once"
	$(BIN)/python -m pip install --quiet --editable '.[all]'
	touch $@

$(DEV_STAMP): $(STAMP)
	@echo "installing what the tests need: a few minutes, once"
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
