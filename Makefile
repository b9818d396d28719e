# Shortcuts for those who have make; everything here is one command that works without it.
# The environment that `python3 run.py test` makes, where there is one.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)

.PHONY: format check test course bench evidence

format:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

test:
	python3 run.py test

course:
	$(PYTHON) tools/build_course.py
	$(PYTHON) tools/build_readme.py

bench:
	$(PYTHON) evidence/bench.py
	$(PYTHON) evidence/bench_metrics.py
	$(PYTHON) evidence/bench_paths.py

evidence:
	for study in evidence/*.py; do $(PYTHON) "$$study" || exit 1; done
