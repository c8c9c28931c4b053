# The commands of this house. `make run` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
export PORT

.PHONY: help setup run dev test prove check format bench messages screenshots lock
.DEFAULT_GOAL := help

help:
	@echo "make run    the program at http://127.0.0.1:$(PORT), with a demo story"
	@echo "make dev    the same, started again with every change      make format  as ruff has it"
	@echo "make test   all tests     make check  format, lint, floors, complexity, types, migrations, words"
	@echo "make prove  the long proofs            make bench  how fast it is, as ratios"

setup: .venv/.dev

.venv/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python lacks venv. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.base: requirements/base.txt | .venv/.venv
	@echo "Installing what the program needs (once, about half a minute) …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing what the tests need (once) …"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: .venv/.base
	@$(PY) manage.py run

# Starts again what changes, shows Django's error pages and the debug toolbar; mails: var/mail/.
dev: .venv/.dev
	@DEBUG=1 $(PY) manage.py run --reload

test: .venv/.dev
	@$(PY) -m tests.run $(ONLY)

prove: .venv/.dev
	@$(PY) -m tests.run --prove $(ONLY)

check: .venv/.dev
	@$(PY) -m tests.check

# Templates stay as they are: djlint's formatter moves white space that is seen on the page.
format: .venv/.dev
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --fix --quiet .

bench: .venv/.dev
	@$(PY) -m tests.bench

messages: .venv/.dev
	@$(PY) -m tests.check.messages --update

screenshots: .venv/.dev
	@$(PY) -m tests.browser.screenshots

# Needs uv: pins everything anew, with hashes, for every platform.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements/dev.txt
