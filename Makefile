# `make` lists what there is to do.
.DEFAULT_GOAL := help
.PHONY: help run test check lint fmt lock messages coverage bench soak screenshots clean

PY := .venv/bin/python
export PYTHONPATH := src

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run ## serve on http://localhost:8000 with an example sub-district
	$(PY) manage.py migrate -v 0
	$(PY) manage.py make_example --if-empty
	$(PY) manage.py serve

test: .venv/ready ## run every test, on SQLite and on PostgreSQL, with a real browser
	bin/test

check: lint test ## all that CI runs

lint: .venv/ready ## look for faults without changing anything
	bin/lint

fmt: .venv/ready ## format and fix what can be fixed
	$(PY) -m ruff check --fix -q .
	$(PY) -m ruff format .
	.venv/bin/djade $$(git ls-files '*.html')

lock: .venv/ready ## pin the newest allowed version of every dependency
	for f in base dev; do .venv/bin/uv pip compile -q --upgrade --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links requirements/$$f.in -o requirements/$$f.txt; done

messages: .venv/ready ## collect the sentences to translate
	bin/messages

coverage: .venv/ready ## which lines of the code no test runs
	$(PY) -m coverage run -m pytest tests/domain tests/apps -q
	$(PY) -m coverage report --skip-covered

bench: .venv/ready ## measure every figure of docs/benchmarks.md
	bench/run

soak: .venv/ready ## what takes longer than CI may: every sub-district, more seeds
	$(PY) -m pytest tests/soak -v

screenshots: .venv/ready ## make the pictures of the README
	$(PY) bin/screenshots.py

clean: ## forget everything that can be made again
	rm -rf .venv phone/node_modules var

.venv/run: requirements/base.txt
	bin/setup run
	touch $@

.venv/ready: .venv/run requirements/dev.txt phone/package-lock.json
	bin/setup dev
	touch $@
