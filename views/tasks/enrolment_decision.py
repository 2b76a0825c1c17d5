"""逐人审核: each applicant is approved, or refused with a reason."""

from flask_babel import lazy_gettext
from wtforms import Form

from models import Membership
from views.tasks.fields.choice import TickField
from views.tasks.fields.column import text_of
from views.tasks.fields.number import WholeField
from views.tasks.fields.part import LinesField


class DecisionForm(Form):
    membership_id = WholeField(lazy_gettext("入网人员"), least=1, required=True)
    approved = TickField(lazy_gettext("通过"), given=True)
    reason = text_of(Membership.__table__.c.refusal_reason)


class EnrolmentDecisionForm(Form):
    decisions = LinesField(DecisionForm, lazy_gettext("审核结果"))
