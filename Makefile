# Two commands matter: `make run` answers the first question, `make test` passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet

# Two workers more than cores: tests wait for browsers, servers and disks.
SPREAD = -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2) --dist worksteal

# What runs on PostgreSQL too in `make test`, besides the tests that hold both stores against each other.
ON_BOTH = tests/cli/test_answers.py tests/cli/test_judging.py tests/record/test_founding_story.py \
  tests/identity/test_judgements.py

# What is compiled once is not compiled again by each process that the tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test collected coverage test-long test-postgresql check packages messages lock history screenshots bench clean

run: $(VENV)/runs
	$(BIN)/roster287 --home build/home status
	$(BIN)/roster287 --home build/home brief ME --on 2025-04-04 --since 2025-04-01

test:
	$(MAKE) --no-print-directory -j 2 check packages collected
	$(BIN)/python -m pytest $(SPREAD)
	$(BIN)/python -m pytest $(SPREAD) --store postgresql $(ON_BOTH)

# The same with the lines and branches that no test reaches, which takes half as long again; but for a measurement of
# memory, to which what counts the lines adds its own.
coverage: $(VENV)/tests
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term \
	  --deselect tests/watch/test_watch.py::test_weeks_of_looks_at_a_site_that_fails_now_and_then

# The whole sweeps: every write killed, 200 random kills, all lists in other orders and read a second time, the whole
# history taken in live, ten killed backfills, ten weeks of looks, the whole site built and every link of it; and the
# laws on examples drawn anew, where `make test` takes the same each time.
test-long: $(VENV)/tests packages
	$(BIN)/python -m pytest $(SPREAD) --long -m "long or hypothesis"

# Everything once more, every register on a PostgreSQL server of the tests' own.
test-postgresql: $(VENV)/tests packages
	$(BIN)/python -m pytest $(SPREAD) --store postgresql

check: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

packages:
	tools/debian-packages

# The tests are compiled while the types are checked, and not by each worker; what is wrong with one, the run tells.
collected: $(VENV)/tests
	$(BIN)/python -m pytest --collect-only --quiet > /dev/null || true

# What the program says, from the code into the Spanish catalogue; the messages without Spanish are listed.
messages: $(VENV)/tests
	$(BIN)/python -m tests.support.catalogue

# The pictures of the site in the documents.
screenshots: $(VENV)/tests
	$(BIN)/python -m docs.screenshots

bench: $(VENV)/tests
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.readers
	$(BIN)/python -m benchmarks.site
	$(BIN)/python -m benchmarks.api

# What the project is installed with: names, versions and hashes, no addresses. What the image is made of has the
# versions that the tests run with.
COMPILE = $(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-header --no-annotate --allow-unsafe \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
IN_IMAGE = alerts cards export postgres s3 warc

lock: $(VENV)/tests
	$(PIP) install pip-tools
	$(COMPILE) -o requirements/base.txt pyproject.toml
	$(COMPILE) --extra test --extra lint -o requirements/dev.txt pyproject.toml
	$(COMPILE) --constraint requirements/dev.txt $(IN_IMAGE:%=--extra %) -o requirements/image.txt pyproject.toml

# The history in the package, from the lists in LISTS.
history: $(VENV)/runs
	rm -rf build/history
	$(BIN)/roster287 --home build/history init --empty
	$(BIN)/roster287 --home build/history sync --from $(LISTS)
	$(BIN)/roster287 --home build/history history pack src/roster287/history/observations.json.xz

clean:
	rm -rf build dist $(VENV)

# The requirements name everything, so that nothing is to be resolved; both cores compile it.
GET = $(PIP) install --no-deps --no-compile --require-hashes
COMPILED = $(BIN)/python -m compileall -q -j 0 src $(VENV)/lib || true

$(VENV)/runs: requirements/base.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(GET) -r requirements/base.txt
	$(PIP) install --no-deps --editable .
	$(COMPILED)
	touch $@

$(VENV)/tests: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(GET) -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(COMPILED)
	touch $@ $(VENV)/runs
