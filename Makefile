# Everything one does with a checkout. `make help` lists it.
PYTHON ?= python3
RUN := .venv/bin/python -m
WORDS := gateway/translations/zh_Hans/LC_MESSAGES/messages.mo
ICONS := gateway/static/vendor/icons/icons.css
READY := .venv/.ready gateway/static/vendor/.ready $(ICONS) $(WORDS)
FAST := tests/architecture/test_rules.py tests/contracts tests/chassis/auth tests/chassis/http tests/chassis/jobs tests/chassis/mail tests/services
.DEFAULT_GOAL := help
.PHONY: help demo up setup test test-fast fuzz generator-test faults mutants bench check format lock upgrade locks-test compose-test clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: setup ## run the whole system with a demo company; Ctrl-C stops it
	@exec $(RUN) ops up --demo

up: setup ## run the whole system, empty, with an administrator; Ctrl-C stops it
	@exec $(RUN) ops up

setup: $(READY) ## fetch all that is needed into .venv and gateway/static/vendor
	@:

test: setup ## run all tests (ARGS="tests/ops -k port" for some)
	@CHROME_BIN="$$($(RUN) ops.browser)" && export CHROME_BIN && exec $(RUN) pytest -n 2 --dist loadfile --durations=25 $(ARGS)

test-fast: setup ## run what needs no running system and no browser, in a minute
	@exec $(RUN) pytest -n 2 --dist worksteal --durations=25 $(FAST) $(ARGS)

fuzz: setup ## ask every operation of the API for everything that its document allows, and for more (ten minutes)
	@exec $(RUN) pytest tests/security/test_document.py -m whole $(ARGS)

generator-test: setup ## let the generator write a service and resources into a copy, and ask all of it (some minutes)
	@exec $(RUN) pytest tests/ops/new -m "whole or not whole" $(ARGS)

faults: setup ## try the news between services against every fault on the list (a quarter of an hour)
	@exec $(RUN) pytest tests/faults -m faults $(ARGS)

mutants: setup ## change rules and see whether a test notices (half an hour; ARGS="--only services/feedback")
	@exec nice -n 10 $(RUN) tests.mutants $(ARGS)

bench: setup ## measure start, memory, requests, news, imports, tiers (half an hour, a quiet machine)
	@for figure in startup requests news feed imports recompute; do $(RUN) benchmarks.$$figure || exit 1; done

check: setup ## format, lint, types, imports, dependencies, migrations, translations
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	$(RUN) mypy
	.venv/bin/lint-imports
	.venv/bin/deptry chassis contracts services gateway ops
	.venv/bin/deptry tests benchmarks --exclude nothing --ignore DEP002,DEP004
	$(RUN) ops check

format: setup ## format the code and mend what the linter can mend
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: ## compile the lock files again after a change of pyproject.toml
	$(PYTHON) ops/bootstrap.py lock

upgrade: ## compile the lock files with the newest versions of everything
	$(PYTHON) ops/bootstrap.py lock --upgrade

locks-test: setup ## fetch all packages of both lock files for Python 3.11 to 3.13 on two processors (some minutes)
	@exec $(RUN) ops.locks

compose-test: setup ## run the containers on this machine's Docker engine, as root (a quarter of an hour)
	@exec $(RUN) tests.compose

clean: ## remove what was fetched; the data in var/ stays
	rm -rf .venv .tools .cache node_modules gateway/static/vendor

.venv/.ready: requirements.lock ops/bootstrap.py ops/uv.txt
	@$(PYTHON) ops/bootstrap.py install
	@touch $@

$(WORDS): $(wildcard $(dir $(WORDS))*.po) | .venv/.ready
	@$(RUN) gateway.i18n compile

gateway/static/vendor/.ready: package-lock.json ops/assets.py ops/npm.py | .venv/.ready
	@$(RUN) ops.assets
	@touch $@

$(ICONS): gateway/static/vendor/.ready ops/icons.py $(shell find gateway -path gateway/static/vendor -prune -o \( -name '*.html' -o -name '*.py' -o -name '*.js' \) -print)
	@$(RUN) ops.icons
