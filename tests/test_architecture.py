"""The direction of the code, read from its own imports: what may know what."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib import import_module
from typing import Any

import pytest

from policysite.errors import PolicySiteError
from tests import ROOT
from tests.layers import LAYERS, MAINTAINERS, rooms, with_picture

PACKAGE = ROOT / "generator" / "policysite"

LIBRARIES: dict[str, dict[str, str]] = {
    "pydantic": {
        "domain": "the types of values and files",
        "sources": "validation and its errors",
        "outputs.formats": "the types of JSON, and what is wrong with what is read",
    },
    "pydantic_core": {
        "domain": "errors that carry a code and a hint, and the type of a schema",
        "outputs.formats": "the types of errors and schemas",
    },
    "babel": {"outputs.translations": "reads catalogues"},
    "yaml": {"sources": "the only reader of YAML"},
    "typst": {"outputs.pdf": "sets checklists for paper"},
    "segno": {"outputs.pdf": "makes QR codes"},
    "icalendar": {"outputs.feeds": "writes calendars"},
    "urllib3": {"outputs.notifications": "connections that can be cut"},
    "requests": {"outputs.notifications": "webhooks, and the published site seen from outside"},
    "jinja2": {"outputs.site": "the only user of templates", "mkdocs": "types of what MkDocs hands over"},
    "markupsafe": {"outputs.site": "escaped text", "mkdocs": "escaped text"},
    "cbor2": {"publishing": "reads and writes the files of the search index"},
    "lxml": {
        "publishing": "reads the finished pages",
        "outputs.feeds": "writes the feed",
        "sources": "reads SVG pictures",
    },
    "mkdocs": {"mkdocs": "is its plugin", "cli": "starts it"},
    "click": {"cli": "is made with it"},
}
"""Who may use which library outside the standard one, and for what."""

COMES_WITH = {"urllib3": "requests", "pydantic_core": "pydantic", "markupsafe": "jinja2"}
CLOCKS = {"mkdocs", "cli"}
"""Who may ask what time it is. All others are given it."""

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
        return room_of(self.module)


def room_of(module: str) -> str:
    """The room of a module of the package by its full name, the innermost; empty for all others."""
    top, _, inside = module.partition(".")
    if top != "policysite":
        return ""
    around = (room for room in rooms() if f"{inside}.".startswith(f"{room}."))
    return max(around, key=len, default=inside.partition(".")[0])


def top_rooms() -> set[str]:
    """Every module and package that lies directly in the package."""
    return {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and not path.stem.startswith("__")) or (path / "__init__.py").is_file()
    }


def modules() -> dict[str, ast.Module]:
    """Parse every module of the package, by its full name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(name: str, tree: ast.Module, names: set[str]) -> Iterator[Import]:
    """Find all imports of a module, also those inside functions; a package's modules by their name."""
    is_package = (PACKAGE.parent.joinpath(*name.split(".")) / "__init__.py").is_file()
    package = name if is_package else name.rpartition(".")[0]
    room = room_of(name)
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


def layer_of(room: str) -> int:
    """On which layer a room lies."""
    return next((height for height, layer in enumerate(LAYERS) if room in layer), len(LAYERS))


def upward(found: list[Import]) -> list[Import]:
    """Find the imports that go up, or to a neighbour."""
    return [
        one
        for one in found
        if one.room
        and one.known_room
        and one.room != one.known_room
        and layer_of(one.known_room) >= layer_of(one.room)
    ]


def strangers(found: list[Import]) -> list[Import]:
    """Find the imports of libraries by somebody who may not use them."""
    return [
        one
        for one in found
        if one.top not in {*sys.stdlib_module_names, "policysite"}
        and one.room not in LIBRARIES.get(one.top, {})
    ]


def clock_readings(tree: ast.AST) -> list[str]:
    """Find the calls that ask what time or what day it is."""
    calls = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    asks = r"(datetime\.)?(datetime|date)\.(now|today|utcnow)|time\.(\w*time(_ns)?|monotonic\w*|perf_\w+)"
    return [call for call in calls if re.fullmatch(asks, call)]


def test_every_room_has_its_layer() -> None:
    """Each module of the package lies in a room of the table, and the table names no other."""
    assert len(rooms()) == len(set(rooms()))
    assert {room.partition(".")[0] for room in rooms()} == top_rooms()
    used = {room_of(name) for name in MODULES if "." in name}
    assert used - {"outputs", "__main__"} == set(rooms())


def test_maintainers_see_these_layers() -> None:
    """The picture in the guide is made from the table: `python -m tests.layers` writes it."""
    text = MAINTAINERS.read_text(encoding="utf-8")
    assert with_picture(text) == text


def test_imports_go_down_only() -> None:
    """No module knows one above it or beside it."""
    assert upward(IMPORTS) == []


def test_every_reason_is_still_needed() -> None:
    """A library is written down for who really uses it."""
    used = {(one.room, one.top) for one in IMPORTS}
    assert {(room, top) for top, users in LIBRARIES.items() for room in users} <= used


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


def test_every_error_is_of_one_class() -> None:
    """Whoever catches PolicySiteError catches every exception that the package defines."""
    defined = [
        getattr(import_module(name), node.name)
        for name, tree in MODULES.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    ]
    assert PolicySiteError in defined
    assert [error for error in defined if not issubclass(error, PolicySiteError)] == []


def test_each_library_has_its_users() -> None:
    """YAML is read in one place, templates are used in one, and so on; no library comes in unseen."""
    assert strangers(IMPORTS) == []


def test_the_plugin_uses_only_types_of_jinja() -> None:
    """Whoever hands templates over names their environment, and does nothing with it."""
    used = {
        node.attr
        for node in ast.walk(MODULES["policysite.mkdocs.plugin"])
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
    assert reaching == {"outputs.notifications"}


def test_only_the_outermost_read_the_clock() -> None:
    """Today is a parameter everywhere but where the program begins."""
    readers = {room_of(name) for name, tree in MODULES.items() if clock_readings(tree)}
    assert readers == CLOCKS


WRONG = {
    "up": ("policysite.domain.fields", "from ..project import Project", upward),
    "up, in a function": ("policysite.domain.fields", "def f():\n    from .. import cli", upward),
    "up, by its full name": ("policysite.domain.problems", "import policysite.checks", upward),
    "up, out of a package": ("policysite.checks.legal_force", "from ..project import Project", upward),
    "to a neighbour": ("policysite.checks.legal_force", "from ..sources import read_sources", upward),
    "to a neighbour's module": ("policysite.outputs.site.body", "from ..pdf.press import x", upward),
    "a reader of YAML": ("policysite.checks.legal_force", "import yaml", strangers),
    "a user of templates": (
        "policysite.outputs.reports.problems_text",
        "from jinja2 import Template",
        strangers,
    ),
    "an engine": ("policysite.outputs.site.site", "from mkdocs.structure.files import File", strangers),
    "a new library": ("policysite.cli.check", "import requests", strangers),
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


OF_A_LIBRARY = (
    "Kent|N02a?|ISS|CCCPT?|CCP|CSU|YJS|YOTs?|YRO|sergeant|beat officer|Youth Justice|Community Safety"
    "|Child Centred Policing|csu-supervisor|nominated-officer"
    "|Saltmere|B07a?|S12|V03|L01|SCY|CQWT?|foreman|watchkeeper|slipway-supervisor"
)
"""Names from the library that was published first, and from that of the tests, as an expression."""


def test_the_software_knows_no_library() -> None:
    """No file of the package, template or style names an organisation, or a document or role of one."""
    pattern = re.compile(rf"(?<![\w-])(?:{OF_A_LIBRARY})(?![\w-])")
    assert pattern.search("as in csu-supervisor.")
    found = {}
    for path in PACKAGE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text(encoding="utf-8", errors="ignore")
            found[str(path.relative_to(ROOT))] = pattern.findall(text)
    assert "generator/policysite/mkdocs/theme/main.html" in found
    assert {path: named for path, named in found.items() if named} == {}


def test_one_test_reads_the_live_library() -> None:
    """An owner's correct edit fails no test: but for one, none opens policy/ or what belongs to it."""
    reading = re.compile(
        r"""ROOT\s*/\s*f?["'](?:policy|checklists|pages|mkdocs)|(?:open|of|sources)\(ROOT"""
    )
    assert reading.search("Project.open(" + "ROOT, NOW)")
    assert reading.search("ROOT " + "/ 'policy'")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if reading.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"tests/test_live_library.py"}


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
