"""The rooms of the package from the ground up: the one table, for the architecture test and the picture.

`python -m tests.layers` writes the picture into docs/maintainers.md, and a test holds that it is there.
"""

from __future__ import annotations

import re
from pathlib import Path

LAYERS: tuple[dict[str, str], ...] = (
    {"errors": "the class of every error that is no fault of the code"},
    {"filesystem": "files written whole or not at all; what only one process may do at a time"},
    {"domain": "documents, duties, roles, dates and states; problems and their rules"},
    {"traceability": "citations, digests, and what somebody has to look at again"},
    {
        "sources": "YAML and git in, a library and problems out; policy.lock",
        "checks": "what must hold of a library beyond the form of its files",
        "outputs.formats": "the JSON that programs read: its types and schemas",
        "outputs.escaping": "text made ready for a terminal, a table, Markdown, JSON",
        "outputs.translations": "the software's own words in other languages",
    },
    {"rules": "every rule by its code, gathered from the modules that find it broken"},
    {
        "outputs.site": "pages: headings and HTML",
        "outputs.api": "JSON for other programs",
        "outputs.feeds": "calendars and the feed",
        "outputs.pdf": "checklists on paper",
        "outputs.reports": "what commands print",
        "outputs.notifications": "mail and webhooks; the only user of the network",
        "outputs.usage_records": "what somebody saved from a checklist",
    },
    {"publishing": "search index, offline copy, verification, exchange"},
    {"project": "what the sources of a project say on a day, and what is wrong with them"},
    {
        "lock_recorder": "what was accepted or sealed, into policy.lock",
        "publication": "the site of a project at an address, made and put in place",
    },
    {"mkdocs": "the plugin and the theme", "cli": "the commands"},
)
"""Each room with what it is for. One knows those on lower layers only, and none beside it."""

MAINTAINERS = Path(__file__).parents[1] / "docs" / "maintainers.md"
_PICTURE = re.compile(r"(?s)(?<=<!-- layers -->\n```text\n).*?(?=```\n<!-- /layers -->)")


def rooms() -> list[str]:
    """Every room, from the ground up."""
    return [room for layer in LAYERS for room in layer]


def picture() -> str:
    """The layers as lines of text, the highest first, with an empty line between layers."""
    width = max(map(len, rooms())) + 3
    layers = (
        "".join(f"{room:{width}}{use}\n" for room, use in layer.items()) for layer in reversed(LAYERS)
    )
    return "\n".join(layers)


def with_picture(text: str) -> str:
    """The guide for maintainers with the picture of these layers in its place."""
    found = _PICTURE.search(text)
    if found is None:
        raise ValueError(f"{MAINTAINERS.name} has no place for the layers")
    return text[: found.start()] + picture() + text[found.end() :]


if __name__ == "__main__":
    MAINTAINERS.write_text(with_picture(MAINTAINERS.read_text(encoding="utf-8")), encoding="utf-8")
