"""银行信息: the banks a developer works with and its supervised accounts (manual 3.1)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement

from app.extensions import db
from models import EscrowAccount, Organization, OrganizationBank
from models.enums import OrganizationKind
from views.crud.form_parts import choice_of
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.reveal import Revealed
from workflows.actor import Actor
from workflows.messages import Message, Reason

NOT_A_BANK = Message("not_a_bank", "请选择银行")


def are_banks() -> ColumnElement[bool]:
    return Organization.kind == OrganizationKind.bank


def bank_fault(item: Any) -> Iterator[Reason]:
    """Only a bank can be chosen, whatever key was sent."""
    with db.session.no_autoflush:
        bank = item.bank or (db.session.get(Organization, item.bank_id) if item.bank_id else None)
    if bank is None or bank.kind is not OrganizationKind.bank:
        yield NOT_A_BANK(at="bank")


class OrganizationBanks(Record):
    record = "organization-banks"
    model = OrganizationBank
    listed = ("bank", "kind", "developer", "updated_at")
    found_by = ("kind",)
    ordered_by = ("kind", "updated_at")
    sections = (("银行", ("bank", "kind", "developer", "created_at")),)
    shown_only = frozenset({"developer", "created_at"})
    hints = {"kind": "按揭银行用于预售签约，贷款银行用于在建工程抵押"}

    def own(self, item: Any, actor: Actor) -> None:
        item.developer_id = actor.organization_id

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        yield from bank_fault(item)


class OrganizationBankView(OrganizationBanks, RecordView):
    list_title = lazy_gettext("按揭银行与贷款银行")
    add_form_extra_fields = edit_form_extra_fields = {"bank": choice_of(Organization, "银行", where=are_banks)}


class OrganizationBankApi(OrganizationBanks, RecordApi):
    may_delete = True


class EscrowAccounts(Record):
    record = "escrow-accounts"
    model = EscrowAccount
    listed = ("name", "account_no", "branch_name", "bank_code", "bank", "status", "updated_at")
    found_by = ("name", "branch_name", "bank_code", "status", "updated_at")
    ordered_by = ("name", "branch_name", "status", "updated_at")
    sections = (
        ("账户", ("name", "account_no", "branch_name", "bank_code", "bank", "status", "remark")),
        ("归属", ("developer", "updated_at")),
    )
    shown_only = frozenset({"developer", "updated_at"})
    hints = {"bank_code": "12 位数字", "account_no": "8 至 32 位数字"}

    def own(self, item: Any, actor: Actor) -> None:
        item.developer_id = actor.organization_id

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        yield from bank_fault(item)


class EscrowAccountView(EscrowAccounts, Revealed, RecordView):
    list_title = lazy_gettext("监管银行账户")
    revealed = ("account_no",)
    add_form_extra_fields = edit_form_extra_fields = {"bank": choice_of(Organization, "监管银行", where=are_banks)}


class EscrowAccountApi(EscrowAccounts, RecordApi):
    pass
