"""项目信息 with its parcels (manual 3.1)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import inspect
from wtforms import TextAreaField
from wtforms import validators as check

from app.extensions import db
from app.web.current import now
from models import Project
from models.project import split_parcel_codes
from views.crud.checks import worded
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.texts_field import TextsField
from workflows.actor import Actor
from workflows.messages import Message, Reason
from workflows.rules.identity import clean_number, parcel_code_fault

INVESTED_TOO_MUCH = Message("range", "已投入不能大于总投资")
NO_PARCEL = Message("required", "请填写宗地代码")
MOST_PARCELS = 50
TOO_MANY_PARCELS = Message("too_many", "宗地代码最多 {most} 个")


class Projects(Record):
    record = "projects"
    model = Project
    listed = ("project_no", "name", "promotion_name", "developer", "region", "parcel_codes", "started_on")
    found_by = ("project_no", "name", "promotion_name", "location", "region_code", "started_on")
    ordered_by = ("project_no", "name", "promotion_name", "started_on")
    sections = (
        (
            "基本信息",
            ("project_no", "parcel_codes", "name", "promotion_name", "location", "region", "developer"),
        ),
        ("规模", ("land_area", "gross_area", "plot_ratio", "green_ratio", "building_density")),
        ("投资与工期", ("total_investment", "invested", "started_on", "completion_planned_on")),
        ("套数", ("building_count", "unit_count", "parking_count")),
        ("物业与土地", ("property_company", "land_use", "land_acquisition", "land_from", "land_until")),
    )
    shown_only = frozenset({"developer", "region"})
    labels = {"parcel_codes": "宗地代码"}
    hints = {"parcel_codes": "19 位，多个时每行一个"}

    def own(self, item: Any, actor: Actor) -> None:
        item.developer_id, item.region_code = actor.organization_id, actor.region_code

    def pre_update(self, item: Any) -> None:
        parcels = inspect(item).attrs.parcels.history
        if parcels.has_changes():
            item.updated_at = now()
        for parcel in parcels.deleted or ():
            db.session.delete(parcel)
        super().pre_update(item)

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if item.total_investment is not None and item.invested is not None and item.invested > item.total_investment:
            yield INVESTED_TOO_MUCH(at="invested")
        yield from parcel_faults(item)


def parcel_faults(item: Any) -> Iterator[Reason]:
    """Each new parcel is judged; those that stood there before are not."""
    if not item.parcels:
        yield NO_PARCEL(at="parcel_codes")
    if len(item.parcels) > MOST_PARCELS:
        yield TOO_MANY_PARCELS(at="parcel_codes", most=MOST_PARCELS)
    for parcel in inspect(item).attrs.parcels.history.added or ():
        parcel.parcel_code = clean_number(parcel.parcel_code)
        sentence = parcel_code_fault(parcel.parcel_code)
        if sentence:
            yield worded("parcel_code", sentence, at="parcel_codes")


class ProjectView(Projects, RecordView):
    list_title = lazy_gettext("项目信息")
    add_form_extra_fields = edit_form_extra_fields = {
        "parcel_codes": TextAreaField(
            lazy_gettext("宗地代码"),
            [check.InputRequired(), check.Length(max=2000)],
            description=lazy_gettext("19 位，多个时每行一个"),
            render_kw={"rows": 2},
        )
    }


class ProjectApi(Projects, RecordApi):
    extra_fields = {"parcel_codes": lambda: TextsField(split_parcel_codes, required=True)}
    may_delete = True
