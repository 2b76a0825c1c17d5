"""物业公司 of a developer's projects."""

from typing import Any

from models import PropertyCompany
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from workflows.actor import Actor


class PropertyCompanies(Record):
    record = "property-companies"
    model = PropertyCompany
    listed = ("name", "credit_code", "phone", "contract_from", "contract_until", "fee", "developer")
    found_by = ("name", "credit_code", "contract_until")
    ordered_by = ("name", "credit_code", "contract_from", "contract_until", "fee")
    sections = (
        ("公司", ("name", "credit_code", "phone")),
        ("合同", ("contract_from", "contract_until", "fee", "developer")),
    )
    shown_only = frozenset({"developer"})

    def own(self, item: Any, actor: Actor) -> None:
        item.developer_id = actor.organization_id


class PropertyCompanyView(PropertyCompanies, RecordView):
    pass


class PropertyCompanyApi(PropertyCompanies, RecordApi):
    may_delete = True
