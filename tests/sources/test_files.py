"""The policy folder where it holds what no text shows: sizes, links, folders and permissions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import TemporaryDirectory

import pytest

from policysite.sources import read_sources
from policysite.sources.yaml_reader import MAX_DEPTH, MAX_SOURCE_BYTES
from tests.cases import describe_problem
from tests.small import EDITION, FILES, LOCK, RECORD, ROLES, SmallProject

NOBODY = 65534
NO_FILE = "unreadable-file this is not a file | remove it"
NO_LINK = (
    "linked-file this is a symbolic link"
    " | put what it leads to in its place: a change there would leave no trace in this project"
)
NO_READER = "unexpected-file nothing reads this {} | move it out of the policy folder, or remove it"


def link(small: SmallProject, name: str, to: str) -> None:
    """Put a symbolic link where a file may have been."""
    (small.folder / name).unlink(missing_ok=True)
    (small.folder / name).parent.mkdir(exist_ok=True)
    (small.folder / name).symlink_to(to)


def without_documents(small: SmallProject) -> None:
    """Remove every document."""
    shutil.rmtree(small.folder / "policy/HR12")


def without_policy(small: SmallProject) -> None:
    """Remove the whole policy folder."""
    shutil.rmtree(small.folder / "policy")


def policy_is_a_file(small: SmallProject) -> None:
    """Put a file where the policy folder was."""
    without_policy(small)
    small.write("policy", "roles: {}\n")


def folders_for_files(small: SmallProject) -> None:
    """Put folders where files should be."""
    small.remove(ROLES)
    (small.folder / ROLES).mkdir()
    (small.folder / "policy/HR12/2024-11.yml").mkdir()


def a_pipe(small: SmallProject) -> None:
    """Put a pipe, which would keep a reader waiting for ever, where an edition should be."""
    os.mkfifo(small.folder / "policy/HR12/2024-11.yml")


def a_socket(small: SmallProject) -> None:
    """Put a socket where a file should be."""
    small.remove(ROLES)
    with socket(AF_UNIX) as bound:
        bound.bind(str(small.folder / ROLES))


def links_to_nothing(small: SmallProject) -> None:
    """Put links that lead nowhere where files should be."""
    link(small, ROLES, "gone")
    link(small, "policy/HR12/2024-11.yml", "gone")


def links_in_circles(small: SmallProject) -> None:
    """Put links to themselves where files and folders should be, and one to the folder above."""
    link(small, ROLES, "roles.yml")
    link(small, "policy/HR12/2024-11.yml", "2024-11.yml")
    link(small, "policy/HR13", "HR13")
    link(small, "policy/HR12/all", "../../policy")


def links_out(small: SmallProject) -> None:
    """Put links to files and folders outside, and to one inside, where the sources may be."""
    outside = small.folder.parent / "outside"
    shutil.copytree(small.folder / "policy/HR12", outside / "HR13")
    (outside / "terms.yml").write_text("secret: [unread", "utf-8")
    link(small, "policy/terms.yml", str(outside / "terms.yml"))
    link(small, "policy/HR13", str(outside / "HR13"))
    link(small, "policy/HR12/2024-11.yml", "2025-11.yml")
    link(small, RECORD, str(outside / "terms.yml"))
    link(small, LOCK, str(outside / "terms.yml"))
    link(small, "policy/.#roles.yml", "somebody@a-machine.1234")
    link(small, "checklists/line-manager.yml", str(outside / "terms.yml"))


def linked_folders(small: SmallProject) -> None:
    """Put links where the folders of the sources should be."""
    outside = small.folder.parent / "outside"
    outside.mkdir()
    shutil.move(small.folder / "policy", outside)
    link(small, "policy", str(outside / "policy"))
    link(small, "checklists", str(outside))


def roles_of(size: int, small: SmallProject) -> None:
    """Fill roles.yml with a comment up to so many bytes."""
    small.write(ROLES, FILES[ROLES] + "#" * (size - len(FILES[ROLES])))


NO_FOLDER = (
    "policy:1:1: unreadable-file it cannot be opened: Not a directory"
    " | check what it is and who may read it"
)
TOO_LARGE = (
    f"{ROLES}:1:1: file-too-large the file has more than 1,048,576 bytes, the most that a source may"
    " have | split the document, or look for something pasted by mistake"
)
NO_DOCUMENTS = (
    "policy:1:1: no-documents the library holds no documents"
    " | add a folder a document with a file an edition, as in policy/HR12/2025-11.yml"
)
FOLDERS: dict[str, tuple[Callable[[SmallProject], None], list[str]]] = {
    "no documents": (without_documents, [NO_DOCUMENTS]),
    "no policy folder": (
        without_policy,
        [
            NO_DOCUMENTS,
            *(
                f"policy/{name}.yml:1:1: missing-file policy/{name}.yml is not there"
                " | add it; policysite explain missing-file has an example"
                for name in ("library", "references", "roles", "terms")
            ),
        ],
    ),
    "a file for the policy folder": (
        policy_is_a_file,
        [NO_FOLDER],
    ),
    "folders for files": (
        folders_for_files,
        [
            f"policy/HR12/2024-11.yml:1:1: {NO_READER.format('folder')}",
            f"{ROLES}:1:1: {NO_FILE}",
        ],
    ),
    "a pipe": (a_pipe, [f"policy/HR12/2024-11.yml:1:1: {NO_FILE}"]),
    "a socket": (a_socket, [f"{ROLES}:1:1: {NO_FILE}"]),
    "links that lead nowhere": (
        links_to_nothing,
        [f"policy/HR12/2024-11.yml:1:1: {NO_LINK}", f"{ROLES}:1:1: {NO_LINK}"],
    ),
    "links that lead to themselves": (
        links_in_circles,
        [
            f"policy/HR12/2024-11.yml:1:1: {NO_LINK}",
            f"policy/HR12/all:1:1: {NO_LINK}",
            f"policy/HR13:1:1: {NO_LINK}",
            f"{ROLES}:1:1: {NO_LINK}",
        ],
    ),
    "links that lead somewhere": (
        links_out,
        [
            f"checklists/line-manager.yml:1:1: {NO_LINK}",
            f"policy/HR12/2024-11.yml:1:1: {NO_LINK}",
            f"policy/HR12/reviews.yml:1:1: {NO_LINK}",
            f"policy/HR13:1:1: {NO_LINK}",
            f"policy/policy.lock:1:1: {NO_LINK}",
            f"policy/terms.yml:1:1: {NO_LINK}",
        ],
    ),
    "links for the folders themselves": (
        linked_folders,
        [f"checklists:1:1: {NO_LINK}", f"policy:1:1: {NO_LINK}"],
    ),
    "a file larger than sources may be": (
        partial(roles_of, MAX_SOURCE_BYTES + 1),
        [TOO_LARGE],
    ),
    "a file as large as sources may be": (
        partial(roles_of, MAX_SOURCE_BYTES),
        [],
    ),
}


@pytest.mark.parametrize(("change", "expected"), FOLDERS.values(), ids=FOLDERS)
def test_odd_folders_are_reported(
    change: Callable[[SmallProject], None], expected: list[str], small: SmallProject
) -> None:
    """Whatever lies in the policy folder is reported by its name, and nothing that follows from it."""
    change(small)
    assert [describe_problem(problem) for problem in small.problems] == expected


def test_nothing_is_read_through_a_link(small: SmallProject) -> None:
    """Neither a message nor what is published holds anything of what a link leads to."""
    links_out(small)
    sources = read_sources(small.folder)
    assert not [one for one in sources.problems if "secret" in f"{one.message}{one.hint}"]
    assert not [text for text in sources.texts.values() if "secret" in text]
    assert [edition.file for edition in sources.library.editions] == [EDITION]


def test_a_project_may_be_reached_through_a_link(small: SmallProject, tmp_path: Path) -> None:
    """What leads to the project is nobody's business: only within it links are refused."""
    (tmp_path / "link").symlink_to(small.folder)
    assert not read_sources(tmp_path / "link").problems


@contextmanager
def without_roots_rights() -> Iterator[Path]:
    """A folder of a user who may not read everything, as root may; what runs inside runs as that user."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        with TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        os.seteuid(os.getuid())


@pytest.mark.parametrize("name", [ROLES, EDITION, "policy/HR12", "policy"])
def test_what_may_not_be_read_is_reported_alone(name: str) -> None:
    """A file or folder that nobody here may read is one problem, and brings no other with it."""
    with without_roots_rights() as folder:
        small = SmallProject(folder)
        (folder / name).chmod(0)
        problems = [describe_problem(problem) for problem in small.problems]
        (folder / name).chmod(0o700)
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}:1:1: unreadable-file it cannot be opened: Permission denied |")


def test_names_in_any_bytes_are_reported(small: SmallProject) -> None:
    """A file whose name is not UTF-8 is reported like any other, and can be."""
    name = os.fsdecode(b"policy/\xff\n.txt")
    try:
        small.write(name, "x")
    except OSError:
        pytest.skip("this file system takes only names that are UTF-8")
    assert [(one.position.file, one.code) for one in small.problems] == [(name, "unexpected-file")]


DEEP = {
    "brackets": "[" * 100_000,
    "braces": "{a: " * 100_000,
    "hyphens": "- " * 100_000,
    "keys": "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
    "keys of keys": "? " * 100_000,
    "brackets that close": "[" * 100_000 + "]" * 100_000,
    "quotes in brackets": '["' * 100_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_input_is_refused(text: str, small: SmallProject) -> None:
    """Nesting beyond what any source needs is one problem and no crash, however deep it goes on."""
    small.write(ROLES, text)
    (problem,) = small.problems
    assert problem.position.file == ROLES
    assert problem.code in {"too-deep", "yaml-syntax"}


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
def test_the_limit_of_depth_is_exact(depth: int, small: SmallProject) -> None:
    """So many levels are read, and one more is not."""
    small.write(ROLES, "[" * depth + "x" + "]" * depth)
    assert small.codes == ["too-deep" if depth > MAX_DEPTH else "wrong-type"]


def test_reading_leaves_no_library_half_made(small: SmallProject) -> None:
    """What can be read is in the library, with the names of what could not be."""
    small.write("policy/HR13/2025-11.yml", "title: [")
    small.write("policy/terms.yml", "terms: {FWR: {}}")
    library = read_sources(small.folder).library
    assert list(library.documents) == ["HR12"]
    assert library.unreadable == {"policy/HR13/", "policy/HR13/2025-11.yml", "policy/terms.yml"}
    assert not library.terms
    assert set(library.roles) == {"line-manager", "head-of-people"}
