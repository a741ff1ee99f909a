"""`python -m bench`: measures, prints the reports, and writes them into bench/README.md."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from policysite import __version__

from .experiments import EXPERIMENTS
from .measure import CommandFailedError, ToolMissingError

README = Path(__file__).with_name("README.md")
PACKAGES = ("mkdocs", "mkdocs-material", "pydantic", "pyyaml", "pagefind")


def main() -> int:
    """Exit with 0 when all was measured, whether the goals are met or not, and with 2 otherwise."""
    options = _options()
    today = datetime.now().astimezone().date()
    before = f"{_conditions(today)} {options.repeat} runs each, medians.\n\n"
    try:
        for name in options.only or EXPERIMENTS:
            with tempfile.TemporaryDirectory(prefix="policysite-bench-") as folder:
                report = EXPERIMENTS[name](Path(folder), options.sizes, options.repeat)
            print(f"{name}\n\n{report.markdown}")
            text = README.read_text(encoding="utf-8")
            README.write_text(with_results(text, name, before + report.markdown), encoding="utf-8")
    except (CommandFailedError, ToolMissingError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def with_results(readme: str, name: str, results: str) -> str:
    """The README with new results between the markers of an experiment."""
    marked = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
    return marked.sub(lambda _: f"\n{results}\n", readme)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted({int(size) for size in text.split(",")}),
        default=[10, 100, 300, 1000],
        help="how many documents the libraries hold (default: 10,100,300,1000)",
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of each command (default: 3)")
    parser.add_argument(
        "--only", choices=EXPERIMENTS, action="append", help="measure this and leave other results"
    )
    return parser.parse_args()


def _conditions(today: date) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured on {today.day} {today:%B %Y} with {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, policysite {__version__}, {packages}."
    )


if __name__ == "__main__":
    sys.exit(main())
