"""The direction of the code, read from its own imports: what may know what."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"

LAYERS = (
    {"locking", "spelling"},
    {"problems", "reviews", "prose", "typed", "colours", "writing", "escaping"},
    {"fields", "listing"},
    {"model"},
    {"library"},
    {"register", "addresses", "tracing"},
    {"sources", "checks", "rendering", "reporting", "exports", "paper", "alerts", "records", "schemas"},
    {"publishing", "searching", "offline"},
    {"project"},
    {"plugin", "cli"},
)
"""The rooms of the package from the ground up. One knows those on lower floors, and no neighbour."""

NEIGHBOURS: dict[tuple[str, str], str] = {}
"""Pairs (who knows, who is known) on one floor that are allowed all the same, each with its reason."""

LIBRARIES: dict[str, dict[str, str]] = {
    "pydantic": {
        "fields": "the types of values",
        "model": "the types of files",
        "sources": "validation and its errors",
    },
    "pydantic_core": {
        "fields": "errors that carry a code and a hint",
        "model": "the type of a schema",
    },
    "yaml": {"sources": "the only reader of YAML"},
    "typst": {"paper": "sets checklists for paper"},
    "segno": {"paper": "makes QR codes"},
    "icalendar": {"exports": "writes calendars"},
    "urllib3": {"alerts": "connections that can be cut"},
    "requests": {"alerts": "webhooks, and the published site seen from outside"},
    "jinja2": {"rendering": "the only user of templates", "plugin": "types of what MkDocs hands over"},
    "markupsafe": {"rendering": "escaped text", "plugin": "escaped text"},
    "cbor2": {"searching": "reads and writes the files of the search index"},
    "lxml": {"publishing": "reads the finished pages", "exports": "writes the feed"},
    "mkdocs": {"plugin": "is its plugin", "cli": "starts it"},
    "click": {"cli": "is made with it"},
}
"""Who may use which library outside the standard one, and for what."""

COMES_WITH = {"urllib3": "requests", "pydantic_core": "pydantic", "markupsafe": "jinja2"}
CLOCKS = {"plugin", "cli"}
"""Who may ask what time it is. All others are told."""

NETWORK = {"asyncio", "ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "ssl", "urllib.request"}
"""Modules of the standard library that reach other machines: only the room of messages uses them."""


@dataclass(frozen=True)
class Import:
    """One import: from which room, of which module by its full name."""

    room: str
    module: str

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def known_room(self) -> str:
        """The room of the package that is imported; empty for other packages and for itself."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == "generator" and len(parts) > 1 else ""


def rooms() -> set[str]:
    """Name every module and package that lies directly in generator/."""
    return {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }


def modules() -> dict[str, ast.Module]:
    """Parse every module of the package, by its full name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(name: str, tree: ast.Module, names: set[str]) -> Iterator[Import]:
    """Find all imports of a module, also those inside functions; a package's modules by their name."""
    package = name if any(other.startswith(f"{name}.") for other in names) else name.rpartition(".")[0]
    room = name.split(".")[1] if "." in name else ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(room, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
                base = f"{above}.{base}" if base else above
            for alias in node.names:
                below = f"{base}.{alias.name}"
                yield Import(room, below if below in names or base == "urllib" else base)


MODULES = modules()
IMPORTS = [one for name, tree in MODULES.items() for one in imports(name, tree, set(MODULES))]


def floor(room: str) -> int:
    """Say on which floor a room lies."""
    return next((height for height, layer in enumerate(LAYERS) if room in layer), len(LAYERS))


def upward(found: list[Import]) -> list[Import]:
    """Find the imports that go up, or to a neighbour without a reason."""
    return [
        one
        for one in found
        if one.room
        and one.known_room
        and one.room != one.known_room
        and floor(one.known_room) >= floor(one.room)
        and (one.room, one.known_room) not in NEIGHBOURS
    ]


def strangers(found: list[Import]) -> list[Import]:
    """Find the imports of libraries by somebody who may not use them."""
    return [
        one
        for one in found
        if one.top not in {*sys.stdlib_module_names, "generator"}
        and one.room not in LIBRARIES.get(one.top, {})
    ]


def clock_readings(tree: ast.AST) -> list[str]:
    """Find the calls that ask what time or what day it is."""
    calls = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    asks = r"(datetime\.)?(datetime|date)\.(now|today|utcnow)|time\.(\w*time(_ns)?|monotonic\w*|perf_\w+)"
    return [call for call in calls if re.fullmatch(asks, call)]


def test_every_room_has_its_floor() -> None:
    """Each module of the package is in the table once, and the table names no other."""
    placed = [room for layer in LAYERS for room in layer]
    assert len(placed) == len(set(placed))
    assert set(placed) == rooms()
    assert all(reason and floor(one) == floor(other) for (one, other), reason in NEIGHBOURS.items())


def test_imports_go_down_only() -> None:
    """No module knows one above it or beside it."""
    assert upward(IMPORTS) == []


def test_every_reason_is_still_needed() -> None:
    """A library, and a neighbour that may be known, is written down for who really uses it."""
    used = {(one.room, one.top) for one in IMPORTS}
    assert {(room, top) for top, users in LIBRARIES.items() for room in users} <= used
    known = {(one.room, one.known_room) for one in IMPORTS}
    assert set(NEIGHBOURS) <= known


def test_nothing_is_imported_in_a_circle() -> None:
    """Within a package, too, the modules have an order in which each knows only those before it."""
    graph = {
        name: {
            one.module
            for one in imports(name, tree, set(MODULES))
            if one.module in MODULES and not name.startswith(f"{one.module}.")
        }
        for name, tree in MODULES.items()
    }
    assert set(TopologicalSorter(graph).static_order()) == set(MODULES)


def test_each_library_has_its_users() -> None:
    """YAML is read in one place, templates are used in one, and so on; no library comes in unseen."""
    assert strangers(IMPORTS) == []


def test_the_plugin_uses_only_types_of_jinja() -> None:
    """Whoever hands templates over names their environment, and does nothing with it."""
    used = {
        node.attr
        for node in ast.walk(MODULES["generator.plugin"])
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "jinja2"
    }
    assert used == {"Environment"}


def test_libraries_are_dependencies() -> None:
    """What the package imports, it asks to be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=!~;\[ ]", one)[0].lower() for one in project["dependencies"]}
    distributions = {"yaml": "pyyaml"}
    needed = {COMES_WITH.get(top, distributions.get(top, top)) for top in LIBRARIES}
    assert needed <= asked


def test_nobody_uses_the_network() -> None:
    """What is built and checked is built and checked from the files alone; only messages leave."""
    reaching = {one.room for one in IMPORTS if one.module in NETWORK or one.top in {*NETWORK, "requests"}}
    assert reaching == {"alerts"}


def test_only_the_outermost_read_the_clock() -> None:
    """Today is a parameter everywhere but where the program begins."""
    readers = {name.split(".")[1] for name, tree in MODULES.items() if clock_readings(tree)}
    assert readers == CLOCKS


WRONG = {
    "up": ("generator.fields", "from .library import Library", upward),
    "up, in a function": ("generator.fields", "def f():\n    from . import plugin", upward),
    "up, by its full name": ("generator.problems", "import generator.model", upward),
    "up, out of a package": ("generator.checks.law", "from ..project import Project", upward),
    "to a neighbour": ("generator.checks.law", "from ..sources import read_sources", upward),
    "to a neighbour's module": ("generator.rendering", "from ..sources.folder import x", upward),
    "a reader of YAML": ("generator.checks.law", "import yaml", strangers),
    "a user of templates": ("generator.reporting.text", "from jinja2 import Template", strangers),
    "an engine": ("generator.rendering.site", "from mkdocs.structure.files import File", strangers),
    "a new library": ("generator.cli", "import requests", strangers),
}


@pytest.mark.parametrize(("name", "code", "rule"), WRONG.values(), ids=WRONG)
def test_wrong_imports_would_be_found(name: str, code: str, rule: Any) -> None:
    """The rules above are no wishes: each finds an import that breaks it."""
    assert len(rule(list(imports(name, ast.parse(code), set(MODULES))))) == 1


ASKING = [
    "datetime.now(UTC)",
    "date.today()",
    "datetime.datetime.now()",
    "datetime.date.today()",
    "time.time()",
    "time.monotonic_ns()",
    "time.localtime()",
]


@pytest.mark.parametrize("code", ASKING)
def test_any_clock_would_be_found(code: str) -> None:
    """However somebody asks for the time, it is noticed."""
    assert clock_readings(ast.parse(f"def f():\n    return {code}"))
    assert not clock_readings(ast.parse("self.now(); build.today; now()"))


def of_the_first_library() -> list[str]:
    """Collect the words that belong to policy/: its organisation, documents and roles."""
    roles = yaml.safe_load((ROOT / "policy/roles.yml").read_text(encoding="utf-8"))["roles"]
    names = [one for role in roles.values() for one in (role["name"], *role.get("also", ()))]
    documents = [path.name for path in (ROOT / "policy").iterdir() if path.is_dir()]
    return ["Kent", "ISS", "sergeant", *documents, *roles, *names]


def test_the_generator_knows_no_library() -> None:
    """No file of the package, template or style names the organisation, a document or a role."""
    words = of_the_first_library()
    assert {"N02", "csu-supervisor", "Community Safety Unit (CSU) Supervisor"} <= set(words)
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")
    assert pattern.search("as in csu-supervisor.")
    found = {}
    for path in PACKAGE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text(encoding="utf-8", errors="ignore")
            found[str(path.relative_to(ROOT))] = pattern.findall(text)
    assert "generator/theme/main.html" in found
    assert {path: named for path, named in found.items() if named} == {}


def test_no_file_leads_out_of_the_project() -> None:
    """What the project holds is whole: no file names a folder beside it."""
    beside = re.compile("(?:\\.\\.|/work)/" + "shared")
    assert beside.search("see ../" + "shared/design.md")
    generated = {"site", "__pycache__", "node_modules", "build", "dist"}
    named = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".github", ".ci"} for part in parts[:-1])
        if hidden or generated.intersection(parts) or not path.is_file():
            continue
        if beside.search(path.read_text(encoding="utf-8", errors="ignore")):
            named.append(str(path.relative_to(ROOT)))
    assert named == []
