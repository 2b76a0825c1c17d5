"""委托代办: who, from when until when, which types; for the page and for programs alike."""

from flask_babel import lazy_gettext
from wtforms import Form

from models import Delegation
from views.tasks.choices import ChoicesField
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.day import DayField
from views.tasks.fields.number import WholeField
from views.tasks.filling import Filled
from workflows.delegations import Wanted
from workflows.registry import BUSINESS_TYPES

COLUMNS = Delegation.__table__.c


class DelegationForm(Form):
    delegator_id = WholeField(label_of(COLUMNS.delegator_id), least=1)
    delegate_id = WholeField(label_of(COLUMNS.delegate_id), least=1, required=True)
    valid_from = DayField(label_of(COLUMNS.valid_from), required=True)
    valid_until = DayField(label_of(COLUMNS.valid_until), required=True)
    business_types = ChoicesField(
        label_of(COLUMNS.business_types), titles={kind.code: lazy_gettext(kind.title) for kind in BUSINESS_TYPES}
    )
    reason = text_of(COLUMNS.reason)


def wanted_of(filled: Filled) -> Wanted:
    data = filled.form.data
    return Wanted(
        delegate_id=data["delegate_id"],
        valid_from=data["valid_from"],
        valid_until=data["valid_until"],
        delegator_id=data["delegator_id"],
        business_types=tuple(data["business_types"] or ()),
        reason=data["reason"] or "",
    )
