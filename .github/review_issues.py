"""Keeps one issue a document up to date, by what `policysite review --format github` says of each.

    policysite review --format github > reviews.jsonl
    python .github/review_issues.py reviews.jsonl

An issue is found again by the comment at the end of its text; one that another account opened is left
alone, whatever it holds. It is opened when the review is called for, updated in place when its title or
text changed, reopened rather than opened a second time, and closed when the review is no longer called
for. Everything goes through the client gh, which reads
GH_TOKEN and GH_REPO. Exits with 1 when anything failed; the rest was done all the same.
"""  # noqa: INP001  # a script, not a module of a package

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = re.compile(r"<!-- (policysite-review: [^\n]+?) -->\s*\Z")
ISSUES = "repos/{owner}/{repo}/issues"  # gh fills in the repository
ACCOUNT = "github-actions[bot]"
"""Who opens an issue in a workflow: the account of its GITHUB_TOKEN."""
SECONDS = 120
"""How long gh may take for one call; the first one lists every issue."""

NOT_CALLED_FOR = "The sources no longer call for this review."
NOT_THERE = "The library no longer holds this document."
TWICE = "Continued in #{}: a document has one issue."


class GhError(Exception):
    """A call of gh that failed."""


@dataclass(frozen=True)
class Review:
    """What is to be said of a document's review."""

    key: str
    title: str
    body: str
    labels: tuple[str, ...]
    open: bool


@dataclass(frozen=True)
class Issue:
    """An issue as it is."""

    number: int
    title: str
    body: str
    open: bool


@dataclass(frozen=True)
class Change:
    """A change to the issues: a method and a path of the API, and what to send."""

    method: str
    path: str
    sent: dict[str, object]

    def make(self) -> None:
        """Make it."""
        gh(self.path, "--method", self.method, "--input", "-", "--silent", sent=json.dumps(self.sent))


def gh(*words: str, sent: str = "") -> str:
    """What the API answers."""
    try:
        ended = subprocess.run(  # noqa: S603  # no word comes from outside
            ["gh", "api", *words],  # noqa: S607  # wherever it is installed
            input=sent,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GhError(str(error)) from None
    if ended.returncode:
        raise GhError(ended.stderr.strip() or f"gh ended with {ended.returncode}")
    return ended.stdout


def read(file: Path) -> list[Review]:
    """The reviews of a file, one a line."""
    reviews = []
    for line in lines(file.read_text(encoding="utf-8")):
        one = json.loads(line)
        reviews.append(
            Review(one["key"], one["title"], one["body"], tuple(one["labels"]), open=one["open"] is True)
        )
        marked = MARK.search(one["body"])
        if marked is None or marked[1] != one["key"]:
            raise ValueError(f"the text of {one['key']!r} does not end with its comment")
    if not reviews:
        raise ValueError("it holds no review, not even one to close")
    return reviews


def lines(text: str) -> list[str]:
    """The lines of JSON in a text. A line ends with a line feed alone: JSON may hold the other ends."""
    return [line for line in text.split("\n") if line]


def kept_issues(account: str) -> dict[str, list[Issue]]:
    """The issues that this account opened, by key; of several, the one to go on with comes first.

    Anybody may copy the comment into an issue of their own, and a form for issues may give it any label:
    only who opened it tells whose it is.
    """
    found = defaultdict(list)
    for line in lines(gh(f"{ISSUES}?state=all&per_page=100", "--paginate", "--jq", ".[]")):
        one = json.loads(line)
        marked = MARK.search(one["body"] or "")
        is_ours = (one["user"] or {}).get("login") == account
        if marked and is_ours and "pull_request" not in one:
            issue = Issue(one["number"], one["title"], one["body"], open=one["state"] == "open")
            found[marked[1]].append(issue)
    for issues in found.values():
        issues.sort(key=lambda issue: (not issue.open, issue.number))
    return found


def changes(review: Review, issues: list[Issue]) -> Iterator[Change]:
    """What brings the issues of a document up to date, in order."""
    if not review.open:
        yield from closing(issues, NOT_CALLED_FOR)
    elif not issues:
        yield Change(
            "POST", ISSUES, {"title": review.title, "body": review.body, "labels": list(review.labels)}
        )
    else:
        issue, *others = issues
        sent: dict[str, object] = {} if issue.open else {"state": "open"}
        if (issue.title, in_lines(issue.body)) != (review.title, in_lines(review.body)):
            sent |= {"title": review.title, "body": review.body}
        if sent:
            yield Change("PATCH", f"{ISSUES}/{issue.number}", sent)
        yield from closing(others, TWICE.format(issue.number))


def closing(issues: Iterable[Issue], reason: str) -> Iterator[Change]:
    """What closes those of the issues that are open, each with a comment."""
    for issue in issues:
        if issue.open:
            yield Change("POST", f"{ISSUES}/{issue.number}/comments", {"body": reason})
            yield Change("PATCH", f"{ISSUES}/{issue.number}", {"state": "closed"})


def in_lines(text: str) -> list[str]:
    """A text without what an editor in the browser does to the ends of its lines."""
    return [line.rstrip() for line in text.strip().splitlines()]


def keep(reviews: list[Review], account: str, pause: float) -> list[str]:
    """Bring every issue of an account up to date. Says what failed."""
    issues = kept_issues(account)
    work = {review.key: changes(review, issues.pop(review.key, [])) for review in reviews}
    work |= {key: closing(left, NOT_THERE) for key, left in issues.items()}
    failed = []
    for key, all_changes in work.items():
        try:
            for change in all_changes:
                change.make()
                time.sleep(pause)
        except GhError as error:
            failed.append(f"{key}: {error}")
    return failed


def main() -> None:
    """Read what should be, and make it so."""
    parser = argparse.ArgumentParser(description="Keep one issue a document up to date.")
    parser.add_argument("reviews", type=Path, help="what policysite review --format github printed")
    parser.add_argument(
        "--pause", type=float, default=1, help="seconds after each change; GitHub asks for one"
    )
    parser.add_argument(
        "--account",
        default=ACCOUNT,
        help=f"whose issues are kept: that to which GH_TOKEN belongs, {ACCOUNT} if left out",
    )
    options = parser.parse_args()
    try:
        failed = keep(read(options.reviews), options.account, options.pause)
    except GhError as error:
        failed = [str(error)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        failed = [f"{options.reviews} cannot be used: {error!r}"]
    for message in failed:
        escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        print(f"::error::{escaped}")  # noqa: T201  # an annotation
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
