"""业务受理单: what the desk took in, from whom, and by when it answers."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReceivedMaterial:
    """One line of the list of materials; `form` is 原件, 复印件 or 电子件."""

    name: str
    form: str
    pages: int | None = None
    required: bool = True
    received: bool = True
    note: str = ""


@dataclass(frozen=True)
class AcceptanceReceipt:
    """Units is empty where the whole building is the subject; without a promised date the line says so."""

    authority: str
    business_no: str
    business_type: str
    project: str
    building: str
    units: str
    location: str
    developer: str
    credit_code: str
    handler: str
    handler_phone: str
    accepted_at: datetime
    accepted_by: str
    materials: tuple[ReceivedMaterial, ...]
    promised_working_days: int | None
    promised_on: date | None
    query_address: str
    query_phone: str = ""
    remark: str = ""
