"""The command: what it prints, what it exits with, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from pkgutil import iter_modules
from socket import socket

import click
import pytest
from click.testing import CliRunner, Result

import policysite
from policysite import __version__, cli
from policysite.cli import main
from policysite.outputs.reports import PROBLEM_FORMATS
from policysite.rules import RULES
from tests.small import EDITION, SmallProject

COMMAND = Path(sys.executable).with_name("policysite")
KEPT_SCHEMAS = Path(policysite.__file__).parent / "sources/schemas"
COMMANDS = {
    "accept",
    "build",
    "check",
    "explain",
    "remind",
    "review",
    "schema",
    "seal",
    "serve",
    "trace",
    "verify",
}
COUNTED = "Checked 1 document, 1 edition, 2 clauses, 1 duty."


def run(*words: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def process(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as people do, in a folder."""
    return subprocess.run(  # noqa: PLW1510  # what it exits with is what is tested
        [COMMAND, *words], cwd=folder, env=os.environ | environment, capture_output=True, timeout=60
    )


def warn(small: SmallProject) -> None:
    """Give a project one warning."""
    small.change(EDITION, "number: 1.2", "number: 1.4")


def fail(small: SmallProject) -> None:
    """Give a project an error and a warning."""
    warn(small)
    small.change(EDITION, "role: line-manager", "role: line-managr")


@pytest.fixture
def faulty(small: SmallProject) -> SmallProject:
    """A project with an error and a warning."""
    fail(small)
    return small


# --- what it exits with --------------------------------------------------------------------------


def test_no_problems_exit_with_0(small: SmallProject) -> None:
    """A clean project is said to be so, and the command succeeds, strict or not."""
    for options in ([], ["--strict"]):
        result = run("check", "--project", small.folder, *options)
        assert (result.exit_code, result.output) == (0, f"{COUNTED} No errors, no warnings.\n")


def test_warnings_exit_with_1_only_when_strict(small: SmallProject) -> None:
    """Warnings are shown always, and fail the check where they are asked to."""
    warn(small)
    for options, code in (([], 0), (["--strict"], 1)):
        result = run("check", "--project", small.folder, *options)
        assert result.exit_code == code
        assert "warning[number-gap]" in result.output
        assert result.output.endswith(f"\n{COUNTED} No errors, 1 warning.\n")


@pytest.mark.parametrize("form", PROBLEM_FORMATS)
def test_errors_exit_with_1(form: str, faulty: SmallProject) -> None:
    """Errors fail the check, strict or not, in every format alike."""
    for options in ([], ["--strict"]):
        assert run("check", "--project", faulty.folder, "--format", form, *options).exit_code == 1


def test_a_folder_without_policies_exits_with_1(tmp_path: Path) -> None:
    """What is missing is told as problems: a folder without policies is a faulty project."""
    result = run("check", "--project", tmp_path)
    assert result.exit_code == 1
    assert result.output.count("error[missing-file]") == 4
    assert result.output.count("error[no-documents]") == 1


WRONG_USE = {
    "a folder that is not there": (["check", "--project", "nowhere"], "does not exist"),
    "a file for a folder": (["check", "--project", "mkdocs.yml"], "is a file"),
    "an unknown option": (["check", "--fix"], "No such option"),
    "an unknown format": (["check", "--format", "xml"], "'xml' is not one of"),
    "a word too many": (["check", "policy"], "unexpected extra argument"),
    "an unknown command": (["publish"], "No such command"),
    "an address without a port": (["serve", "--address", "8000"], "'8000' is no address with a port"),
    "a port beyond the last": (["serve", "--address", "127.0.0.1:65536"], "is no address with a port"),
    "schemas into a file": (["schema", "--into", "mkdocs.yml"], "is a file"),
}


@pytest.mark.parametrize(("words", "said"), WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_exits_with_2(
    words: list[str], said: str, small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that is used wrongly says how it is used, and what is wrong, in few words."""
    monkeypatch.chdir(small.folder)
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Usage: ")
    assert said in result.stderr.partition("\nError: ")[2]


# --- what it prints ------------------------------------------------------------------------------


def test_every_format_tells_the_same(faulty: SmallProject) -> None:
    """The formats differ in form alone: the same problems at the same places, and the same sum."""
    outputs = {
        form: run("check", "--project", faulty.folder, "--format", form).output
        for form in PROBLEM_FORMATS
    }
    problems = [
        (one.severity, one.position.file, one.position.line, one.position.column, one.code)
        for one in faulty.problems
    ]
    assert [code for *_, code in problems] == ["number-gap", "unknown-role"]

    said = json.loads(outputs["json"])
    assert said["checked"] == {
        "documents": 1, "editions": 1, "clauses": 2, "duties": 1, "missing": 0,
        "errors": 1, "warnings": 1,
    }  # fmt: skip
    names = ("severity", "file", "line", "column", "code")
    assert [tuple(one[name] for name in names) for one in said["problems"]] == problems

    log = json.loads(outputs["sarif"])
    assert log["version"] == "2.1.0"
    (ran,) = log["runs"]
    assert ran["tool"]["driver"]["version"] == __version__
    found = []
    for one in ran["results"]:
        place = one["locations"][0]["physicalLocation"]
        at = place["region"]
        uri = place["artifactLocation"]["uri"]
        found.append((one["level"], uri, at["startLine"], at["startColumn"], one["ruleId"]))
    assert found == problems

    *annotations, closing = outputs["github"].splitlines()
    parts = [
        re.fullmatch(r"::(\w+) file=(.+),line=(\d+),col=(\d+),title=([a-z-]+)::.+", line)
        for line in annotations
    ]
    assert [(one[1], one[2], int(one[3]), int(one[4]), one[5]) for one in parts if one] == problems
    assert closing == f"{COUNTED} 1 error, 1 warning."

    shown = re.findall(r"^(\S+):(\d+):(\d+): (\w+)\[([a-z-]+)\]", outputs["text"], re.MULTILINE)
    assert [
        (level, file, int(line), int(column), code) for file, line, column, level, code in shown
    ] == problems
    assert outputs["text"].splitlines()[-1] == closing


def test_the_text_shows_the_line_and_what_to_write(faulty: SmallProject) -> None:
    """A person sees the source line, a caret under the fault, and what to write instead."""
    assert (
        """\
policy/HR12/2025-11.yml:23:19: error[unknown-role] 'line-managr' is not in roles.yml
   |
23 |             role: line-managr
   |                   ^
   = help: did you mean 'line-manager'?
   = see: policysite explain unknown-role
"""
        in run("check", "--project", faulty.folder).output
    )


def test_the_page_about_a_code_is_printed() -> None:
    """`explain` prints the page about a code, from the package, in any folder."""
    result = run("explain", "unknown-role")
    assert result.exit_code == 0
    assert result.output.startswith("error[unknown-role] A role is not in roles.yml.\n\nWhat it does\n  ")


def test_all_codes_are_listed() -> None:
    """Without a code `explain` lists all of them."""
    result = run("explain")
    assert result.exit_code == 0
    assert set(re.findall(r"^  ([a-z0-9-]+) {2}", result.output, re.MULTILINE)) == set(RULES)


@pytest.mark.parametrize(
    ("code", "hint"),
    [("unkown-role", "did you mean 'unknown-role'?"), ("x", "policysite explain lists them all")],
)
def test_a_code_that_is_not_known(code: str, hint: str) -> None:
    """A code that is misspelt is answered with the nearest, any other with where all are listed."""
    result = run("explain", code)
    assert result.exit_code == 2
    assert f"Invalid value for CODE: '{code}' is no code of a problem; {hint}" in result.output


def test_no_line_is_shown_of_what_has_none(small: SmallProject) -> None:
    """A problem with a file that cannot be read has no empty line below it."""
    small.remove("policy/terms.yml")
    assert (
        """\
policy/terms.yml:1:1: error[missing-file] policy/terms.yml is not there
  = help: """
        in run("check", "--project", small.folder).output
    )


@pytest.mark.parametrize("form", PROBLEM_FORMATS)
def test_any_terminal_can_show_any_source(form: str, faulty: SmallProject) -> None:
    """What the output's encoding lacks is shown by its number: no source makes the command fail."""
    faulty.change(EDITION, "line-managr", "Łŵ-日本-managr")
    result = process("check", "--format", form, folder=faulty.folder, PYTHONIOENCODING="latin-1")
    assert (result.returncode, result.stderr) == (1, b"")
    assert b"managr" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_only_terminals_see_colours(faulty: SmallProject) -> None:
    """A terminal gets colours, unless NO_COLOR is set; a pipe gets none."""
    seen = {}
    for no_color in ("", "1"):
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        if no_color:
            environment["NO_COLOR"] = no_color
        terminal, its_side = os.openpty()
        with os.fdopen(terminal, "rb") as screen, os.fdopen(its_side, "wb") as output:
            subprocess.run(
                [COMMAND, "check"], cwd=faulty.folder, env=environment, stdout=output, check=False
            )
            seen[no_color] = screen.read1()
    assert b"\x1b[1;31merror[unknown-role]\x1b[0m" in seen[""]
    assert b"\x1b" not in seen["1"]
    assert b"\x1b" not in process("check", folder=faulty.folder).stdout


# --- what it leaves alone ------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder with its mode, the time of its last change, and its bytes."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        stat = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (stat.st_mode, stat.st_mtime_ns, content)
    return found


@pytest.mark.parametrize("fault", [None, fail], ids=["clean", "faulty"])
def test_check_writes_nothing(fault: Callable[[SmallProject], None] | None, small: SmallProject) -> None:
    """Checking changes no file, no folder and no time, whatever it finds."""
    if fault is not None:
        fault(small)
    before = tree(small.folder)
    for form in PROBLEM_FORMATS:
        run("check", "--project", small.folder, "--format", form, "--strict")
    process("check", folder=small.folder)
    assert tree(small.folder) == before


def test_a_build_of_faulty_sources_leaves_the_last_site(faulty: SmallProject) -> None:
    """A build that cannot go on says why as `check` does, exits with 1, and touches no file."""
    faulty.write("site/index.html", "the last good site")
    before = tree(faulty.folder)
    result = process("build", folder=faulty.folder)
    assert result.returncode == 1
    assert b"policy/HR12/2025-11.yml:23:19: error[unknown-role]" in result.stderr
    assert b"Traceback" not in result.stdout + result.stderr
    after = tree(faulty.folder)
    assert after.keys() == before.keys()
    assert [name for name in before if after[name] != before[name]] == ["."]  # it was locked


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_project_without_its_configuration_is_told_what_to_do(
    command: str, small: SmallProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where mkdocs.yml is missing, the mend is named, with what else is wrong."""
    monkeypatch.chdir(small.folder)
    small.remove("mkdocs.yml")
    fail(small)
    result = run(command)
    assert result.exit_code == 1
    assert result.stderr.startswith("mkdocs.yml:1:1: error[missing-file] mkdocs.yml is not there\n")
    assert "or write the file, with site_name: Policies, theme: {name: material" in result.stderr
    assert "error[unknown-role]" in result.stderr
    assert not (small.folder / "site").exists()


def test_a_port_in_use_is_told_in_a_line(small: SmallProject) -> None:
    """Where something else answers at an address, the command says so, and what to do."""
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = process("serve", "--address", f"127.0.0.1:{port}", folder=small.folder)
    assert result.returncode == 1
    told = result.stderr.decode().splitlines()[-1]
    assert told.startswith(f"Error: nothing can be served at 127.0.0.1:{port}: Address already in use.")
    assert told.endswith(f"as in --address 127.0.0.1:{port + 1}")


# --- the command itself --------------------------------------------------------------------------


def test_the_command_runs_where_it_is_called(faulty: SmallProject) -> None:
    """Without --project, the project is the folder that one is in."""
    result = process("check", folder=faulty.folder)
    assert result.returncode == 1
    assert result.stdout.decode().endswith(f"\n{COUNTED} 1 error, 1 warning.\n")
    assert result.stderr == b""


def test_the_version_is_that_of_the_package() -> None:
    """--version prints the name and the version."""
    assert run("--version").output == f"policysite, version {__version__}\n"


ENGINE = {"mkdocs", "material", "jinja2", "markupsafe", "lxml", "markdown", "requests", "typst"}
SLOW = {*ENGINE, "pydantic", "yaml"}


@pytest.mark.parametrize(
    ("words", "unused"), [(["--version"], SLOW), (["--help"], SLOW), (["check", "--help"], ENGINE)]
)
def test_quick_answers_load_nothing(words: list[str], unused: set[str]) -> None:
    """What is asked of the command itself is answered without any library, of one without others' own."""
    code = (
        "import sys; from policysite.cli import main;"
        f"main({words}, standalone_mode=False); print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}
    assert "click" in loaded
    assert not loaded & unused


def defined_commands() -> set[str]:
    """The commands that the modules define."""
    names = [found.name for found in iter_modules(cli.__path__, f"{cli.__name__}.")]
    values = [value for name in names for value in vars(import_module(name)).values()]
    return {value.name for value in values if isinstance(value, click.Command) and value.name}


def test_a_check_loads_no_types_of_outputs(small: SmallProject) -> None:
    """A check for people is answered without the types of what is published, which take time to make."""
    code = (
        "import sys; from policysite.cli import main;"
        f"main(['check', '--project', {str(small.folder)!r}], standalone_mode=False)"
    )
    code = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); {code}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1].split()
    assert "policysite.project" in loaded
    assert [name for name in loaded if name.startswith("policysite.outputs.formats")] == []


def test_every_command_and_option_is_explained() -> None:
    """Each command says what it does, and each option what it means; -h asks for that, too."""
    listed = run("--help")
    assert run().output == run("-h").output == listed.output
    assert set(main.commands) == COMMANDS == defined_commands()
    for name in main.commands:
        command = main.load(name)
        assert command.help and command.help.strip().endswith(".")
        assert cleandoc(command.help).partition("\n\n")[0].replace("\n", " ") == main.commands[name].help
        assert f"  {name} " in listed.output
        result = run(name, "--help")
        assert (result.exit_code, result.output) == (0, run(name, "-h").output)
        for one in command.params:
            if isinstance(one, click.Option):
                assert one.opts[-1] in result.output
                assert one.help and one.help.endswith(".")
            else:
                assert one.make_metavar(click.Context(command)) in result.output


def test_schemas_are_written_as_they_are_kept(tmp_path: Path) -> None:
    """`schema` writes the schemas that the package holds, byte for byte, and names them."""
    into = tmp_path / "new" / "schemas"
    result = run("schema", "--into", into)
    written = {path.name: path.read_bytes() for path in into.iterdir()}
    assert written == {path.name: path.read_bytes() for path in KEPT_SCHEMAS.iterdir()}
    assert sorted(result.output.splitlines()) == sorted(str(into / name) for name in written)
