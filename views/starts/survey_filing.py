"""测绘成果备案: 查询导入 by 测绘宗号 and 文件导入, as the region has it; then the building and its rooms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Request
from flask_babel import gettext

from app.extensions import db
from app.integrations.workbook import WorkbookRefused
from app.web.errors import told
from views.posted import bytes_of
from views.starts.start import Start, Subject, Taken
from views.survey_upload import read_upload, store_upload
from views.survey_warnings import survey_warnings
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rule
from workflows.messages import Refused
from workflows.reading.previews import SurveyPreview, survey_preview
from workflows.rules.survey_result import Found, SurveyFault, SurveyRefused


@dataclass(frozen=True, slots=True)
class FilePlace:
    """What the page says of one place of a refused file; of the file as a whole only what is expected."""

    expected: str
    sheet: str = ""
    row: int | None = None
    column: str | None = None
    found: Found = None


def values(actor: Actor, subject: Subject, now: dt.datetime) -> Mapping[str, Any]:
    mode = region_rule(db.session(), actor.region_code, "survey_import_mode", local_day(now))
    preview = survey_preview(db.session(), subject) if subject else None
    return {
        "by_query": mode in {"query", "both"},
        "by_file": mode in {"file", "both"},
        "preview": preview,
        "facts": facts_of(preview) if preview else [],
        "warnings": survey_warnings(preview.survey) if preview else [],
        "doubtful_rows": doubtful_rows(preview) if preview else frozenset(),
    }


def facts_of(preview: SurveyPreview) -> list[tuple[str, object]]:
    """建筑物信息, as the survey says it."""
    survey, facts = preview.survey, preview.survey.building_facts
    return [
        (gettext("测绘宗号"), survey.survey_no),
        (gettext("项目"), preview.project.display_name if preview.project else None),
        (gettext("栋号"), survey.building_no),
        (gettext("自然幢号"), survey.natural_building_no),
        (gettext("宗地代码"), survey.parcel_code),
        (gettext("坐落"), facts.get("location")),
        (gettext("总层数（地上/地下）"), floors_text(facts)),
        (gettext("总套数"), survey.unit_count),
        (gettext("建筑面积（m²）"), f"{survey.gross_area:,f}"),
        (gettext("套内面积（m²）"), f"{survey.inner_area:,f}"),
        (gettext("分摊面积（m²）"), f"{survey.shared_area:,f}"),
        (gettext("房屋结构"), label(preview, "structure", facts.get("structure"))),
        (gettext("房屋用途"), label(preview, "use", facts.get("use"))),
        (gettext("测绘机构"), survey.agency_name),
        (gettext("测量日期"), survey.measured_on),
    ]


def floors_text(facts: Mapping[str, Any]) -> str:
    return f"{facts['floors_total']}（{facts['floors_above']}/{facts['floors_below']}）"


def label(preview: SurveyPreview, key: str, code: str | None) -> str | None:
    return preview.lists[key].label_of(code) if code else None


def doubtful_rows(preview: SurveyPreview) -> frozenset[int]:
    """The rooms, by their place in the survey, that an import warning is about; row 1 of the sheet is its head."""
    return frozenset(
        warning["row"] - 1 for warning in preview.survey.warnings if warning["sheet"] == "户" and warning["row"]
    )


def accepted(number: str) -> str:
    return gettext("已受理 %(number)s，请完善栋信息与户室信息", number=number)


def take_file(request: Request, actor: Actor, now: dt.datetime) -> Taken:
    """Read the workbook before any lock is taken, then keep file and survey together."""
    file = request.files.get("file")
    name = (file.filename or "")[:255] if file else ""
    data = bytes_of(file)
    if not data:
        return Taken(name, faults=[whole_file(gettext("请选择测绘成果文件（.xlsx）"))])
    try:
        result = read_upload(data, actor, now)
        store_upload(result, data, actor, now)
    except WorkbookRefused as refused:
        return Taken(name, faults=[whole_file(gettext(refused.message))])
    except SurveyRefused as refused:
        return Taken(name, faults=[told_place(fault) for fault in refused.faults])
    except Refused as refused:
        return Taken(name, faults=[whole_file(told(reason)) for reason in refused.reasons])
    query = urlencode({"survey_no": result.survey_no})
    return Taken(name, query=query, message=gettext("已导入测绘成果 %(number)s", number=result.survey_no))


def told_place(fault: SurveyFault) -> FilePlace:
    """A fault of the workbook in the reader's language."""
    return FilePlace(told(fault.expected), fault.sheet, fault.row, fault.column, fault.found)


def whole_file(sentence: str) -> FilePlace:
    """A fault that is of no one place."""
    return FilePlace(sentence)


START = Start("start/survey_filing.html", values, accepted, take_file)
