# Each target sets up what it needs by itself: Python 3.11 and make are all that must be there.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# The tests start some hundred processes: each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: demo test lint properties fuzz bench linear memory model notebooks lock clean

run := .venv/bin/python
ready := .venv/ready
ready-dev := .venv/ready-dev
install := $(run) -m pip install -qq --disable-pip-version-check --require-hashes

demo: $(ready)
	@mkdir -p out/demo
	$(run) -m rootnote scan annotations/notes -o out/demo/records.jsonl --report out/demo/report.html
	@echo
	@echo "Next:"
	@echo "  open out/demo/report.html in a browser: the notes with their evidence, codes and why, gaps and the questions to ask"
	@echo "  .venv/bin/rootnote explain annotations/notes/clinic-02-right-l5-unlinked-disc.txt"
	@echo "  notes of your own, in ten minutes: docs/batch.md (folders), docs/scribes.md (Python), docs/annotators.md (notebooks)"

# On every core: the browser, Spark and the long notes take most of the time.
test: lint
	$(run) -m pytest -n logical --dist worksteal

lint: $(ready-dev)
	$(run) -m ruff check
	$(run) -m ruff format --check
	$(run) -m mypy

# What holds of the coding engine for any facts, over ten thousand generated fact sets for each property: some minutes.
properties: $(ready-dev)
	ROOTNOTE_EXAMPLES=10000 $(run) -m pytest tests/coding/test_properties.py

# A hundred thousand mutated real notes, on both cores: about half an hour. One that fails is named by its seed and number.
fuzz: $(ready-dev)
	PYTHONPATH=tests $(run) -m robustness.fuzz

bench: $(ready)
	$(run) benchmarks/bench.py

# Time by the length of a note, up to 1 MB of the worst kinds of text: a quarter of an hour. Memory over 100,000 notes: half an hour.
linear: $(ready)
	PYTHONPATH=tests $(run) benchmarks/linear.py
memory: $(ready)
	$(run) benchmarks/memory.py

# The pipeline as a package that pip installs and spacy.load finds, with its scores; they are also written into README and model card.
model: $(ready-dev)
	$(run) models/build.py

# The pinned set, every file checked against its hash, then rootnote itself from this checkout.
$(ready): requirements.lock pyproject.toml
	@echo "Setting up .venv, about a minute"
	@rm -rf .venv
	@for python in python3.11 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	"$${found:?Python 3.11 is needed and not on the PATH}" -m venv .venv
	@$(install) -r requirements.lock
	@$(run) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(ready)

# What the tests need besides: the second readers, notebooks, Spark, a browser's driver.
$(ready-dev): $(ready) requirements-dev.lock
	@echo "Adding what the tests need, about two minutes"
	@$(install) -r requirements-dev.lock
	@touch $(ready-dev)

# What cells show holds text of notes, so that a notebook is saved without it; JupyterLab looks for no news and no newer version of itself.
# As root: make notebooks lab=--allow-root
notebooks: $(ready-dev)
	$(run) -m jupyterlab $(lab) --ServerApp.root_dir=annotations/notebooks \
	  --FileContentsManager.pre_save_hook=rootnote.notebook.outputs.strip \
	  --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

# Resolves the pins anew from pyproject.toml; no address and no path of this machine may get into the files.
compile := build/lock/bin/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
  --no-annotate --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock:
	python3.11 -m venv build/lock
	build/lock/bin/python -m pip install -qq pip-tools
	$(compile) --upgrade --all-extras --output-file requirements-dev.lock pyproject.toml
	$(compile) --upgrade --constraint requirements-dev.lock --extra annotations --extra codes --extra parquet \
	  --build-deps-for editable --output-file requirements.lock pyproject.toml
	! grep -nE '://| @ ' requirements.lock requirements-dev.lock

clean:
	rm -rf .venv out build dist
