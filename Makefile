# `make` alone prints this list.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
JOBS ?= 2
# How pages look and are typed into is the same on both databases; what is played on both are the stories and the server.
LOOKS := $(foreach page,accessible pictures keeping page_of_a_text lineage curation take_away day mending sending negotiation a_forum_in_service,--ignore tests/browser/test_$(page).py)
# Tests that ask for no database say the same on each; these folders have none other and need not be collected.
WITHOUT_A_DATABASE := --ignore tests/kit --ignore tests/rules --ignore tests/architecture
# How far from today the suite lives in `make test-any-day`: for example +1d, +400d, -200d.
DAY ?= +3y
# How often `make crash` ends the server.
KILLS ?= 100
# What `make mutants` is about: access, silence, clauses, rules, log, or all.
AREA ?= all
TEMPLATES := src/nemawashi/templates
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -q
export NEMAWASHI_HOME ?= $(CURDIR)/var
# Compiled code is kept whatever the shell says: a test that starts commands would compile Django anew for each of them.
export PYTHONDONTWRITEBYTECODE :=
# What pages say in other languages; compiled wherever a .po is newer, as whoever merged one has not called pip.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/nemawashi/locale/*/LC_MESSAGES/*.po))
UV := $(shell command -v uv 2>/dev/null)

# Which Python the environment is made of: PYTHON=… says it, else the quicker one of those at hand.
PYTHON ?= $(shell tools/quick-python)

ifdef UV
make_venv = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
install = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --compile-bytecode
else
make_venv = $(PYTHON) -m venv $(VENV)
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: pyproject.toml requirements.lock
	@echo "Creating the environment in $(VENV) ..."
	@$(make_venv)
	@$(install) -c requirements.lock -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@$(install) -c requirements.lock -e '.[dev]'
	@touch $@

$(VENV)/.spark: $(VENV)/.dev
	@$(install) -c requirements.lock -e '.[spark]'
	@touch $@

%.mo: %.po tools/catalogues.py | $(VENV)/.run
	@$(BIN)/python tools/catalogues.py $<

demo: $(VENV)/.run $(CATALOGUES) ## environment, record, fictional round, server: everything to look around
	@PORT=$(PORT) $(BIN)/nemawashi demo

demo-reset: $(VENV)/.run $(CATALOGUES) ## start the demo afresh
	@rm -rf var
	@PORT=$(PORT) $(BIN)/nemawashi demo

test: $(VENV)/.dev $(CATALOGUES) ## all tests but the browser: SQLite, and PostgreSQL where it can be found; both to the end
	@tools/stages test-sqlite test-postgres

test-sqlite: $(VENV)/.dev $(CATALOGUES)
	@NEMAWASHI_DATABASE_URL= $(PYTEST) -n $(JOBS) --dist worksteal -m "not browser and not growth" tests

test-postgres: $(VENV)/.dev $(CATALOGUES)
	@tools/with-postgres --if-found $(PYTEST) -n $(JOBS) --dist worksteal -m "database and not browser and not one_database" $(WITHOUT_A_DATABASE) tests

test-plain: $(VENV)/.dev $(CATALOGUES)
	@$(PYTEST) -n $(JOBS) --dist worksteal -m "not database and not browser and not growth" tests

# Time of the processor tells of the reader and not of what runs beside it only where little does.
test-growth: $(VENV)/.dev ## how the work of readers grows with what they are given
	@$(PYTEST) -m growth tests/kit/growth

# What needs no database has no clock either: ruff bans every other one, and the one there is stands in access.
test-any-day: $(VENV)/.dev $(CATALOGUES) ## what can know the day, on SQLite, three years from now (needs faketime)
	@command -v faketime >/dev/null || { echo "faketime was not found (Debian: apt-get install faketime)." >&2; exit 1; }
	@NEMAWASHI_DATABASE_URL= FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f "$(DAY)" \
		$(PYTEST) -n $(JOBS) --dist worksteal -m "database and not browser and not any_day_alike" $(WITHOUT_A_DATABASE) tests

fast: $(VENV)/.dev $(CATALOGUES) ## tests of kit and rules, without a database
	@$(PYTEST) -n $(JOBS) --dist worksteal -m "not slow" --hypothesis-profile fast \
		tests/kit tests/rules

browser: $(VENV)/.dev $(CATALOGUES) ## the story in Chromium with three signed-in people, on both databases
	@tools/stages browser-sqlite browser-postgres

browser-sqlite: $(VENV)/.dev $(CATALOGUES)
	@NEMAWASHI_DATABASE_URL= $(PYTEST) -n $(JOBS) --dist loadfile -m browser tests/browser

browser-postgres: $(VENV)/.dev $(CATALOGUES)
	@tools/with-postgres $(PYTEST) -n $(JOBS) --dist loadfile -m browser $(LOOKS) tests/browser

lint: $(VENV)/.dev ## faults and form of Python and of templates
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djangofmt --check $(TEMPLATES) && $(BIN)/djangofmt check $(TEMPLATES)

format: $(VENV)/.dev ## Python and templates as `make lint` wants them
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	@$(BIN)/djangofmt check --fix $(TEMPLATES) && $(BIN)/djangofmt $(TEMPLATES)

types: $(VENV)/.dev
	@NEMAWASHI_HOME=$(CURDIR)/var $(BIN)/mypy

contracts: $(VENV)/.dev ## who may import whom
	@$(BIN)/lint-imports

migrations: $(VENV)/.dev $(CATALOGUES)
	@NEMAWASHI_DEMO=1 $(BIN)/nemawashi manage makemigrations --check --dry-run

bill: $(VENV)/.dev ## bill of materials of an installation (CycloneDX), in var/nemawashi.cdx.json
	@$(BIN)/python tools/bill var/nemawashi.cdx.json

audit: $(VENV)/.dev ## known holes in what requirements.lock pins: asks the net, before a release
	@$(install) -c requirements.lock -e '.[release]'
	@$(BIN)/pip-audit --disable-pip --no-deps --requirement requirements.lock

# SQLite lives three years ahead and PostgreSQL today: every test is seen on two days without a third run.
check: $(VENV)/.dev $(CATALOGUES) ## what CI runs, each stage to its end: lint, types, contracts, both databases, browser
	@tools/stages lint+contracts+migrations+bill types+test-plain test-any-day test-postgres browser-sqlite browser-postgres

bench: $(VENV)/.dev $(CATALOGUES) ## figures of this machine beside those to reach
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/feeds.py
	@$(BIN)/python benchmarks/conflicts.py
	@$(BIN)/python benchmarks/notation.py
	@$(BIN)/python benchmarks/papers.py
	@$(BIN)/python benchmarks/search.py
	@$(BIN)/python benchmarks/word.py
	@$(BIN)/python benchmarks/live.py
	@tools/with-postgres --if-found $(BIN)/python benchmarks/search.py --this-database

bench-serving: $(VENV)/.dev $(CATALOGUES) ## pages a second with sixteen people at once, on both databases, three minutes
	@$(BIN)/python benchmarks/serving.py
	@tools/with-postgres --if-found $(BIN)/python benchmarks/serving.py --this-database

load: $(VENV)/.dev $(CATALOGUES) ## fifty people at work, then a hundred screens that follow a negotiation, two minutes a database
	@$(BIN)/python benchmarks/load.py
	@tools/with-postgres --if-found $(BIN)/python benchmarks/load.py --this-database

crash: $(VENV)/.dev $(CATALOGUES) ## end the server KILLS times while delegations act, on both databases: nothing may be lost
	@NEMAWASHI_DATABASE_URL= $(BIN)/python -m benchmarks.crash $(KILLS)
	@tools/with-postgres --if-found $(BIN)/python -m benchmarks.crash $(KILLS)

bench-lineage: $(VENV)/.dev $(CATALOGUES) ## lineage beside its peers on the corpora (NEMAWASHI_CORPORA), ten minutes
	@$(install) -c requirements.lock -e '.[bench]'
	@tools/with-postgres --if-found $(BIN)/python benchmarks/lineage.py
	@$(BIN)/python benchmarks/convergence.py

bench-analysis: $(VENV)/.dev $(CATALOGUES) ## counting and coding beside their peers on the UN General Debate (NEMAWASHI_CORPORA), three minutes
	@$(install) -c requirements.lock -e '.[bench]'
	@$(BIN)/python benchmarks/analysis.py

bench-commitments: $(VENV)/.dev ## promises found in items kept aside, and in LABELLED, a file of items
	@$(BIN)/python benchmarks/commitments.py $(LABELLED)

bench-matrix: $(VENV)/.dev $(CATALOGUES) ## parties by commitments at 50,000 commitments with 500,000 scores, some minutes
	@$(BIN)/python benchmarks/matrix.py

bench-meetings: $(VENV)/.dev $(CATALOGUES) ## pages of a hundred meetings beside Indico's, memory, sixteen people at once, two minutes
	@$(BIN)/python benchmarks/meetings.py

bench-iati: $(VENV)/.dev ## activities of IATI a second with validation, and the memory that takes, on real ones multiplied
	@$(BIN)/python benchmarks/iati.py

fuzz-api: $(VENV)/.dev $(CATALOGUES) ## ask the API what its document allows and what it does not (schemathesis, installed apart)
	@tools/fuzz-api

mutants: $(VENV)/.dev $(CATALOGUES) ## how many small faults in AREA our tests find out (access, silence, clauses, rules, log), hours
	@$(install) -c requirements.lock -e '.[mutants]'
	@NEMAWASHI_DATABASE_URL= nice -n 10 $(BIN)/python tools/mutants $(AREA)

docs: $(VENV)/.dev $(CATALOGUES) ## write docs/structure.md and docs/acts/README.md anew from the code
	@NEMAWASHI_GOLDEN=1 $(BIN)/python -m pytest -q tests/architecture/test_structure.py tests/architecture/test_inventory.py

messages: $(VENV)/.dev ## collect the words of the pages into the RU and JA catalogues (needs gettext), and compile them
	@cd src/nemawashi && NEMAWASHI_DEMO=1 ../../$(BIN)/nemawashi manage makemessages -l ru -l ja --no-obsolete --no-wrap --no-location
	@$(BIN)/python tools/catalogues.py

sizes: ## files that grew past 300 lines
	@git ls-files 'src/*.py' 'tests/*.py' | xargs wc -l | awk '$$2 != "total" && $$1 > 300' | sort -rn

lock: $(VENV)/.dev ## write requirements.lock anew
	@uv pip compile --quiet --universal --all-extras --no-header --no-annotate pyproject.toml -o requirements.lock

.PHONY: help demo demo-reset test test-plain test-sqlite test-postgres test-growth test-any-day fast browser browser-sqlite browser-postgres lint format types contracts migrations bill audit check bench bench-serving bench-lineage bench-analysis bench-commitments bench-iati bench-matrix bench-meetings crash load fuzz-api mutants docs messages sizes lock
