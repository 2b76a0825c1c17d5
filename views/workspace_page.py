"""What the workspace's template is given: the reading of a business in the page's own shape."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.web.errors import told
from models import Building, Business, Membership, MembershipRole, ProjectCertificate, Unit
from models.enums import EnrolmentState, RunState, TaskState
from views.tasks.forms import FORMS
from views.tasks.operation import LONGEST_OPINION
from views.time_left import promise_text, time_left_text
from workflows import messages
from workflows.actor import INCLUDED_IN, Actor
from workflows.engine import Operation
from workflows.facts.calendar import DESK_ZONE
from workflows.facts.enrolment import chosen_ids
from workflows.messages import Reason
from workflows.opinion_drafts import kept_opinion
from workflows.reading.business import BusinessView, StageView, TaskView
from workflows.reading.lists import TimeLeft
from workflows.reading.progress import (
    OPENED,
    RESUMED,
    RETURNED,
    SENT,
    STARTED,
    SUSPENDED,
    TERMINATED,
    Progress,
    ProgressEntry,
    ProgressLine,
    progress_of,
)
from workflows.reading.unit_summary import unit_summary
from workflows.reading.units import unit_table
from workflows.rules.identity import mask_id, mask_phone
from workflows.service import DEFAULT_OPINION, find_business

# Tasks with a template of their own; the others are shown by their form's.
TASK_TEMPLATES = {
    "units": "unit_task",
    "price_check": "unit_task",
    "inspection": "inspection",
    "applicants": "applicants",
}
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
KINDS = {
    Operation.dispatch: "primary",
    Operation.archive: "primary",
    Operation.receive: "primary",
    Operation.cancel: "danger",
    Operation.terminate: "danger",
}
# Acts that need a reason, typed in one field of the page.
REASONED = frozenset({Operation.reassign, Operation.suspend, Operation.resume, Operation.terminate})
GOING_ON = (Operation.dispatch, Operation.archive, Operation.receive)
LINE_PARTS = ("target", "place", "fault", "wanted")
MOST_LINES = 200


def in_order(number: str) -> tuple[int, str]:
    """2 before 10, and whatever else somebody sent."""
    return len(number), number


@dataclass(frozen=True)
class Refusal:
    """Why the last act was not done."""

    title: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Typed:
    """What stood in the operation's form when it was refused."""

    result: str | None = None
    text: str | None = None
    reason: str = ""
    lines: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    kept_at: str = ""

    @classmethod
    def of(cls, posted: Mapping[str, str]) -> "Typed":
        numbers = sorted({name.split("-")[1] for name in posted if name.startswith("lines-")}, key=in_order)
        lines = [{part: posted.get(f"lines-{n}-{part}", "")[:LONGEST_OPINION] for part in LINE_PARTS} for n in numbers]
        return cls(
            posted.get("opinion-result"),
            posted["opinion-text"][:LONGEST_OPINION] if "opinion-text" in posted else None,
            posted.get("reason", "")[:LONGEST_OPINION],
            [line for line in lines if any(line.values())][:MOST_LINES],
        )


def workspace_values(
    session: Session, view: BusinessView, actor: Actor, now: dt.datetime, *, task_key: str | None, form: Any
) -> dict[str, Any]:
    """Everything the page shows, by the names the template knows."""
    business = find_business(session, view.head.business_no)
    task = chosen_task(view, task_key)
    here = current_stage(view)
    possible = {action.operation for action in view.actions if action.possible}
    mine = is_mine(view, actor)
    return {
        "place": "",
        "case": case_values(view),
        "due": time_left_values(view.head.time_left),
        "facts": fact_rows(view),
        "opinions": [opinion_values(opinion) for opinion in view.opinions],
        "stages": [stage_values(stage) for stage in view.stages],
        "cards": [card_values(view, one, task) for one in view.tasks if one.here or not is_open(view)],
        "task": task_values(session, view, task, form) if task else None,
        "editable": bool(task and task.editable),
        "building": view.building,
        "building_facts": building_rows(view),
        "business_no": view.head.business_no,
        "summary": summary_rows(view),
        "units": unit_summary(unit_table(session, view.building.id, now)) if view.building and task else None,
        "warnings": warnings_of(view),
        "people": people_rows(session, view, task),
        "materials": material_rows(view),
        "may_hand_in": mine and bool(here and here.materials),
        "certificates": certificate_rows(session, view) if mine else [],
        "documents": document_rows(view),
        "lines": line_rows(view),
        "kept": kept_typed(session, business, actor),
        "open_lines": sum(place.mended_at is None for place in view.returned) if mine else 0,
        "places": place_rows(session, view) if Operation.send_back in possible else [],
        "actions": action_rows(view, actor),
        "needs_opinion": mine and bool(here and here.opinion_required),
        "default_opinion": gettext(DEFAULT_OPINION),
        "actor_name": actor.name,
        "may_send_back": Operation.send_back in possible,
        "earlier_stages": [stage for stage in view.stages if stage.visits and stage.key != view.head.stage],
        "may_reassign": Operation.reassign in possible,
        "asks_reason": bool(REASONED & possible),
        "reasoned_operations": sorted(operation.value for operation in REASONED & possible),
        "on_behalf_of": name_stood_in_for(view, actor),
        "reasoned": [
            gettext(action.title) for action in view.actions if action.possible and action.operation in REASONED
        ],
        "colleagues": colleagues_of(session, view, actor) if Operation.reassign in possible else [],
        "progress": progress_rows(progress_of(session, business)),
    }


def kept_typed(session: Session, business: Business, actor: Actor) -> Typed:
    """What this person has typed so far and not yet sent."""
    kept = kept_opinion(session, business, actor)
    if kept is None:
        return Typed()
    return Typed(**{**kept["typed"], "kept_at": short_clock(dt.datetime.fromisoformat(kept["kept_at"]))})


def is_mine(view: BusinessView, actor: Actor) -> bool:
    """In this person's hands, or in those of somebody for whom he stands in."""
    return view.head.run_state is RunState.open and actor.acts_for(view.head.holder_id, view.head.business_type)


def name_stood_in_for(view: BusinessView, actor: Actor) -> str:
    """In whose name this person works here; empty in the own."""
    head = view.head
    if head.holder_id == actor.person_id or not is_mine(view, actor):
        return ""
    return next(one.name for one in actor.principals(head.business_type) if one.person_id == head.holder_id)


def is_open(view: BusinessView) -> bool:
    return view.head.run_state in {RunState.open, RunState.waiting}


def current_stage(view: BusinessView) -> StageView | None:
    return next((stage for stage in view.stages if stage.key == view.head.stage), None)


def chosen_task(view: BusinessView, key: str | None) -> TaskView | None:
    """The task asked for, else the first of this stage that is still to do, else its first."""
    here = [task for task in view.tasks if task.here] or list(view.tasks)
    named = next((task for task in view.tasks if task.key == key), None)
    todo = next((task for task in here if task.state is TaskState.todo), None)
    return named or todo or (here[0] if here else None)


def clock(moment: dt.datetime | None) -> str:
    return moment.astimezone(DESK_ZONE).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def short_clock(moment: dt.datetime | None) -> str:
    return moment.astimezone(DESK_ZONE).strftime("%m-%d %H:%M") if moment else ""


def case_values(view: BusinessView) -> dict[str, Any]:
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
    rows: list[tuple[str, Any]] = [(gettext("标的"), head.subject_title)]
    if view.building is not None:
        survey = view.building.survey
        rows += [
            (gettext("测绘宗号"), survey.survey_no if survey else ""),
            (gettext("总套数 · 建筑面积"), f"{view.building.unit_count} · {square(view.building.gross_area)}"),
        ]
    rows += [
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


def square(area: Decimal | None) -> str:
    return f"{area:,.2f} m²" if area is not None else "—"


def opinion_values(opinion: Any) -> dict[str, Any]:
    return {
        "bad": opinion.result.tone == "bad",
        "result": opinion.result.title,
        "stage": opinion.stage_title,
        "person": opinion.signed_by,
        "moment": short_clock(opinion.signed_at),
        "text": opinion.text,
    }


def stage_values(stage: StageView) -> dict[str, Any]:
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


def card_values(view: BusinessView, task: TaskView, chosen: TaskView | None) -> dict[str, Any]:
    gaps = len(task.gaps)
    state, tone = gettext(task.state.title), task.state.tone
    if gaps and task.state is TaskState.todo:
        state, tone = gettext("还差 %(count)s 处", count=gaps), "warn"
    return {
        "title": gettext(task.title),
        "url": f"/business/{view.head.business_no}/?task={task.key}",
        "state": state,
        "tone": tone,
        "note": saved_note(task),
        "current": chosen is not None and task.key == chosen.key,
    }


def saved_note(task: TaskView) -> str:
    if task.saved_at is None:
        return ""
    words = gettext("暂存于 %(time)s") if task.draft is not None else gettext("保存于 %(time)s")
    return words % {"time": short_clock(task.saved_at)}


def task_values(session: Session, view: BusinessView, task: TaskView, form: Any) -> dict[str, Any]:
    """The chosen task with its form: what was typed, else the draft, else what is stored."""
    template = TASK_TEMPLATES.get(task.key, task.form)
    del session
    surveyed = set(view.building.surveyed_fields) if view.building is not None else set()
    locked = surveyed if task.editable else set(FORMS["building_card"]()._fields)
    return {
        "key": task.key,
        "title": task.title,
        "template": f"tasks/{template}.html",
        "done": task.state is TaskState.done,
        "data": task.data,
        "draft": task.draft,
        "gaps": [told(gap) for gap in task.gaps],
        "doubts": [told(doubt) for doubt in task.doubts],
        "form": form if form is not None else form_of(view, task),
        "surveyed": surveyed,
        "locked": {name: shown_on_card(view, name) for name in locked},
        "returned": open_faults(view, "building."),
        "keeps_draft": task.form in {"building_card", "enrolment_decision"},
        "draft_note": saved_note(task),
    }


def open_faults(view: BusinessView, within: str) -> dict[str, str]:
    """What a return still asks for at the fields or papers of this kind."""
    return {
        target.removeprefix(within): place.fault
        for place in view.returned
        if place.mended_at is None and (target := place.target.replace("/", ".")).startswith(within)
    }


def form_of(view: BusinessView, task: TaskView) -> Any:
    """The task's form with what stands there now; a draft is shown as it was typed."""
    form_class = FORMS[task.form]
    stored: dict[str, Any] = dict(task.data)
    if task.form == "building_card" and view.building is not None:
        stored = {name: as_typed(getattr(view.building, name, None)) for name in form_class()._fields}
    form = form_class(data=stored)
    for name, typed in (task.draft or {}).items():
        if name in form._fields and isinstance(typed, str):
            form[name].raw_data = [typed]
            form[name].process_formdata([typed]) if not hasattr(form[name], "least") else None
    return form


def as_typed(value: Any) -> Any:
    """512.6000 as somebody would type it."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


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
    return [str(warning.get("message", "")) for warning in (survey.warnings if survey else [])][:5]


def people_rows(session: Session, view: BusinessView, task: TaskView | None) -> list[dict[str, Any]]:
    """The people of an enrolment, masked, with what was decided so far."""
    ids = chosen_ids(view.head.subject)
    if task is None or not ids:
        return []
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_(ids))
        .options(selectinload(Membership.user), selectinload(Membership.roles))
        .order_by(Membership.id)
    )
    typed = (task.draft or task.data or {}).get("decisions") or []
    decided = {int(d["membership_id"]): d for d in typed if str(d.get("membership_id") or "").isdecimal()}
    return [person_values(member, decided.get(member.id, {})) for member in members]


def person_values(member: Membership, decision: Mapping[str, Any]) -> dict[str, Any]:
    approved = decision.get("approved")
    return {
        "id": member.id,
        "name": member.user.full_name,
        "phone": mask_phone(member.user.phone or ""),
        "id_number": mask_id(member.user.id_number or ""),
        "position": member.position,
        "roles": member.role_titles,
        "state": member.state,
        "approved": approved if isinstance(approved, bool) else str(approved or "true") == "true",
        "reason": decision.get("reason") or "",
    }


def material_rows(view: BusinessView) -> list[dict[str, Any]]:
    handed_in: dict[str, list[Any]] = {}
    for material in view.materials:
        handed_in.setdefault(material.key, []).append(
            {
                "name": material.name or material.certificate_title,
                "url": f"/api/v1/materials/{material.id}",
                "pages": material.pages,
                "by": material.handed_in_by,
                "moment": short_clock(material.handed_in_at),
            }
        )
    faults = open_faults(view, "materials.")
    asked = [one for one in view.asked if one.stage == view.head.stage or one.material is not None]
    return [
        {
            "key": one.key,
            "title": one.title,
            "required": one.required,
            "files": handed_in.get(one.key, []),
            "returned": faults.get(one.key),
        }
        for one in asked
    ]


def certificate_rows(session: Session, view: BusinessView) -> list[dict[str, Any]]:
    if view.building is None:
        return []
    rows = session.scalars(
        select(ProjectCertificate).where(
            ProjectCertificate.project_id == view.building.project_id, ProjectCertificate.file_id.is_not(None)
        )
    )
    return [{"id": row.id, "title": str(row)} for row in rows]


def document_rows(view: BusinessView) -> list[dict[str, Any]]:
    ready = [{"id": one.id, "title": one.title, "number": one.number} for one in view.documents]
    return ready + [{"id": None, "title": DOCUMENT_TITLES.get(kind, kind)} for kind in view.pending_documents]


DOCUMENT_TITLES = {
    "acceptance_receipt": "业务受理单",
    "survey_filing_form": "测绘成果备案表",
    "unit_schedule": "户室明细表",
    "building_table": "楼盘表",
    "review_form": "审批表",
    "return_notice": "退件通知",
}


def line_rows(view: BusinessView) -> list[dict[str, Any]]:
    return [
        {
            "place": place.title,
            "fault": place.fault,
            "wanted": place.wanted,
            "mended": place.mended_at is not None,
            "changed": place.mended_at is not None and place.value_before != place.value_now,
            "before": place.value_before,
            "after": place.value_now,
            "url": line_url(view, place.target),
        }
        for place in view.returned
    ]


def line_url(view: BusinessView, target: str) -> str:
    """Where the place can be mended."""
    kind = target.replace("/", ".").partition(".")[0]
    base = f"/business/{view.head.business_no}/"
    if kind == "materials":
        return f"{base}#materials"
    return f"{base}?task={kind}" if any(task.key == kind and task.here for task in view.tasks) else ""


def place_rows(session: Session, view: BusinessView) -> list[dict[str, str]]:
    """The places a return may name: tasks, fields of the building card, papers and units."""
    tasks = [{"target": task.key, "title": gettext(task.title)} for task in view.tasks if not task.here]
    card = []
    if view.building is not None:
        names = FORMS["building_card"]()._fields
        columns = Building.__table__.c
        card = [
            {"target": f"building.{name}", "title": f"{gettext('栋信息')}·{gettext(columns[name].comment)}"}
            for name in names
        ]
    papers = [
        {"target": f"materials.{one.key}", "title": f"{gettext('资料')} {gettext(one.title)}"} for one in view.asked
    ]
    return tasks + card + papers + unit_places(session, view)


def unit_places(session: Session, view: BusinessView) -> list[dict[str, str]]:
    """Every unit of the building by entrance and room, so that a return can name it."""
    if view.building is None:
        return []
    rows = session.execute(
        select(Unit.id, Unit.entrance, Unit.room_no).where(Unit.building_id == view.building.id).order_by(Unit.position)
    )
    return [
        {"target": f"units.{unit_id}", "title": f"{gettext('户室')} {entrance} {room_no}"}
        for unit_id, entrance, room_no in rows
    ]


def action_rows(view: BusinessView, actor: Actor) -> list[dict[str, Any]]:
    """The buttons: what is possible, and what is not yet with the reason; other people's acts are left out."""
    rows = []
    for action in view.actions:
        if action.reasons and not is_shown(view, actor, action.operation, action.reasons[0].kind.value):
            continue
        rows.append(
            {
                "name": action.operation.value,
                "title": title_of(view, action.operation, action.title),
                "kind": KINDS.get(action.operation, ""),
                "reason": shortened(action.reasons),
                "confirm": confirmation_of(view, action.operation),
            }
        )
    return rows


def confirmation_of(view: BusinessView, operation: Operation) -> str:
    """What is asked before an act that cannot be taken back."""
    number = view.head.business_no
    questions = {
        Operation.cancel: gettext("取消受理 %(number)s？标的将释放，业务序号不再使用。", number=number),
        Operation.terminate: gettext("终止 %(number)s？业务不再办理，标的将释放，不能恢复。", number=number),
    }
    return questions.get(operation, "")


def is_shown(view: BusinessView, actor: Actor, operation: Operation, kind: str) -> bool:
    """An impossible act is shown only to who may one day do it here: the holder, not the passer-by."""
    mine = is_mine(view, actor)
    last = view.stages[-1].key == view.head.stage
    fitting = {
        Operation.dispatch: not last,
        Operation.archive: last,
        Operation.cancel: view.stages[0].key == view.head.stage,
    }
    return mine and kind != "forbidden" and fitting.get(operation, False)


def title_of(view: BusinessView, operation: Operation, title: str) -> str:
    keys = [stage.key for stage in view.stages]
    position = keys.index(view.head.stage)
    if operation is Operation.dispatch and position + 1 < len(keys):
        return gettext("派工至%(role)s", role=gettext(view.stages[position + 1].role.title))
    return gettext(title)


def shortened(reasons: Sequence[Reason]) -> str:
    """What is still missing, a word for each task and paper; other reasons in full."""
    tasks = Counter(reason.values["task"] for reason in reasons if reason.message is messages.M14)
    parts = [
        gettext(task) if count == 1 else gettext("%(task)s %(count)s 处", task=gettext(task), count=count)
        for task, count in tasks.items()
    ]
    parts += [gettext(reason.values["material"]) for reason in reasons if reason.message is messages.M21]
    others = [told(reason) for reason in reasons if reason.message not in (messages.M14, messages.M21)]
    missing = [gettext("还差 %(count)s 项：", count=len(parts)) + "、".join(parts)] if parts else []
    return "；".join([*missing, *others])


def colleagues_of(session: Session, view: BusinessView, actor: Actor) -> list[dict[str, Any]]:
    """Who of my organization may hold the present stage."""
    roles = {view.head.role, *INCLUDED_IN.get(view.head.role, frozenset())}
    members = session.scalars(
        select(Membership)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(
            Membership.organization_id == actor.organization_id,
            Membership.state == EnrolmentState.approved,
            MembershipRole.role.in_(roles),
            Membership.user_id != (view.head.holder_id or 0),
        )
        .options(selectinload(Membership.user))
        .distinct()
    )
    return [{"id": member.user_id, "name": member.user.full_name} for member in members]


def time_left_values(left: TimeLeft | None) -> dict[str, str] | None:
    """剩 2 个工作日, 今日到期, 超期 1 个工作日, in the reader's language."""
    return None if left is None else {"text": time_left_text(left), "tone": left.tone}


def progress_rows(progress: Progress) -> list[dict[str, Any]]:
    """业务进度, newest on top, 开始 last."""
    rows = []
    for entry in progress.entries:
        abnormal = entry.state in {RunState.abnormal, RunState.returned}
        rows.append(
            {
                "title": visit_title(entry),
                "mark": gettext(entry.state.title) if abnormal else "",
                "tone": "bad" if abnormal else "now" if entry.state in {RunState.open, RunState.waiting} else "",
                "lines": [progress_line(line) for line in entry.lines],
            }
        )
    return [*rows, {"title": gettext("开始"), "mark": "", "tone": "", "lines": [progress_line(progress.start)]}]


def visit_title(entry: ProgressEntry) -> str:
    title = gettext(entry.title)
    return title if entry.visit == 1 else gettext("%(stage)s（第 %(count)s 次）", stage=title, count=entry.visit)


def progress_line(line: ProgressLine) -> dict[str, str]:
    acts = {
        STARTED: gettext("%(person)s发起业务", person=line.person),
        OPENED: gettext("%(person)s操作", person=line.person),
        SENT: gettext("%(person)s派工", person=line.person),
        RETURNED: gettext("%(person)s退件", person=line.person),
        SUSPENDED: gettext("%(person)s挂起：%(why)s", person=line.person, why=line.why),
        RESUMED: gettext("%(person)s恢复：%(why)s", person=line.person, why=line.why),
        TERMINATED: gettext("%(person)s终止：%(why)s", person=line.person, why=line.why),
    }
    return {"text": acts[line.act], "moment": clock(line.at)}
