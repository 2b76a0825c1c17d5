"""/calendar: the working days of a year, changed one by one or a year at a time."""

from typing import Any

from flask import Response
from flask_appbuilder.api import expose
from flask_babel import lazy_gettext
from wtforms import Form

from app.extensions import db
from app.security.scopes import system_scope
from app.web.current import current_actor, now
from app.web.errors import told
from models import CalendarDay
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase, faulty
from views.api.reading_requests import read_file, read_json
from views.api.rendering import plain
from views.calendar import known
from views.tasks.faults import refuse_field
from views.tasks.fields.choice import TickField
from views.tasks.fields.column import text_of
from views.tasks.fields.day import DayField
from views.tasks.fields.number import WholeField
from views.tasks.fields.part import LinesField
from views.tasks.filling import filled
from workflows import calendar_edits
from workflows.calendar_edits import CalendarChange
from workflows.reading.calendar_year import CalendarYear, calendar_year
from workflows.rules.calendar_file import CalendarFileRefused, SettledDay, read_calendar_file

MOST_DAYS = 366


class DayForm(Form):
    date = DayField(lazy_gettext("日期"), required=True)
    working = TickField(lazy_gettext("工作日"), given=True)
    note = text_of(CalendarDay.__table__.c.note)


class CalendarForm(Form):
    state = WholeField(lazy_gettext("日历状态"), least=0)
    days = LinesField(DayForm, lazy_gettext("日期"), most=MOST_DAYS)


class CalendarApi(ApiBase):
    resource_name = "calendar"
    openapi_spec_tag = "工作日历"

    @expose("/<int:year>", methods=("GET",))
    def year(self, year: int) -> Response:
        """The days of a year
        ---
        get:
          summary: 一年的工作日；没有设定的日期不在其中
          responses:
            200:
              description: 工作日历
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Calendar'}
        """
        return tell(Answer(calendar(calendar_year(db.session(), known(year)))))

    @expose("/<int:year>", methods=("PATCH",))
    def change(self, year: int) -> Response:
        """Change days
        ---
        patch:
          summary: 修改若干天；在办业务的承诺日期在同一操作中调整。state 为读到的日历状态，不写则不比较
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/CalendarInput'}
          responses:
            200:
              description: 改了哪些天，调整了哪些业务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/CalendarChange'}
        """
        data = filled(CalendarForm, read_json()).form.data
        days = [SettledDay(line["date"], line["working"], line["note"] or "") for line in data["days"]]
        if any(one.day.year != known(year) for one in days):
            raise refuse_field("days", "range", "日期应在地址所指的年份内")
        seen = {} if data["state"] is None else {year: data["state"]}
        return act(lambda: settled(days, seen))

    @expose("", methods=("POST",))
    def replace(self) -> Response:
        """Replace whole years by a file
        ---
        post:
          summary: 用 CSV 文件（date,is_workday,note）替换整年；有误时逐行列出，不改动日历
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema: {$ref: '#/components/schemas/CalendarFile'}
          responses:
            200:
              description: 改了哪些天，调整了哪些业务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/CalendarChange'}
        """
        data = read_file()
        try:
            days = read_calendar_file(data)
        except CalendarFileRefused as refused:
            return refusal(refused)
        return act(lambda: settled(days, {}))


def refusal(refused: CalendarFileRefused) -> Response:
    """422 with every fault by its row."""
    return faulty(
        422,
        [
            {
                "field": "file",
                "code": "calendar_file",
                "row": fault.row,
                "column": fault.column,
                "found": fault.found,
                "expected": fault.expected,
                "message": told(fault.reason),
            }
            for fault in refused.faults
        ],
    )


def settled(days: list[SettledDay], seen: dict[int, int]) -> Answer:
    with system_scope():
        change = calendar_edits.settle(db.session(), days, current_actor(), now(), seen=seen)
        return Answer(changes(change))


def changes(found: CalendarChange) -> dict[str, Any]:
    """Which days differ now, and how many cases moved: whose they are is not the platform's to know."""
    return {"changed": [plain(day) for day in found.days], "moved": len(found.moved)}


def calendar(found: CalendarYear) -> dict[str, Any]:
    days = [day for month in found.months for week in month.weeks for day in week if day is not None and day.settled]
    return {
        "year": found.year,
        "state": found.state,
        "provisional": found.provisional,
        "working_days": sum(day.working for day in days),
        "days": [{"date": plain(day.day), "working": day.working, "note": day.note} for day in days],
    }
