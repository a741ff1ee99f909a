"""A site takes the place of the last one whole, one build at a time, whatever dead builds have left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policysite.domain.problems import SourcePosition
from policysite.filesystem.locking import LockTimeoutError
from policysite.publishing import (
    SiteTarget,
    replace_site,
    replacement,
    restore_site,
)
from tests.sites import tree, write


def never() -> None:
    """What is called when a build waits, where none is to."""
    raise AssertionError("there is nothing to wait for")


def target_in(folder: Path) -> SiteTarget:
    """A target beside which everything may be made."""
    return SiteTarget(folder / "site", folder, SourcePosition("mkdocs.yml"))


@pytest.fixture(params=["in one step", "moved aside"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of exchanging folders: the one of Linux, and the one of every other system."""
    if request.param == "moved aside":
        monkeypatch.setattr(replacement, "_exchange", lambda _one, _other: False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("before", [None, {}, {"index.html": "old", "old/x": "old"}])
def test_site_is_replaced_whole(tmp_path: Path, before: dict[str, str] | None) -> None:
    """The new site takes the place of whatever stood there, and nothing else is left."""
    target = target_in(tmp_path)
    if before is not None:
        target.folder.mkdir()
        write(target.folder, before)
    with replace_site(target, never) as made:
        write(made.staging, {"index.html": "new", "a/index.html": "new"})
        made.swap_in()
    assert tree(tmp_path) == {"site/index.html": b"new", "site/a/index.html": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("way")
def test_site_stands_when_the_new_one_is_gone(tmp_path: Path) -> None:
    """When the new site cannot be moved, the old one stands where it stood."""
    write(tmp_path / "site", {"index.html": "old"})
    with replace_site(target_in(tmp_path), never) as made, pytest.raises(FileNotFoundError):
        made.swap_in()
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_what_is_not_put_in_place_is_removed(tmp_path: Path) -> None:
    """A build that fails leaves the folder as it found it."""
    write(tmp_path / "site", {"index.html": "old"})
    with replace_site(target_in(tmp_path), never) as made:
        write(made.staging, {"index.html": "half"})
    assert tree(tmp_path) == {"site/index.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_system_exchanges_in_one_step(tmp_path: Path) -> None:
    """On Linux there is no moment without a site: the system's exchange is what is used."""
    write(tmp_path, {"one/x": "1", "other/y": "2"})
    assert replacement._exchange(tmp_path / "one", tmp_path / "other")  # noqa: SLF001  # who sees the result cannot tell how it came
    assert tree(tmp_path) == {"one/y": b"2", "other/x": b"1"}


def test_what_dead_builds_left_is_removed(tmp_path: Path) -> None:
    """What builds of this site have left is removed, and what others have is not."""
    write(
        tmp_path,
        dict.fromkeys(
            {
                "site/x", ".site.building-1/x", ".site.building-k2_3/site/x", ".site.replaced-k2_3/x",
                ".site2.building-1/x", "building-1/x",
            },
            "",
        ),
    )  # fmt: skip
    with replace_site(target_in(tmp_path), never):
        assert {*tree(tmp_path)} == {"site/x", ".site2.building-1/x", "building-1/x", ".site.lock"}


def test_site_moved_aside_comes_back(tmp_path: Path) -> None:
    """Where a build died between moving the old site aside and the new one in, the old one is back."""
    write(tmp_path, {".site.replaced-k2_3/index.html": "old", ".site.building-k2_3/site/x": "new"})
    with replace_site(target_in(tmp_path), never):
        pass
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_site_comes_back_without_a_build(tmp_path: Path) -> None:
    """Where no build can begin, what was moved aside last comes back all the same."""
    write(tmp_path, {".site.replaced-k2_3/index.html": "old", ".site.building-k2_3/site/x": "new"})
    restore_site(tmp_path / "site")
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_site_does_not_come_back_during_a_build(tmp_path: Path) -> None:
    """A site that a living build has just moved aside is left to that build."""
    with replace_site(target_in(tmp_path), never):
        write(tmp_path, {".site.replaced-k2_3/index.html": "old"})
        restore_site(tmp_path / "site")
        assert ".site.replaced-k2_3/index.html" in tree(tmp_path)


HOLD = """
import sys
from pathlib import Path
from policysite.domain.problems import SourcePosition
from policysite.publishing import SiteTarget, replace_site
folder = Path(sys.argv[1])
target = SiteTarget(folder / "site", folder, SourcePosition("mkdocs.yml"))
with replace_site(target, lambda: None) as made:
    made.staging.mkdir()
    print(made.work_folder.name, flush=True)
    sys.stdin.read()
"""


def test_another_build_is_waited_for(tmp_path: Path) -> None:
    """While a build runs, a second one waits and touches nothing of it, until the first is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        workshop = tmp_path / other.stdout.readline().strip()
        waited: list[bool] = []
        with (
            pytest.raises(LockTimeoutError),
            replace_site(target_in(tmp_path), lambda: waited.append(workshop.is_dir()), seconds=0),
        ):
            never()
        assert waited == [True]
        with replace_site(target_in(tmp_path), other.kill):
            assert not workshop.exists()
    assert list(tmp_path.iterdir()) == []
