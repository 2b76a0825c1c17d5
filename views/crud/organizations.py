"""企业信息: the own company for its administrator, every organization for the desk (manual 3.1)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_appbuilder.models.filters import BaseFilter
from flask_babel import lazy_gettext
from sqlalchemy.orm import Query

from app.web.current import current_actor
from models import Organization
from models.enums import Role
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.reveal import OFFICES, Revealed
from workflows.actor import Actor
from workflows.messages import Message, Reason

PAID_TOO_MUCH = Message("range", "实缴资本不能大于注册资本")
OFFICIAL = frozenset({"kind", "status", "valid"})


class Organizations(Record):
    record = "organizations"
    model = Organization
    listed = ("name", "credit_code", "kind", "region", "status", "valid", "qualification_grade", "qualification_until")
    found_by = ("name", "credit_code", "kind", "region_code", "status", "legal_representative", "qualification_until")
    ordered_by = ("name", "credit_code", "kind", "region_code", "status", "qualification_until")
    sections = (
        ("基本信息", ("credit_code", "name", "kind", "legal_form", "region", "status", "valid", "founded_on")),
        ("法定代表人", ("legal_representative", "legal_representative_id", "legal_representative_phone")),
        (
            "工商登记",
            ("registration_no", "registered_capital", "paid_capital", "taxpayer_no", "registered_address"),
        ),
        ("资质", ("qualification_grade", "qualification_no", "qualification_until")),
        ("其他", ("contact_phone", "business_scope", "remark")),
    )
    conditional = frozenset({"region"}) | OFFICIAL
    hints = {"credit_code": "18 位，由数字和大写字母组成"}

    @classmethod
    def withheld(cls, actor: Actor) -> frozenset[str]:
        """The region is the actor's own; what a bureau grants a company does not grant itself."""
        if is_platform(actor):
            return frozenset()
        return frozenset({"region"}) if Role.authority_admin in actor.roles else frozenset({"region"}) | OFFICIAL

    def own(self, item: Any, actor: Actor) -> None:
        if not is_platform(actor):
            item.region_code = actor.region_code

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        registered, paid = item.registered_capital, item.paid_capital
        if registered is not None and paid is not None and paid > registered:
            yield PAID_TOO_MUCH(at="paid_capital")


class OfOneself(BaseFilter):
    """The page of a company is its own; the desk lists all that it sees."""

    name = "own"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        del value
        actor = current_actor()
        return query if actor.organization_kind in OFFICES else query.where(Organization.id == actor.organization_id)


class OrganizationView(Organizations, Revealed, RecordView):
    list_title = lazy_gettext("企业信息")
    base_filters = [["id", OfOneself, None]]
    revealed = ("legal_representative_id", "legal_representative_phone")


class OrganizationApi(Organizations, RecordApi):
    pass
