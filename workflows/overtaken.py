"""Somebody else was quicker: one wording for every version that is compared."""

import datetime as dt

from workflows.facts.calendar import desk_minute
from workflows.messages import M20, Message, Reason

SOMEBODY = Message("somebody", "他人")
JUST_NOW = Message("just_now", "刚才")
BUSINESS = Message("business", "业务 {business_no}")
UNITS = Message("units", "{building_no} 的户室")
STAGE_TABLE = Message("stage_table", "环节表【{title}】")
TEMPLATE_DRAFT = Message("template_draft", "模板草稿")


def overtaken_by(what: Reason | str, person: str | None, moment: dt.datetime | None) -> Reason:
    """M20 with who changed `what` since and when, as far as that is known."""
    return M20(person=person or SOMEBODY(), time=desk_minute(moment) if moment else JUST_NOW(), what=what)
