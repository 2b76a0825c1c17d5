"""在手业务 and 已办业务: what is on a person's desk, and what has been through it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import told
from app.web.unit_of_work import unit_of_work
from models.enums import BusinessStatus, ListKind, RunState
from views.address import asked, asked_page, page_link
from views.arrangements import arrangement_values
from views.desk_rows import handled_cells, inbox_cells
from views.workspace.progress import progress_rows
from workflows import service
from workflows.inputs import Inputs
from workflows.messages import NotVisible, Refused
from workflows.reading.desk import INBOX_STATES, PAGE_SIZE, DeskFilter, DeskPage, handled, in_hand
from workflows.reading.progress import progress_by_number
from workflows.reading.section import leads_section
from workflows.registry_titles import title_of

MOST_AT_ONCE = 200
HANDLED_STATES = (RunState.done, RunState.abnormal, RunState.returned, RunState.cancelled)
Coded = TypeVar("Coded", bound=Enum)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of receiving one business: no reasons, it was received."""

    business_no: str
    reasons: tuple[str, ...] = ()


class InboxView(BaseView):
    route_base = "/inbox"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        """在手业务."""
        return inbox_page()

    @expose("/progress/<business_no>/")
    def progress(self, business_no: str) -> str:
        """The panel of 业务进度 alone, for the row that was moved to."""
        current_actor()
        return render_template("desk/_progress.html", **progress_values(business_no))

    @expose("/receive", methods=["POST"])
    def receive(self) -> Any:
        """接件 of one, which then opens, or of several with a result for each."""
        current_actor()
        items = wanted_items(request.form.getlist("item"))
        receipts = [received(business_no, version) for business_no, version in items]
        if len(receipts) == 1:
            return after_one(receipts[0])
        return inbox_page(receipts)


class HandledView(BaseView):
    route_base = "/handled"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        """已办业务, with the manual's columns."""
        actor, moment = current_actor(), now()
        wanted = DeskFilter(
            business_type=asked("type"),
            stage=asked("stage"),
            q=asked("q"),
            run_state=member_of(RunState, asked("state"), HANDLED_STATES),
            status=member_of(BusinessStatus, asked("status"), BusinessStatus),
            since=day_of(asked("from")),
            until=day_of(asked("to")),
            section=section_asked(),
        )
        page = handled(db.session(), actor, wanted, moment, asked_page())
        values = list_values(page, wanted, ListKind.handled)
        return render_template(
            "handled.html",
            cells=handled_cells(values["columns"]),
            run_options=[(state.value, gettext(state.title)) for state in HANDLED_STATES],
            status_options=[(status.value, gettext(status.title)) for status in BusinessStatus],
            **values,
        )


def inbox_page(receipts: Iterable[Receipt] = ()) -> str:
    state = asked("state")
    wanted = DeskFilter(
        business_type=asked("type"),
        stage=asked("stage"),
        q=asked("q"),
        state=state if state in INBOX_STATES else "",
        section=section_asked(),
    )
    page = in_hand(db.session(), current_actor(), wanted, now(), asked_page())
    values = list_values(page, wanted, ListKind.inbox)
    states = [(code, gettext(title)) for code, title in INBOX_STATES.items()]
    return render_template(
        "inbox.html",
        receipts=tuple(receipts),
        state_options=states,
        cells=inbox_cells(values["columns"], current_actor()),
        some_wait=any(line.run_state is RunState.waiting for line in page.lines),
        **values,
    )


def list_values(page: DeskPage, wanted: DeskFilter, kind: ListKind) -> dict[str, Any]:
    """What both lists' templates need: the page, its filters, and the progress of the current row."""
    numbers = [line.business_no for line in page.lines]
    at = asked("at") if asked("at") in numbers else next(iter(numbers), "")
    return {
        "page": page,
        "wanted": wanted,
        "leads_section": leads_section(current_actor()),
        "at": at,
        "seen": {},
        "page_size": PAGE_SIZE,
        "type_options": [(code, f"{gettext(title_of(code))} {count}") for code, count in page.types.items()],
        "stage_options": [(title, f"{gettext(title)} {count}") for title, count in page.stages.items()],
        "page_link": page_link,
        "query": request.query_string.decode("ascii", "ignore"),
        **arrangement_values(kind),
        **(progress_values(at) if at else {"business_no": "", "progress": []}),
    }


def progress_values(business_no: str) -> dict[str, Any]:
    progress = progress_by_number(db.session(), business_no)
    return {"business_no": business_no, "progress": progress_rows(progress)}


# ---- receiving ----


def wanted_items(texts: list[str]) -> list[tuple[str, int]]:
    """Number and version of each business, as the boxes of the list post them: C202203290000011:3."""
    pairs = {number: version for number, _, version in (text.partition(":") for text in texts[: MOST_AT_ONCE + 1])}
    sound = all(version.isascii() and version.isdecimal() and len(version) < 10 for version in pairs.values())
    if not pairs or not sound or len(pairs) > MOST_AT_ONCE:
        abort(400)
    return [(number, int(version)) for number, version in pairs.items()]


def received(business_no: str, version: int) -> Receipt:
    """One by one, each whole by itself: another person's quicker hand spoils only that one."""
    try:
        with unit_of_work():
            service.receive(db.session(), business_no, Inputs(version=version), current_actor(), now())
    except Refused as refused:
        return Receipt(business_no, tuple(told(reason) for reason in refused.reasons))
    except NotVisible:
        return Receipt(business_no, (gettext("没有找到该业务"),))
    return Receipt(business_no)


def after_one(receipt: Receipt) -> Any:
    """The workspace opens; where somebody was quicker, the list says who and goes on."""
    if receipt.reasons:
        flash(f"{receipt.business_no}：{'；'.join(receipt.reasons)}", "warning")
        return redirect(f"/inbox/?{request.query_string.decode('ascii', 'ignore')}")
    flash(gettext("已接件 %(number)s", number=receipt.business_no), "success")
    return redirect(f"/business/{receipt.business_no}/")


# ---- reading the address ----


def section_asked() -> bool:
    """The whole desk of a section, for its head; anybody else stays at his own."""
    return asked("scope") == "section" and leads_section(current_actor())


def member_of(members: type[Coded], code: str, allowed: Iterable[Coded]) -> Coded | None:
    """The member of this code where the list offers it; None for anything else."""
    return next((member for member in allowed if member in members and member.value == code), None)


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
