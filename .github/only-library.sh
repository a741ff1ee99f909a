#!/usr/bin/env bash
# only-library.sh COMMIT
#
# Succeeds when something changed since the commit, and all of it is the library: policy/, checklists/,
# pages/ and mkdocs.yml. Such a change needs `make check`. The tests read another library, which is frozen,
# and would say what they said before.
set -euo pipefail
since=$1...HEAD
git diff --quiet "$since" -- . ':!policy' ':!checklists' ':!pages' ':!mkdocs.yml' && ! git diff --quiet "$since"
