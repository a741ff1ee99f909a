"""A name means one thing: no public name of the package is defined in two modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests import ROOT

PACKAGE = ROOT / "generator" / "policysite"


def defined_names(text: str) -> Iterator[str]:
    """The names that the text of a module defines at its top, without those that it imports."""
    for statement in ast.parse(text).body:
        match statement:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def repeated_names(folder: Path) -> dict[str, list[str]]:
    """The public names that several modules of a package define, each with the paths of these."""
    modules: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        for name in set(defined_names(path.read_text(encoding="utf-8"))):
            if not name.startswith("_"):
                modules[name].append(path.relative_to(folder).as_posix())
    return {name: paths for name, paths in modules.items() if len(paths) > 1}


def test_no_public_name_is_defined_twice() -> None:
    """Whoever reads a public name finds one definition of it."""
    assert repeated_names(PACKAGE) == {}


def test_a_name_defined_twice_is_found(tmp_path: Path) -> None:
    """Classes, functions and constants of two modules count; imports and private names don't."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.py").write_text(
        "from b import Imported\nclass Role: ...\ndef read(): ...\nLIMIT, _OWN = 1, 2\n"
    )
    (tmp_path / "folder" / "b.py").write_text(
        "class Imported: ...\nRole = 1\nread: int = 2\ndef _private(): ...\n_OWN = LIMIT = 3\n"
    )
    twice = ["a.py", "folder/b.py"]
    assert repeated_names(tmp_path) == {"Role": twice, "read": twice, "LIMIT": twice}
