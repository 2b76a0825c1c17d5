"""The words that schemas are written in."""

from typing import Any

TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": "string", "nullable": True}
WHOLE = {"type": "integer"}
WHOLE_OR_NULL = {"type": "integer", "nullable": True}
YES_NO = {"type": "boolean"}
MOMENT = {"type": "string", "format": "date-time"}
MOMENT_OR_NULL = {"type": "string", "format": "date-time", "nullable": True}
DAY = {"type": "string", "format": "date"}
DAY_OR_NULL = {"type": "string", "format": "date", "nullable": True}
DECIMAL = {"type": "string", "format": "decimal"}
ANYTHING: dict[str, Any] = {}

Schema = dict[str, Any]


def thing(**properties: Any) -> Schema:
    """An object with these properties, all of them there; more may come."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def asked(required: tuple[str, ...] = (), **properties: Any) -> Schema:
    """An object that is sent: nothing else is taken."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


def each(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def result(name: str) -> Schema:
    return thing(result=each(name))
