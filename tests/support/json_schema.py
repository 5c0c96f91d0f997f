"""As much of JSON Schema 2020-12 as the published schema uses; a keyword that is not known here is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TELL = frozenset({"$schema", "$defs", "title", "description"})  # say something to people, demand nothing
_TYPES: dict[str, type] = {"object": Mapping, "array": list, "string": str}


def offences(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "$") -> Iterator[str]:
    """What the schema has against a value, each with its path."""
    for keyword, wanted in schema.items():
        if keyword not in _TELL:
            yield from _offences(value, keyword, wanted, {"schema": schema, "root": root, "path": path})


def _offences(value: Any, keyword: str, wanted: Any, at: Mapping[str, Any]) -> Iterator[str]:
    path, root, schema = at["path"], at["root"], at["schema"]
    match keyword:
        case "$ref":
            name = wanted.removeprefix("#/$defs/")
            yield from offences(value, root["$defs"][name], root, path)
        case "type":
            if not isinstance(value, _TYPES[wanted]):
                yield f"{path} is no {wanted}"
        case "const" | "enum":
            allowed = wanted if keyword == "enum" else [wanted]
            if not any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in allowed):
                yield f"{path} is none of {allowed}"
        case "pattern":
            if isinstance(value, str) and not re.search(wanted, value):
                yield f"{path} does not match {wanted}"
        case "minItems":
            if isinstance(value, list) and len(value) < wanted:
                yield f"{path} has too few items"
        case "items":
            for place, item in enumerate(value if isinstance(value, list) else ()):
                yield from offences(item, wanted, root, f"{path}[{place}]")
        case "required":
            if isinstance(value, Mapping):
                yield from (f"{path} lacks {key}" for key in wanted if key not in value)
        case "properties":
            for key in wanted.keys() & value.keys() if isinstance(value, Mapping) else ():
                yield from offences(value[key], wanted[key], root, f"{path}.{key}")
        case "additionalProperties":
            assert wanted is False
            if isinstance(value, Mapping):
                yield from (f"{path} may not have {key}" for key in value.keys() - schema["properties"].keys())
        case _:
            raise NotImplementedError(f"the schema uses {keyword}, which this check does not know")
