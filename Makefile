# What each command does stands beside it. `make serve` and `make test` are the two of the README.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export NO_MKDOCS_2_WARNING = 1
export SITE_URL BUILD_DATE PAPER PUBLISHER_UNKNOWN

serve: $(VENV)/site ## builds the guide, serves it at http://127.0.0.1:8000 (or ADDR=…), builds again as you write
	@$(BIN)/python deploy/serve.py $(ADDR)

test: $(VENV)/test ## installs what the tests need and passes them all
	$(BIN)/python tests/install_browser.py
	$(BIN)/python tests/install_pango.py
	$(BIN)/pytest tests

check: $(VENV)/check ## what is quick: format and style of the code, unit tests, a strict build; no browser
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/oxlint --deny-warnings --ignore-pattern tests/vendor overrides tests
	$(BIN)/pytest tests/unit
	$(BIN)/python deploy/build.py

format: $(VENV)/check ## formats the Python, and mends of style what can be mended by machine
	$(BIN)/ruff format && $(BIN)/ruff check --fix

build: $(VENV)/site ## the guide, strict and complete, in site/; on any fault the last good site/ stays
	$(BIN)/python deploy/build.py

new: $(VENV)/site ## PAGE=sites/pleura: writes a page that builds, to begin from
	@$(BIN)/python hooks/new_page.py "$(PAGE)"

addresses: $(VENV)/site ## adds new addresses and anchors to data/addresses.yml, the list of what must work for ever
	@ADD_ADDRESSES=1 $(BIN)/mkdocs build --strict --site-dir .cache/addresses

schemas: $(VENV)/site ## writes the schemas of data/ and the table in CONTRIBUTING.md anew from the contracts in hooks/
	$(BIN)/python hooks/schemas.py

due: $(VENV)/site ## sources to open before the guide goes public; pages and sources whose next check is due
	@$(BIN)/python deploy/due.py

# As they were typed: make would read a $ in a name, and the shell what stands behind it.
unexport PAGE NAME ROLE
review: export REVIEW_PAGE = $(value PAGE)
review: export REVIEW_NAME = $(if $(filter command,$(origin NAME)),$(value NAME))
review: export REVIEW_ROLE = $(if $(filter command,$(origin ROLE)),$(value ROLE))
review: $(VENV)/site ## PAGE=/sites/liver/, signs, headache or all [NAME=… ROLE=…]: a packet for a clinician
	@$(BIN)/python deploy/review.py

handouts: $(VENV)/handouts ## SITE_URL=https://… [PAPER=a4]: the PDF handouts, in handouts/; the next build links them
	$(BIN)/python deploy/handouts.py

offline: $(VENV)/site ## the guide as one folder that opens by double click, for a USB stick, in offline/
	$(BIN)/python deploy/offline.py

publish: $(VENV)/site ## DEST=… SITE_URL=… [PUBLISHER_UNKNOWN=1]: builds, switches readers over; three versions stay
	@$(BIN)/python deploy/publish.py "$(DEST)"

rollback: $(VENV)/site ## DEST=…: shows readers the version before this one again
	@$(BIN)/python deploy/publish.py "$(DEST)" --back

# For all of it: Debian, root, nginx with brotli, openssl, wrk, Firefox, Node with npm, Java.
proof: $(VENV)/test ## heavier proof: servers, other browsers, load; what is missing on the machine is named
	$(BIN)/python tests/proof/proof.py

bench: $(VENV)/test ## sizes, counts and ratios beside their budgets, the limit page and stock Material
	@$(BIN)/python tests/bench/bench.py $(BENCH)

search-report: $(VENV)/test ## how search answers readers' words, typos, temperatures, Spanish, questions; the misses
	SEARCH_REPORT=1 $(BIN)/pytest --capture=no tests/test_search.py

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url
lock: ## writes the lists of packages anew from requirements/*.in, exact and with hashes (needs uv)
	cd requirements && $(LOCK) site.in -o ../requirements.txt && \
	for list in check test handouts; do $(LOCK) -c ../requirements.txt $$list.in -o $$list.txt || exit 1; done

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1: \2/p' Makefile

$(VENV)/site: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/check $(VENV)/handouts: $(VENV)/%: requirements/%.txt $(VENV)/site
	$(BIN)/pip install --quiet --require-hashes -r $<
	@touch $@

$(VENV)/test: requirements/test.txt requirements/check.txt $(VENV)/handouts
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt -r requirements/check.txt
	@touch $@

.PHONY: serve test check format build new addresses schemas due review handouts offline publish rollback proof \
	bench search-report lock help
