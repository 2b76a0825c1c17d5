"""Where the case stands: its facts at the left, its stages as a line, the opinions so far."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from views.moments import clock, short_clock
from views.time_left import promise_text, time_left_text
from views.workspace.hands import is_open
from workflows.reading.business import BusinessView, OpinionView, StageView
from workflows.reading.time_left import TimeLeft


def case_values(view: BusinessView) -> dict[str, Any]:
    """Which case it is."""
    return {
        "business_no": view.head.business_no,
        "type_title": view.head.type_title,
        "status": view.head.status,
        "version": view.head.version,
        "building_id": view.head.building_id,
        "is_open": is_open(view),
    }


def fact_rows(view: BusinessView) -> list[tuple[str, Any]]:
    """任务详情 at the left."""
    head = view.head
    rows: list[tuple[str, Any]] = [
        (gettext("标的"), head.subject_title),
        *survey_rows(view),
        (gettext("开发企业"), head.developer),
        (gettext("办理阶段"), gettext(head.stage_title)),
        (gettext("受理时间"), clock(head.accepted_at)),
        (gettext("经办人员"), head.holder or gettext("待接件")),
    ]
    if head.promise is not None:
        rows.append((gettext("承诺时限"), promise_text(head.promise)))
    if head.finished_at:
        rows.append((gettext("办结时间"), clock(head.finished_at)))
    return rows


def survey_rows(view: BusinessView) -> list[tuple[str, Any]]:
    """What the survey says of the building, where there is one."""
    building = view.building
    if building is None:
        return []
    return [
        (gettext("测绘宗号"), building.survey.survey_no if building.survey else ""),
        (gettext("总套数 · 建筑面积"), f"{building.unit_count} · {square(building.gross_area)}"),
    ]


def square(area: Decimal | None) -> str:
    """4,261.29 m²."""
    return f"{area:,.2f} m²" if area is not None else "—"


def opinion_values(opinion: OpinionView) -> dict[str, Any]:
    """What an earlier person said, and when."""
    return {
        "bad": opinion.result.tone == "bad",
        "result": opinion.result.title,
        "stage": opinion.stage_title,
        "person": opinion.signed_by,
        "moment": short_clock(opinion.signed_at),
        "text": opinion.text,
    }


def stage_values(stage: StageView) -> dict[str, Any]:
    """A stage on the line: who and when, else by when, else that the case has not come there."""
    visit = gettext("第 %(count)s 次", count=stage.visits) if stage.visits > 1 else ""
    note = " · ".join(part for part in (short_clock(stage.moment), visit) if part)
    if not note and stage.due_on:
        note = gettext("承诺 %(day)s", day=stage.due_on.isoformat())
    return {
        "title": gettext(stage.title),
        "state": stage.progress,
        "person": stage.holder or gettext(stage.role.title),
        "note": note or gettext("尚未到件"),
    }


def time_left_values(left: TimeLeft | None) -> dict[str, str] | None:
    """剩 2 个工作日, 今日到期, 超期 1 个工作日, in the reader's language."""
    return None if left is None else {"text": time_left_text(left), "tone": left.tone}
