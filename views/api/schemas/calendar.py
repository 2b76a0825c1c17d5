"""The shapes of the working calendar."""

from views.api.schemas.words import DAY, TEXT, TEXT_OR_NULL, WHOLE, WHOLE_OR_NULL, YES_NO, Schema, asked, each, thing

SCHEMAS: dict[str, Schema] = {
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
}
