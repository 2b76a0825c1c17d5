"""The shapes of delegations and messages."""

from views.api.schemas.words import (
    DAY,
    DAY_OR_NULL,
    MOMENT,
    MOMENT_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    YES_NO,
    Schema,
    asked,
    each,
    thing,
)

SCHEMAS: dict[str, Schema] = {
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
}
