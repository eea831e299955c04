# What a person does here; `make setup` first, all others do it themselves.
PYTHON = .venv/bin/python
QML = $(shell find kiosk -name '*.qml')

.PHONY: setup run test soak check bench shots fonts catalogues qmltypes lock
.DEFAULT_GOAL = setup

setup:
	@./setup.sh

# the kiosk on the sample home, with all that stands behind it
run: setup
	.venv/bin/kiosk run --sample

# the same examples each time; `.venv/bin/pytest` alone looks for new ones
test: setup
	$(PYTHON) -m pytest -n 2 --dist worksteal --hypothesis-profile=ci

# long walks: some thousands of sessions
soak: setup
	$(PYTHON) -m pytest -m soak -o faulthandler_timeout=0

check: setup
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	$(PYTHON) -m kiosk.shell.qmltypes --check
	.venv/bin/pyside6-qmllint -I . --max-warnings 0 $(QML)
	$(PYTHON) -m kiosk.i18n.tool check
	$(PYTHON) -m pytest -q tests/test_architecture.py tests/test_project.py

bench: setup
	$(PYTHON) -m tests.bench

shots: setup
	.venv/bin/kiosk shots shots

# the fonts and icons of assets/, from the packages they are cut from
fonts: setup
	$(PYTHON) assets/fonts/build.py
	$(PYTHON) assets/icons/build.py

# new and changed texts into the catalogues, for the translators
catalogues: setup
	$(PYTHON) -m kiosk.i18n.tool update

# what qmllint knows of the classes that Python gives to QML
qmltypes: setup
	$(PYTHON) -m kiosk.shell.qmltypes

# keeps what is pinned where pyproject.toml allows it; `make lock UPGRADE=--upgrade` renews all
lock: setup
	.venv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header $(UPGRADE) --output-file requirements.lock
