"""The shapes of problems by RFC 9457."""

from views.api.schemas.words import TEXT, TEXT_OR_NULL, WHOLE, Schema, ref

REASON = {
    "type": "object",
    "properties": {"field": TEXT_OR_NULL, "code": TEXT, "message": TEXT},
    "required": ["code", "message"],
}

SCHEMAS: dict[str, Schema] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457; `code` 稳定不变，`errors` 列出全部原因，409 时 `differs` 说明不同之处",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "code": TEXT,
            "errors": {"type": "array", "items": REASON},
            "differs": {"type": "object"},
        },
        "required": ["type", "title", "status", "detail", "code", "errors"],
    },
    "Reason": REASON,
}


def problem_response(description: str) -> Schema:
    return {"description": description, "content": {"application/problem+json": {"schema": ref("Problem")}}}


PROBLEMS: dict[str, Schema] = {
    "Unreadable": problem_response("400 请求无法读取"),
    "SignedOut": problem_response("401 请先登录"),
    "Forbidden": problem_response("403 看得见，但不由本角色办理"),
    "NotFound": problem_response("404 不存在，或无权查看"),
    "Conflict": problem_response("409 M17、M20（附不同之处），已有的宗号，已用过的 Idempotency-Key"),
    "TooLarge": problem_response("413 文件过大"),
    "Unsupported": problem_response("415 不支持的格式"),
    "Refused": problem_response("422 未能办理，列出全部原因"),
}
