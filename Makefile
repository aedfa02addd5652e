# What each command does stands beside it. `make serve` and `make test` are the two of the README.
# The rest of the build is Python: this file only makes the environment and names the commands.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export NO_MKDOCS_2_WARNING = 1
export SITE_URL BUILD_DATE PAPER

serve: $(VENV)/site ## builds the guide and serves it at http://127.0.0.1:8000 (or ADDR=…), building again as you write
	@$(BIN)/python deploy/serve.py $(ADDR)

test: $(VENV)/test ## installs what the tests need and passes them all
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_pango.py
	$(BIN)/pytest tests

build: $(VENV)/site ## the guide, strict and complete, in site/; on any fault the last good site/ stays
	$(BIN)/python deploy/build.py

publish: $(VENV)/site ## DEST=… SITE_URL=…: builds, checks, switches readers over in one step; the last three versions stay
	@$(BIN)/python deploy/publish.py "$(DEST)"

rollback: $(VENV)/site ## DEST=…: shows readers the version before this one again
	@$(BIN)/python deploy/publish.py "$(DEST)" --back

due: $(VENV)/site ## pages, facts and sources whose next check is due
	@$(BIN)/python deploy/due.py

offline: $(VENV)/site ## the guide as one folder that opens by double click, for a USB stick, in offline/
	$(BIN)/python deploy/offline.py

proof: $(VENV)/test ## heavier proof, some 8 minutes; for all of it Debian, root, nginx with brotli, openssl, wrk, Firefox, Node with npm, Java; what is missing is named as not run
	$(BIN)/python tests/proof/proof.py

bench: $(VENV)/test ## sizes, counts and ratios beside their budgets, with the limit page and stock Material from the same pages
	@$(BIN)/python deploy/bench.py $(BENCH)

bench-scale: $(VENV)/site ## 100 and 1,000 pages built with every check on: CPU and memory a page, page weight, search
	@$(BIN)/python deploy/bench_scale.py

addresses: $(VENV)/site ## adds new addresses and anchors to data/addresses.yml, the list of what must work for ever
	$(BIN)/python hooks/addresses.py

handouts: $(VENV)/handouts ## the PDF handouts, in handouts/ (SITE_URL=https://… and, if wanted, PAPER=a4); the next build links them
	$(BIN)/python deploy/handouts.py

search-report: $(VENV)/test ## what readers type, their typos and red flags, through the real box: first, first three, none, card
	$(BIN)/python tests/search/report.py

lock: $(VENV)/site ## writes the three requirements files anew from the lines marked #= in them
	$(BIN)/python deploy/lock.py

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1: \2/p' Makefile

$(VENV)/site: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/handouts: requirements-handouts.txt $(VENV)/site
	$(BIN)/pip install --quiet --require-hashes -r requirements-handouts.txt
	@touch $@

$(VENV)/test: requirements-test.txt requirements-handouts.txt $(VENV)/site
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.txt -r requirements-handouts.txt
	@touch $@

.PHONY: serve test build publish rollback due offline proof bench bench-scale addresses handouts search-report lock help
