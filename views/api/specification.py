"""What the calls have in common in the OpenAPI document, so that a docstring only says what is its own."""

from typing import Any

READING = {"401": "SignedOut", "404": "NotFound"}
WRITING = {
    "400": "Unreadable",
    "401": "SignedOut",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "413": "TooLarge",
    "415": "Unsupported",
    "422": "Refused",
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 200},
    "description": "同一键与同一内容，24 小时内返回第一次的答复；内容不同则 409",
}
WHOLE_PARTS = ("_id", "number")


def complete(path: str, operations: dict[str, Any]) -> None:
    """Add the path's parameters, the problems that may be answered, the token, and the key of a POST."""
    for method, operation in operations.items():
        operation["security"] = [{"jwt": []}]
        operation.setdefault("parameters", [])
        operation["parameters"] += [part(name) for name in parts_of(path)]
        if method == "post":
            operation["parameters"].append(KEY)
        problems = READING if method == "get" else WRITING
        answers = operation.setdefault("responses", {})
        for status, name in problems.items():
            answers.setdefault(status, {"$ref": f"#/components/responses/{name}"})


def parts_of(path: str) -> list[str]:
    return [piece[1:-1] for piece in path.split("/") if piece.startswith("{") and piece.endswith("}")]


def part(name: str) -> dict[str, Any]:
    kind = "integer" if name.endswith(WHOLE_PARTS) else "string"
    return {"in": "path", "name": name, "required": True, "schema": {"type": kind}}
