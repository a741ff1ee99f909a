"""Templates are compiled once, and what is kept of them never stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from policysite.outputs.site import cache_compiled_templates


def environment(folder: Path, greeting: str = "Hello", **filters: Callable[[str], str]) -> Environment:
    """An environment of one template that keeps what it compiles in a folder."""
    made = Environment(loader=DictLoader({"greeting": greeting + " {{ name }}"}), autoescape=True)
    made.filters |= filters
    cache_compiled_templates(made, folder)
    return made


def greets(one: Environment) -> str:
    """What the template makes of a name."""
    return one.get_template("greeting").render(name="Ann")


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be compiled."""

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(Environment, "_compile", refuse)


def test_compiled_once(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """What one environment compiled, the next does not."""
    greets(environment(tmp_path))
    request.getfixturevalue("no_compiler")
    assert greets(environment(tmp_path)) == "Hello Ann"


@pytest.mark.parametrize("change", ["template", "filters"])
def test_compiled_again_where_something_differs(
    tmp_path: Path, request: pytest.FixtureRequest, change: str
) -> None:
    """Another text, or another set of filters, is compiled for itself."""
    greets(environment(tmp_path))
    other = (
        environment(tmp_path, "Welcome") if change == "template" else environment(tmp_path, up=str.upper)
    )
    request.getfixturevalue("no_compiler")
    with pytest.raises(AssertionError, match="compiled again"):
        greets(other)


@pytest.mark.parametrize("damage", [b"", b"j", b"no bytecode at all", bytes(range(256))])
@pytest.mark.parametrize("begins_well", [False, True])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes, begins_well: bool) -> None:
    """Whatever stands in a file, cut off or overwritten, the page is the same."""
    greets(environment(tmp_path))
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes((whole[: len(whole) // 2] if begins_well else b"") + damage)
    assert greets(environment(tmp_path)) == "Hello Ann"
    assert file.read_bytes() == whole


def test_nothing_is_kept_where_nothing_can_be(tmp_path: Path) -> None:
    """Where the folder cannot be made, or has gone, pages are made all the same."""
    (tmp_path / "taken").write_text("a file")
    assert greets(environment(tmp_path / "taken" / "below")) == "Hello Ann"
    one = environment(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert greets(one) == "Hello Ann"
    assert not (tmp_path / "gone").exists()
