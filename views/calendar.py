"""工作日历: a year as twelve months; days are changed by a click, a year is replaced by a file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext, lazy_gettext

from app.extensions import db
from app.security.manager import granted
from app.security.scopes import system_scope
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.unit_of_work import unit_of_work
from views.posted import bytes_of
from workflows import calendar_edits
from workflows.calendar_edits import CalendarChange
from workflows.facts.calendar import local_day
from workflows.messages import Message, NotVisible, Refused
from workflows.reading.calendar_year import calendar_year
from workflows.rules.calendar_file import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NOTE,
    CalendarFileRefused,
    FileFault,
    SettledDay,
    read_calendar_file,
)
from workflows.rules.identity import clean_text

UNPROCESSABLE = 422
NOTHING_CHOSEN = Message("file_missing", "请选择文件")


class CalendarView(BaseView):
    route_base = "/calendar"
    default_view = "list"
    record = class_permission_name = "calendar-days"
    record_page = True
    list_title = lazy_gettext("工作日历")
    method_permission_name = {"list": "list", "year": "list", "save": "edit", "replace": "edit"}

    @expose("/")
    @has_access
    def list(self) -> str:
        """This year."""
        return page(local_day(now()).year)

    @expose("/<int:year>/")
    @has_access
    def year(self, year: int) -> str:
        return page(known(year))

    @expose("/<int:year>/", methods=["POST"])
    @has_access
    def save(self, year: int) -> Any:
        """The days as they are ticked; due dates of running cases move in the same act."""
        working = ticked(known(year))
        form = request.form
        try:
            with unit_of_work(), system_scope():
                change = calendar_edits.settle_year(
                    db.session(),
                    year,
                    working,
                    current_actor(),
                    now(),
                    seen=form.get("state", 0, int),
                    note=clean_text(form.get("note", ""))[:LONGEST_NOTE],
                    confirmed=bool(form.get("confirmed")),
                )
        except Refused as refused:
            db.session.rollback()
            reasons = [told(reason) for reason in refused.reasons]
            return page(year, reasons=reasons, working=working), STATUS[refused.kind]
        tell(change)
        return redirect(f"/calendar/{year}/")

    @expose("/file", methods=["POST"])
    @has_access
    def replace(self) -> Any:
        """Whole years from a file: taken as a whole, or every fault told by its row and nothing changed."""
        try:
            days = read_upload()
        except CalendarFileRefused as refused:
            return page(local_day(now()).year, faults=refused.faults), UNPROCESSABLE
        with unit_of_work(), system_scope():
            change = calendar_edits.settle(db.session(), days, current_actor(), now())
        tell(change)
        return redirect(f"/calendar/{days[-1].day.year}/")


def read_upload() -> Sequence[SettledDay]:
    data = bytes_of(request.files.get("file"))
    if not data:
        raise CalendarFileRefused([FileFault(0, "", "", "CSV", NOTHING_CHOSEN())])
    return read_calendar_file(data)


def known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotVisible(year)
    return year


def ticked(year: int) -> frozenset[dt.date]:
    """The days of this year that are ticked as working; anything else that was sent is no day."""
    days = set()
    for text in request.form.getlist("working"):
        try:
            days.add(dt.date.fromisoformat(text))
        except ValueError:
            continue
    return frozenset(day for day in days if day.year == year)


def tell(change: CalendarChange) -> None:
    """What was changed and how many cases it moved."""
    if not change.days:
        flash(gettext("与现有日历一致，没有变化"), "success")
        return
    flash(
        gettext(
            "已保存 %(days)s 天，%(moved)s 件在办业务的承诺日期随之调整", days=len(change.days), moved=len(change.moved)
        ),
        "success",
    )


def page(
    year: int,
    *,
    reasons: Sequence[str] = (),
    faults: Sequence[FileFault] = (),
    working: frozenset[dt.date] | None = None,
) -> str:
    """The year; `working` is what somebody had ticked when it was refused."""
    found = calendar_year(db.session(), year)
    return render_template(
        "calendar.html",
        calendar=found,
        today=local_day(now()),
        may_edit=("can_edit", CalendarView.record) in granted(),
        reasons=reasons,
        faults=[(fault, told(fault.reason)) for fault in faults],
        working=working,
        longest_note=LONGEST_NOTE,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )
