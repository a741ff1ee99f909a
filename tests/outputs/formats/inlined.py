"""A JSON Schema written out: what tests walk through beside the values that it describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its definitions where they are used, and without the null that a value may be."""
    found: dict[str, Any] = _inlined(schema, schema.get("$defs", {}), ())
    return found


MAX_NESTING = 4
"""How often a definition is written out within itself: lists hold items that hold lists."""


def _inlined(schema: Any, definitions: dict[str, Any], above: tuple[str, ...]) -> Any:
    if isinstance(schema, list):
        return [_inlined(below, definitions, above) for below in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if above.count(name) == MAX_NESTING:
            return {}
        return _inlined(definitions[name], definitions, (*above, name)) | {
            key: value for key, value in schema.items() if key != "$ref"
        }
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        return _inlined(choices[0], definitions, above) | {
            key: value for key, value in schema.items() if key != "anyOf"
        }
    return {key: _inlined(value, definitions, above) for key, value in schema.items() if key != "$defs"}


def described(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything in an inlined schema that has a description of its own, from the top down."""
    yield schema
    for below in schema.get("properties", {}).values():
        yield from described(below)
    items = schema.get("items", {})
    for below in items.get("oneOf", [items]):
        if "properties" in below:
            yield from described(below)


def paired_keys(schema: dict[str, Any], value: Any) -> Iterator[tuple[set[str], set[str]]]:
    """The keys of every mapping in a value, with those that an inlined schema describes."""
    if isinstance(value, dict) and "oneOf" in schema:
        schema = next(
            choice for choice in schema["oneOf"] if choice["properties"]["kind"]["const"] == value["kind"]
        )
    if isinstance(value, dict):
        yield set(value), set(schema["properties"])
        for key, below in value.items():
            yield from paired_keys(schema["properties"][key], below)
    elif isinstance(value, list):
        for one in value:
            yield from paired_keys(schema["items"], one)
