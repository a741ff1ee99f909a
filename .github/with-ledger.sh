#!/usr/bin/env bash
# Runs a command that keeps a ledger of what it sent, and keeps that ledger on a branch of its own:
#
#     with-ledger.sh .venv/bin/policysite remind --ledger reminders.json
#
# The ledger is fetched before, and pushed after the command whatever its end was. When it cannot be
# fetched, nothing is sent; when it cannot be pushed, this fails and the next run sends once more. So a
# message may come twice, and none is lost. Exits with the command's code, or with 1 when the ledger
# was not kept.
set -euo pipefail

remote="${LEDGER_REMOTE:-origin}"
branch="${LEDGER_BRANCH:-reminders}"
ledger="${LEDGER:-reminders.json}"

export GIT_AUTHOR_NAME=policysite GIT_AUTHOR_EMAIL=policysite@invalid
export GIT_COMMITTER_NAME=policysite GIT_COMMITTER_EMAIL=policysite@invalid GIT_TERMINAL_PROMPT=0

found=0
git ls-remote --exit-code "$remote" "refs/heads/$branch" >/dev/null || found=$?
case "$found" in
  0)
    git fetch --quiet --no-tags --depth=1 "$remote" "+refs/heads/$branch:refs/policysite/ledger"
    kept="$(git rev-parse refs/policysite/ledger)"
    git cat-file -e "$kept:$ledger" || {
      echo "The branch $branch has no $ledger: put it back, or delete the branch to begin anew" >&2
      exit 1
    }
    git cat-file blob "$kept:$ledger" >"$ledger"
    parent=(-p "$kept")
    ;;
  2)
    echo "There is no branch $branch yet: it begins with this run"
    parent=()
    ;;
  *)
    echo "The ledger could not be fetched, so nothing was sent" >&2
    exit 1
    ;;
esac

# Whoever ends this early ends the command; what it sent until then is still kept.
trap : INT TERM
ended=0
"$@" || ended=$?

if [ ! -f "$ledger" ]; then
  if [ "${#parent[@]}" -gt 0 ]; then
    echo "The ledger $ledger is gone; its last state stays on the branch $branch" >&2
    exit 1
  fi
  exit "$ended"
fi
blob="$(git hash-object -w --no-filters "$ledger")"
if [ "${#parent[@]}" -gt 0 ] && [ "$blob" = "$(git rev-parse "$kept:$ledger")" ]; then
  exit "$ended"
fi
tree="$(printf '100644 blob %s\t%s\n' "$blob" "$ledger" | git mktree)"
commit="$(git commit-tree "${parent[@]}" -m "What was sent by $(date -u +%Y-%m-%d)" "$tree")"
for pause in ${LEDGER_PAUSES:-0 10 60}; do
  sleep "$pause"
  if git push --quiet "$remote" "$commit:refs/heads/$branch"; then exit "$ended"; fi
done
echo "The ledger could not be pushed: the next run sends once more what this one sent" >&2
exit 1
