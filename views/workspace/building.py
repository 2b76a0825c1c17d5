"""The building of the case in labelled rows."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from models import Building
from views.survey_warnings import survey_warnings
from views.tasks.forms import FORMS
from workflows.reading.business import BusinessView

MOST_WARNINGS = 5
SHOWN_ON_CARD = (
    "building_no",
    "natural_building_no",
    "parcel_code",
    "floors_total",
    "floors_above",
    "floors_below",
    "entrance_count",
    "unit_count",
)


def shown_on_card(view: BusinessView, name: str) -> str:
    """A surveyed value as the locked field shows it: codes by their label."""
    value = getattr(view.building, name, None)
    if name in view.lists and isinstance(value, str):
        return view.lists[name].label_of(value)
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def building_rows(view: BusinessView) -> list[tuple[str, Any]]:
    """What identifies the building; never editable."""
    building = view.building
    if building is None:
        return []
    columns = Building.__table__.c
    rows = [(gettext(columns[name].comment), getattr(building, name)) for name in SHOWN_ON_CARD]
    survey = building.survey
    if survey is not None:
        rows += [(gettext("测绘宗号"), survey.survey_no), (gettext("测绘机构"), survey.agency_name)]
    return rows


def summary_rows(view: BusinessView) -> list[tuple[Any, ...]]:
    """栋项目信息确认: building, project and company side by side; a third part names the place for a return."""
    building = view.building
    if building is None:
        return []
    project, company = building.project, building.developer
    return [
        *building_rows(view),
        *card_rows(view),
        (gettext("项目名称"), project.name),
        (gettext("推广名"), project.promotion_name),
        (gettext("项目坐落"), project.location),
        (gettext("开发企业"), company.name),
        (gettext("统一社会信用代码"), company.credit_code),
        (gettext("资质证号"), company.qualification_no),
    ]


def card_rows(view: BusinessView) -> list[tuple[str, Any, str]]:
    """栋信息 as it stands: what the survey measured and what was filled in."""
    columns = Building.__table__.c
    return [
        (gettext(columns[name].comment), shown_on_card(view, name) or None, f"building.{name}")
        for name in FORMS["building_card"]()._fields
    ]


def warnings_of(view: BusinessView) -> list[str]:
    """What was doubtful in the survey when it came in."""
    survey = view.building.survey if view.building else None
    return [str(warning["message"]) for warning in (survey_warnings(survey) if survey else [])][:MOST_WARNINGS]
