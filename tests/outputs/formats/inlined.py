"""A JSON Schema written out: what tests walk through beside the values that it describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its definitions where they are used, and without the null that a value may be."""
    found: dict[str, Any] = _inlined(schema, schema.get("$defs", {}))
    return found


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(below, definitions) for below in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        definition = definitions[schema["$ref"].rpartition("/")[2]]
        return _inlined(definition, definitions) | {
            key: value for key, value in schema.items() if key != "$ref"
        }
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        return _inlined(choices[0], definitions) | {
            key: value for key, value in schema.items() if key != "anyOf"
        }
    return {key: _inlined(value, definitions) for key, value in schema.items() if key != "$defs"}


def described(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything in an inlined schema that has a description of its own, from the top down."""
    yield schema
    for below in schema.get("properties", {}).values():
        yield from described(below)
    if "properties" in schema.get("items", {}):
        yield from described(schema["items"])


def paired_keys(schema: dict[str, Any], value: Any) -> Iterator[tuple[set[str], set[str]]]:
    """The keys of every mapping in a value, with those that an inlined schema describes."""
    if isinstance(value, dict):
        yield set(value), set(schema["properties"])
        for key, below in value.items():
            yield from paired_keys(schema["properties"][key], below)
    elif isinstance(value, list):
        for one in value:
            yield from paired_keys(schema["items"], one)
