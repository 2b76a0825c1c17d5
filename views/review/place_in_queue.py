"""Where a reviewer stands: the part of the queue and its filter as the address says, and what opens next."""

from urllib.parse import urlencode

from flask import request

from app.extensions import db
from app.web.current import current_actor, now
from views.address import asked
from workflows.reading.desk import INBOX_STATES, DeskFilter
from workflows.reading.lines import BusinessLine
from workflows.reading.queue import Queue, Tab, queue_of

KEPT = ("tab", "type", "q", "state")


def filter_asked() -> DeskFilter:
    state = asked("state")
    return DeskFilter(business_type=asked("type"), q=asked("q"), state=state if state in INBOX_STATES else "")


def tab_asked() -> Tab | None:
    return next((tab for tab in Tab if tab.value == asked("tab")), None)


def queue_asked() -> Queue:
    """The tab of the address; without one my own, or what waits where I hold nothing."""
    actor, moment, session = current_actor(), now(), db.session()
    wanted, tab = filter_asked(), tab_asked()
    queue = queue_of(session, actor, tab or Tab.mine, wanted, moment)
    if tab is None and not queue.total and queue.counts[Tab.waiting]:
        return queue_of(session, actor, Tab.waiting, wanted, moment)
    return queue


def following(business_no: str) -> str:
    """The address of the case that opens after this one: of the same tab, else of what waits, else the empty desk."""
    queue = queue_asked()
    upcoming, tab = queue.after(business_no), queue.tab
    if upcoming is None and tab is Tab.mine:
        tab = Tab.waiting
        waiting = queue_of(db.session(), current_actor(), tab, filter_asked(), now())
        upcoming = waiting.after(business_no)
    return address_of(upcoming, tab if upcoming else None)


def address_of(line: BusinessLine | None, tab: Tab | None) -> str:
    number = f"{line.business_no}/" if line else ""
    return f"/review/{number}{query_with(tab=tab.value if tab else '')}"


def query_with(**changes: str) -> str:
    """The filter of the address with parts of it changed, to be put behind a path; empty for none."""
    kept = {name: asked(name) for name in KEPT if request.args.get(name)}
    parts = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"?{urlencode(parts)}" if parts else ""
