"""用户入网: the company's own people with their state, one or many applied for at once."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.extensions import db
from views.starts.start import Start, Subject
from workflows.actor import Actor
from workflows.reading.applicants import applicant_lines
from workflows.rules.identity import mask_id, mask_phone


def values(actor: Actor, subject: Subject, now: dt.datetime) -> Mapping[str, Any]:
    chosen = frozenset(subject.get("membership_ids") or ()) if subject else frozenset()
    lines = applicant_lines(db.session(), actor, now)
    return {"lines": lines, "chosen": chosen, "mask_id": mask_id, "mask_phone": mask_phone}


def accepted(number: str) -> str:
    return gettext("已受理 %(number)s，请上传授权委托书和身份证复印件后派工", number=number)


START = Start("start/user_enrolment.html", values, accepted)
