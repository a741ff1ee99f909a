"""Git in a repository of a test's own, as somebody, and without the settings of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ISOLATED = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *words: str | Path) -> str:
    """Run git in a folder, and give what it prints."""
    options = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    ended = subprocess.run(
        ["git", "-C", folder, *options, *words],
        env=os.environ | ISOLATED,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ended.stdout


def commit(folder: Path, message: str = "Change") -> str:
    """Commit everything, and give the name of the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()
