"""What is wrong with mkdocs.yml, or missing beside it, is told as problems with the mend."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence

import pytest

from policysite.cli.mkdocs_configuration import load_configuration
from policysite.domain.problems import Problem, ProblemsError, SourcePosition
from policysite.domain.site_rules import SITE_SETTING
from tests.small import FILES, SmallProject

SOUND = FILES["mkdocs.yml"]
NOT_READ = "error[site-setting] the file cannot be read: "


def text(configuration: str) -> Callable[[SmallProject], None]:
    """Write mkdocs.yml."""

    def write(small: SmallProject) -> None:
        small.write("mkdocs.yml", configuration)

    return write


def no_pages(small: SmallProject) -> None:
    """Remove the folder of the pages written by hand."""
    shutil.rmtree(small.folder / "pages")


def a_folder(small: SmallProject) -> None:
    """Put a folder where the configuration should be."""
    small.remove("mkdocs.yml")
    (small.folder / "mkdocs.yml").mkdir()


def a_pipe(small: SmallProject) -> None:
    """Put a pipe where the configuration should be."""
    small.remove("mkdocs.yml")
    os.mkfifo(small.folder / "mkdocs.yml")


FAULTS: dict[str, tuple[Callable[[SmallProject], None], list[str]]] = {
    "no YAML": (text("site_name: [\n"), [f"mkdocs.yml:2:1: {NOT_READ}expected the node content"]),
    "no text": (text("\0"), [f"mkdocs.yml:1:1: {NOT_READ}special characters are not allowed"]),
    "too deep": (text("[" * 100_000), [f"mkdocs.yml:1:1: {NOT_READ}"]),
    "a list": (text("- a\n"), [f"mkdocs.yml:1:1: {NOT_READ}The configuration is invalid."]),
    "a folder": (a_folder, ["mkdocs.yml:1:1: error[unreadable-file] this is not a file"]),
    "a pipe": (a_pipe, ["mkdocs.yml:1:1: error[unreadable-file] this is not a file"]),
    "nothing": (text(""), ["mkdocs.yml:1:1: error[site-setting] site_name: Required"]),
    "another theme": (
        text(SOUND.replace("material", "materiall")),
        ["mkdocs.yml:4:1: error[site-setting] theme: Unrecognised theme name: 'materiall'."],
    ),
    "without the plugin": (
        text(SOUND.replace("[policysite]", "[]")),
        ["mkdocs.yml:5:1: error[site-setting] plugins: policysite is not among them"],
    ),
    "a plugin too many": (
        text(SOUND.replace("policysite]", "policysite, nobodys]")),
        ['mkdocs.yml:5:1: error[site-setting] plugins: The "nobodys" plugin is not installed'],
    ),
    "no pages": (no_pages, ["pages:1:1: error[missing-file] pages/ is not there"]),
    "several": (
        text(SOUND.replace("material", "x").replace("docs_dir: pages", "docs_dir: own")),
        ["mkdocs.yml:4:1: error[site-setting] theme: ", "own:1:1: error[missing-file] own/ is not"],
    ),
}


@pytest.mark.parametrize(("change", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults_are_told_with_their_place(
    change: Callable[[SmallProject], None],
    expected: list[str],
    small: SmallProject,
) -> None:
    """Everything that is wrong is told in one run, each with its place and its mend."""
    change(small)
    problems = refused(small)
    assert all(problem.hint for problem in problems)
    found = [
        f"{at.file}:{at.line}:{at.column}: {problem.severity}[{problem.code}] {problem.message}"
        for problem in problems
        for at in [problem.position]
    ]
    assert [line[: len(begun)] for line, begun in zip(found, expected, strict=True)] == expected


def refused(small: SmallProject, **options: object) -> Sequence[Problem]:
    """What is wrong with a configuration that cannot be used."""
    with pytest.raises(ProblemsError) as stopped:
        load_configuration(small.folder, **options)
    return stopped.value.problems


@pytest.mark.parametrize("is_set", [True, False])
def test_an_address_that_the_environment_sets(
    small: SmallProject, monkeypatch: pytest.MonkeyPatch, *, is_set: bool
) -> None:
    """Where a wrong setting comes from a variable, the mend names the variable and not the file."""
    written = '!ENV [SITE_URL, ""]' if is_set else "policies.example.org"
    small.write("mkdocs.yml", SOUND.replace("http://127.0.0.1:8000/", written))
    monkeypatch.setenv("SITE_URL", "policies.example.org" if is_set else "https://policies.example.org/")
    (problem,) = refused(small)
    assert (problem.rule, problem.position) == (SITE_SETTING, SourcePosition("mkdocs.yml", 2, 1))
    assert problem.message.startswith("site_url: The URL isn't valid")
    assert ("the variable SITE_URL of the environment" in problem.hint) is is_set


def test_a_sound_configuration_is_loaded(small: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration that can be used is given back, with the command's options; doubts are told."""
    small.write("mkdocs.yml", f"{SOUND}odd: 1\n")
    assert load_configuration(small.folder, strict=None, dev_addr="127.0.0.1:8001").dev_addr.port == 8001
    assert "odd: Unrecognised configuration name: odd" in capsys.readouterr().err
    (problem,) = refused(small, strict=True)
    assert (problem.rule, problem.message[:18]) == (SITE_SETTING, "odd: Unrecognised ")


@pytest.mark.parametrize(
    ("name", "configuration"),
    [("site", "site_name: [\n"), ("site", None), ("out/web", f"{SOUND}site_dir: out/web\ntheme: x\n")],
    ids=["cannot be read", "is not there", "names another folder"],
)
def test_a_site_comes_back_whatever_is_wrong(
    name: str, configuration: str | None, small: SmallProject
) -> None:
    """A site that a killed build had moved aside comes back, though no build can begin."""
    above, _, folder = f"./{name}".rpartition("/")
    small.write(f"{above}/.{folder}.replaced-k2_3/index.html", "old")
    if configuration is None:
        small.remove("mkdocs.yml")
    else:
        small.write("mkdocs.yml", configuration)
    refused(small)
    assert small.read(f"{name}/index.html") == "old"
