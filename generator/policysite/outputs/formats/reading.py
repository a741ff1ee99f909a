"""From parsed JSON to an object of a format, or what is wrong with it and where."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...domain.problems import ValuePath
from ...errors import PolicySiteError
from .base import JsonObject
from .values import EXPECTED_TEXTS

J = TypeVar("J", bound=JsonObject)

_EXPECTED_KINDS = {
    "string_type": "text",
    "model_type": "an object",
    "dict_type": "an object",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "bool_type": "true or false",
}
_MESSAGES = {
    "string_too_short": "there is no text here",
    "string_unicode": "it holds a lone surrogate (U+D800 to U+DFFF), which is not a character",
    "too_short": "it is empty, and has to hold at least one",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEY = "[key]"
"""How pydantic marks that it is the key of a free mapping that is wrong."""


class FormatError(PolicySiteError):
    """What was read is not as its format says: what is wrong first, and the way to it."""

    def __init__(self, message: str, path: ValuePath = ()) -> None:
        super().__init__(message)
        self.path = path


def read_format(model: type[J], data: Any) -> J:
    """Make what json.loads gave into an object of a format. Raises FormatError."""
    (name,) = get_args(model.model_fields["format"].annotation)
    if isinstance(data, dict) and data.get("format") != name:
        raise FormatError(f"it does not say that its format is {name}", ("format",))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _format_error(error.errors(include_url=False)[0]) from None


def json_path(path: ValuePath) -> str:
    """A place in a file of JSON, as in $.items[3].at (RFC 9535)."""
    return "$" + "".join(map(_segment, path))


def _format_error(error: ErrorDetails) -> FormatError:
    kind, path = error["type"], error["loc"]
    if kind == "missing":
        return FormatError(f"the key {path[-1]!r} is missing", path[:-1])
    if kind == "extra_forbidden":
        return FormatError(f"the key {path[-1]!r} is not known here", path[:-1])
    return FormatError(_message(error), path[:-2] if path[-1:] == (_KEY,) else path)


def _message(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    expected = (
        _EXPECTED_KINDS.get(kind)
        or EXPECTED_TEXTS.get(context.get("pattern", ""))
        or context.get("expected")
        or (f"{context['ge']} or more" if "ge" in context else "")
    )
    return f"expected {expected}, found {_shown(error['input'])}" if expected else error["msg"]


def _shown(value: Any) -> str:
    match value:
        case str():
            return repr(value)
        case bool() | int() | float() | None:
            return json.dumps(value)
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a number"


def _segment(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    # Escapes as JSON's, but for the quotes, which are single.
    quoted = json.dumps(key)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{quoted}']"
