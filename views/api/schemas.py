"""The shapes that the OpenAPI document names: problems, and the answers that many calls share."""

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
    "BusinessType": thing(
        code=TEXT,
        prefix=TEXT,
        title=TEXT,
        group=TEXT,
        initiator_roles={"type": "array", "items": TEXT},
        subject_schema={"type": "object"},
        stages={"type": "array", "items": {"type": "object"}},
    ),
    "Precheck": thing(allowed=YES_NO, preview={"type": "object", "nullable": True}, reasons=each("Reason")),
    "NewBusiness": asked(("type", "subject"), type=TEXT, subject={"type": "object"}),
    "BusinessHead": thing(
        business_no=TEXT,
        version=WHOLE,
        type=TEXT,
        type_title=TEXT,
        status={
            "type": "string",
            "enum": ["open", "archived", "refused", "cancelled", "terminated", "suspended"],
        },
        status_title=TEXT,
        stage=TEXT,
        stage_title=TEXT,
        subject={"type": "object"},
        subject_title=TEXT,
        building_id=WHOLE_OR_NULL,
        accepted_at=MOMENT,
        finished_at=MOMENT_OR_NULL,
        due_on=DAY_OR_NULL,
        promise={"type": "object", "nullable": True},
    ),
    "BusinessLine": thing(
        business_no=TEXT,
        version=WHOLE,
        type=TEXT,
        type_title=TEXT,
        subject_title=TEXT,
        developer=TEXT,
        status=TEXT,
        stage=TEXT,
        stage_title=TEXT,
        run_state=TEXT,
        sender=TEXT,
        received_at=MOMENT_OR_NULL,
        completed_at=MOMENT_OR_NULL,
        returns=WHOLE,
    ),
    "BusinessList": thing(result=each("BusinessLine"), next_page_token=TEXT_OR_NULL),
    "Business": {
        "allOf": [
            ref("BusinessHead"),
            thing(
                building={"type": "object", "nullable": True},
                stages={"type": "array", "items": {"type": "object"}},
                tasks=each("Task"),
                materials=each("Material"),
                materials_asked={"type": "array", "items": {"type": "object"}},
                opinions={"type": "array", "items": {"type": "object"}},
                documents=each("Document"),
                return_lines={"type": "array", "items": {"type": "object"}},
                checks=each("Check"),
                actions=each("Action"),
            ),
        ]
    },
    "Check": thing(
        key=TEXT,
        sign=TEXT,
        sign_code=TEXT,
        rule=TEXT,
        left=TEXT,
        relation=TEXT,
        right=TEXT,
        measure=TEXT,
        sources={"type": "array", "items": TEXT},
        place=TEXT_OR_NULL,
        proof=TEXT_OR_NULL,
    ),
    "Action": thing(name=TEXT, title=TEXT, allowed=YES_NO, reason=TEXT_OR_NULL, reasons=each("Reason")),
    "Task": thing(
        key=TEXT,
        title=TEXT,
        stage=TEXT,
        required=YES_NO,
        state=TEXT,
        state_code=TEXT,
        data={"type": "object"},
        draft={"type": "object", "nullable": True},
        faults=each("Reason"),
        fault_count=WHOLE,
        doubts=each("Reason"),
        doubt_count=WHOLE,
    ),
    "TaskInput": asked(("data",), version=WHOLE, data={"type": "object"}),
    "Progress": thing(result={"type": "array", "items": {"type": "object"}}, start={"type": "object"}),
    "Opinion": asked(("result",), result=TEXT, text=TEXT_OR_NULL),
    "ReturnLine": asked(("target", "fault"), target=TEXT, fault=TEXT, wanted=TEXT_OR_NULL),
    "OperationInput": asked(
        ("version",),
        version=WHOLE,
        opinion=ref("Opinion"),
        to_stage=TEXT_OR_NULL,
        to_user=WHOLE_OR_NULL,
        reason=TEXT_OR_NULL,
        lines=each("ReturnLine"),
    ),
    "ItemsInput": asked(
        ("items",),
        items={"type": "array", "items": asked(("business_no", "version"), business_no=TEXT, version=WHOLE)},
        opinion=ref("Opinion"),
    ),
    "ItemResults": thing(result={"type": "array", "items": thing(business_no=TEXT, ok=YES_NO, http_status=WHOLE)}),
    "Material": thing(id=WHOLE, key=TEXT, title=TEXT, name=TEXT, size=WHOLE, sha256=TEXT, url=TEXT),
    "MaterialFile": {
        "type": "object",
        "properties": {
            "key": TEXT,
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "rotation": {"type": "array", "items": WHOLE},
        },
        "required": ["key", "file"],
    },
    "CertificateInput": asked(("key", "certificate_id"), key=TEXT, certificate_id=WHOLE),
    "MaterialHandedIn": thing(id=WHOLE, key=TEXT, business_no=TEXT, version=WHOLE),
    "Document": thing(id=WHOLE, kind=TEXT, title=TEXT, number=TEXT, sha256=TEXT, signature_state=TEXT, url=TEXT),
    "SurveyFile": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    },
    "Survey": thing(
        survey_no=TEXT,
        kind=TEXT,
        state=TEXT,
        unit_count=WHOLE,
        building={"type": "object"},
        units={"type": "array", "items": {"type": "object"}},
    ),
    "SurveyStored": thing(survey_no=TEXT, kind=TEXT, state=TEXT, unit_count=WHOLE),
    "UnitTable": thing(version=WHOLE, count=WHOLE, result={"type": "array", "items": {"type": "object"}}),
    "Selection": asked(
        (),
        room_match=asked(("position", "digits"), position=TEXT, digits=TEXT, length=WHOLE_OR_NULL),
        room_length=WHOLE_OR_NULL,
        entrance=TEXT_OR_NULL,
        actual_floor_from=WHOLE_OR_NULL,
        actual_floor_to=WHOLE_OR_NULL,
        nominal_floor=TEXT_OR_NULL,
        layout=TEXT_OR_NULL,
        use=TEXT_OR_NULL,
        ids={"type": "array", "items": WHOLE, "nullable": True},
    ),
    "UnitEditInput": asked(
        ("version",),
        version=WHOLE,
        select=ref("Selection"),
        set={"type": "object"},
        rows={"type": "array", "items": {"type": "object", "properties": {"id": WHOLE}, "required": ["id"]}},
    ),
    "UnitEdit": thing(
        version=WHOLE,
        count=WHOLE,
        skipped=WHOLE,
        batch=WHOLE_OR_NULL,
        changes={"type": "array", "items": {"type": "object"}},
    ),
    "Delegation": thing(
        id=WHOLE,
        delegator_id=WHOLE,
        delegator=TEXT,
        delegate_id=WHOLE,
        delegate=TEXT,
        business_types={"type": "array", "items": TEXT},
        valid_from=DAY_OR_NULL,
        valid_until=DAY_OR_NULL,
        standing={"type": "string", "enum": ["coming", "in_force", "ended", "revoked"]},
        revoked_at=MOMENT_OR_NULL,
    ),
    "DelegationInput": asked(
        ("delegate_id", "valid_from", "valid_until"),
        delegator_id=WHOLE_OR_NULL,
        delegate_id=WHOLE,
        valid_from=DAY,
        valid_until=DAY,
        business_types={"type": "array", "items": TEXT, "nullable": True},
        reason=TEXT_OR_NULL,
    ),
    "NamedSelections": thing(
        result={
            "type": "array",
            "items": thing(
                id=WHOLE,
                name=TEXT,
                filter={"type": "object", "nullable": True},
                ids={"type": "array", "items": WHOLE, "nullable": True},
            ),
        }
    ),
    "NamedSelectionInput": asked(
        ("name",),
        name=TEXT,
        filter={"type": "object", "additionalProperties": TEXT, "nullable": True},
        ids={"type": "array", "items": WHOLE, "nullable": True},
    ),
    "Message": thing(
        id=WHOLE,
        occasion=TEXT,
        occasion_code=TEXT,
        text=TEXT,
        business_no=TEXT_OR_NULL,
        subject_title=TEXT_OR_NULL,
        url=TEXT,
        created_at=MOMENT,
        read_at=MOMENT_OR_NULL,
    ),
    "MessageList": thing(result=each("Message"), unread=WHOLE, next_page_token=TEXT_OR_NULL),
    "ReadInput": asked((), ids={"type": "array", "items": WHOLE}, all=YES_NO),
    "ReadAnswer": thing(marked=WHOLE, unread=WHOLE),
    "SmsInput": asked(("sms_off",), sms_off={"type": "array", "items": TEXT}),
    "SmsSettings": thing(
        sms_off={"type": "array", "items": TEXT}, occasions={"type": "array", "items": {"type": "object"}}
    ),
    "Calendar": thing(year=WHOLE, state=WHOLE, provisional=YES_NO, working_days=WHOLE, days=each("CalendarDay")),
    "CalendarDay": thing(date=DAY, working=YES_NO, note=TEXT),
    "CalendarInput": asked(
        ("days",),
        state=WHOLE_OR_NULL,
        days={
            "type": "array",
            "items": asked(("date", "working"), date=DAY, working=YES_NO, note=TEXT_OR_NULL),
        },
    ),
    "CalendarFile": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    },
    "CalendarChange": thing(changed={"type": "array", "items": DAY}, moved=WHOLE),
    "VersionInput": asked(("version",), version=WHOLE),
    "Batch": thing(n=WHOLE, who=TEXT, when=MOMENT, what=TEXT, count=WHOLE, reverts=WHOLE_OR_NULL, undone=YES_NO),
    "WorkbookInput": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}, "version": WHOLE},
        "required": ["file"],
    },
    "PriceListRow": thing(row=WHOLE_OR_NULL, entrance=TEXT, room_no=TEXT, verdict=TEXT, message=TEXT),
    "PriceList": {"allOf": [ref("UnitEdit"), thing(matched=WHOLE, applied=YES_NO, rows=each("PriceListRow"))]},
    "PriceRuleInput": asked(
        ("version", "price_kind", "base_price", "base_floor", "direction", "change", "step"),
        version=WHOLE,
        select=ref("Selection"),
        layout=TEXT_OR_NULL,
        floor_from=WHOLE_OR_NULL,
        floor_to=WHOLE_OR_NULL,
        price_kind={"type": "string", "enum": ["sale", "bare", "decoration"]},
        base_price=DECIMAL,
        base_floor=WHOLE,
        direction={"type": "string", "enum": ["up", "down"]},
        change={"type": "string", "enum": ["increase", "decrease"]},
        step=DECIMAL,
        opposite=asked(("change", "step"), change={"type": "string", "enum": ["increase", "decrease"]}, step=DECIMAL),
        position_steps={"type": "object"},
        floor_exceptions={"type": "object"},
        rounding=TEXT_OR_NULL,
        keep_manual=YES_NO,
    ),
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
