# The entrance: `make` lists what there is. Needs Python 3.11 or newer with its venv module, make and git.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help setup run test demo bench screenshots torture lint format texts lock clean libraries

BIN := .venv/bin
PYTHON := $(BIN)/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard resources/locale/*/LC_MESSAGES/*.po))
# One more than there are processors, up to five: a test that waits for a disk or a process lets another one work.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN); echo $$(((n < 4 ? n : 4) + 1)))
# Passed on to the program behind a command: make test ARGS="tests/house -x"
ARGS ?=

help: ## list the commands
	@echo "ClientSafe: make COMMAND"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready $(CATALOGUES) ## make .venv with everything; afterwards .venv/bin/clientsafe works
	@$(PYTHON) packaging/system_libraries.py

run: libraries ## open the window; without a screen, walk through the main job and save pictures of it
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		exec $(BIN)/clientsafe $(ARGS); \
	else \
		echo "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."; \
		echo "Walking through the main job off screen instead; the pictures go to build/tour/."; \
		QT_QPA_PLATFORM=offscreen exec $(PYTHON) -m ui.tour --out build/tour $(ARGS); \
	fi

test: libraries ## run every check: style, types, contracts between folders, all tests
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

demo: setup ## make a fictional practice in build/demo to try things out
	@rm -rf build/demo && mkdir -p build
	@$(BIN)/clientsafe demo build/demo $(ARGS)

bench: setup ## measure speed and memory beside bare baselines
	@QT_QPA_PLATFORM=offscreen $(BIN)/clientsafe bench $(ARGS)

screenshots: libraries ## draw every page, light and dark, English and Polish, into build/screenshots
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m ui.tour --screenshots --out build/screenshots $(ARGS)

torture: .venv/.ready ## torture storage for hours: power loss, kills, failing disks, damage, leaks, foreign bytes
	@$(PYTHON) -m tests.torture $(ARGS)

lint: setup ## only the checks that need no test: style, format, types, contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## rewrite the code in the one style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

texts: .venv/.ready ## bring the catalogues to the texts of the code
	@$(PYTHON) packaging/catalogues.py update
	@$(PYTHON) packaging/catalogues.py compile

lock: .venv/.ready ## choose versions again and lock them with hashes (newer ones: ARGS=--upgrade)
	@packaging/lock.sh $(ARGS)

clean: ## remove everything that make has made
	rm -rf .venv build dist *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -f resources/locale/*/LC_MESSAGES/*.mo
	find app packaging storage tests ui -name __pycache__ -type d -prune -exec rm -rf {} +

libraries: .venv/.ready $(CATALOGUES)
	@$(PYTHON) packaging/system_libraries.py --required

# The stamp holds the folder that .venv was made in: its scripts work in no other place.
.venv/.ready: requirements-dev.txt pyproject.toml packaging/environment.sh
	@packaging/environment.sh

# Made again, too, when the folder was moved or the Python it was made with has gone.
ifneq ($(file < .venv/.ready)$(if $(wildcard $(PYTHON)),,gone),$(CURDIR))
.PHONY: .venv/.ready
endif

%.mo: %.po packaging/catalogues.py .venv/.ready
	@$(PYTHON) packaging/catalogues.py compile
