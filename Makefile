# make cards   the shipped article → out/jinjiang-2026/ (sets up .venv first)
# make test    the tests            make lint    ruff            make types   mypy --strict
# make sheets  every template × theme × shape × hard case → out/sheets/ (minutes; TEMPLATES="ring list" for some)
# make wheel   dist/*.whl           make lock    the two lock files, from pyproject.toml
# make clean   all that make made, but not out/

.PHONY: cards sheets test lint types wheel lock clean help
.DEFAULT_GOAL := help

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
JOBS ?= 2
ARTICLE := $(firstword $(wildcard data/jinjiang-2026.yaml data/jinjiang-2026.txt))
# Wheels only: no package is ever built here, so no C compiler is needed.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

help:
	@sed -n 's/^# //p' Makefile

cards: .venv/.run
	@test -n "$(ARTICLE)" || { echo "data/ 里没有 jinjiang-2026.yaml"; exit 2; }
	$(PY) -m generator batch $(ARTICLE) --with all -o out/jinjiang-2026

sheets: .venv/.run
	$(PY) -m generator sheets $(foreach t,$(TEMPLATES),-t $(t))

test: .venv/.dev
	$(PY) -m pytest -q -n $(JOBS)

lint: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/.dev
	$(PY) -m mypy

wheel: .venv/.dev
	rm -rf dist
	$(PY) -m build --wheel --no-isolation --outdir dist .

# A pyenv shim may stand on the path without an interpreter behind it: each candidate is asked for its version.
.venv/.made:
	@for python in python3.11 python3.12 python3.13 python3.14 python3 python py; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "用 $$($$python --version) 建立环境 .venv"; \
	    $$python -m venv .venv && touch $@ && exit 0; \
	    echo "建不了 .venv：请安装 Python 的 venv 模块（Debian、Ubuntu 上是 python3-venv）"; exit 1; \
	  fi; \
	done; \
	echo "没有找到 Python 3.11 或更新的版本：请先安装"; exit 1

# The checkout is put on the path by a .pth file and gets its own `mima`: no build backend has a part in it.
.venv/.run: .venv/.made requirements.lock
	@echo "安装依赖（第一次需要一两分钟）"
	@$(PIP) -r requirements.lock
	@$(PY) -c "import pathlib, sysconfig; \
	  pathlib.Path(sysconfig.get_path('purelib'), 'mima-checkout.pth').write_text(f'{pathlib.Path.cwd()}\n')"
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m generator "$$@"\n' > $(BIN)/mima && chmod +x $(BIN)/mima
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "安装测试用的依赖"
	@$(PIP) -r requirements-dev.lock
	@touch $@

# uv resolves for all systems at once, which pip cannot; it lives in an environment of its own for this one minute.
lock: .venv/.made
	rm -rf build/lock && $(PY) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --quiet -o requirements.lock
	build/lock/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --quiet -o requirements-dev.lock
	rm -rf build/lock

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +
