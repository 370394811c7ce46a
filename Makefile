# What can be done here. Each line with two hashes is shown by `make help`.
.DEFAULT_GOAL := help
.PHONY: help demo story stories test check bench clients matrix evidence golden lock secrets up down clean

PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade) pyproject.toml
SECTION = @printf '\n== %s\n'

help: ## Show what can be done.
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/.run-time ## Run everything in one process and tell the story; FRESH=1 from nothing, PORT=.
	@./alongside demo $(if $(FRESH),--fresh) $(if $(PORT),--port $(PORT))

story: .venv/.run-time ## Play the story to its end and check it; ON=servers, or ON=compose (PORT=8080).
	@./alongside story $(if $(ON),--on $(ON)) $(if $(PORT),--url http://127.0.0.1:$(PORT))

stories: .venv/.run-time ## Play the four hard stories likewise: ON=servers, or ON=compose (PORT=8080).
	@./alongside stories $(if $(ON),--on $(ON)) $(if $(PORT),--url http://127.0.0.1:$(PORT))

test: check ## Run every check and every test, on PostgreSQL and RabbitMQ.
	$(SECTION) 'Tests'
	@$(PYTHON) -m deploy.servers.install
	@$(PYTHON) -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile

check: .venv/.dev ## Run the checks that need no server: lint, format, types, import contracts.
	$(SECTION) 'Lint and format'
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	$(SECTION) 'Types'
	@$(PYTHON) -m mypy
	$(SECTION) 'Import contracts'
	@.venv/bin/lint-imports

bench: .venv/.dev ## Measure the kernel against floors measured beside it; ends with one JSON line.
	@$(PYTHON) -m tests.bench

clients: .venv/.dev ## Run partners' clients and the examples against a running exchange; ends with one JSON line.
	@$(PYTHON) -m deploy.servers.install
	@$(PYTHON) -m tests.clients
matrix: .venv/.dev ## Call every cell of the policy's sheet, sweep for canaries, break it; one JSON line.
	@$(PYTHON) -m tests.matrix

evidence: .venv/.dev ## Calculate the return twice, attack publications, hold bounds to the truth; one JSON line.
	@$(PYTHON) -m tests.evidence

golden: .venv/.dev ## Write the golden API and event contracts anew, and docs/events.md.
	@./alongside contracts

lock: .venv/.dev ## Bring the lock files up to pyproject.toml; UPGRADE=1 moves every version.
	@$(PYTHON) -m pip install --quiet 'uv>=0.13,<0.14'
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

secrets: .venv/.run-time ## Make the passwords and keys that compose needs, where they are missing.
	@$(PYTHON) -m deploy.secret_files

up: secrets ## Build and start the whole system in containers, and wait until it is healthy.
	@docker compose up --build --detach --wait

down: ## Stop the containers; what they kept stays.
	@docker compose down

clean: ## Remove the environment and caches; kept data and secrets stay.
	@rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

# The demo installs what runs; the tests add to it. Both hold the same versions of what they share.
.venv/.run-time: requirements.lock
	@python3 -c 'import sys; sys.version_info < (3, 11) and sys.exit("Python 3.11 or newer is needed")'
	@[ -x .venv/bin/pip ] || python3 -m venv --clear .venv
	@echo 'Installing what runs (once)'
	@$(INSTALL) --requirement requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run-time
	@echo 'Installing what tests (once)'
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@
