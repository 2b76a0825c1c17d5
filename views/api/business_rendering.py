"""A business as the API tells it."""

from collections.abc import Mapping

from flask_babel import gettext

from app.web.errors import told
from models import Building
from views.api.papers_rendering import asked, document, material, material_asked
from views.api.rendering import Json, coded, fault, listed, plain, reason, reasons
from views.tasks.filling import fill, schema_of
from views.tasks.forms import FORMS
from workflows.actor import Actor
from workflows.findings import Finding
from workflows.reading.business import (
    Action,
    BusinessHead,
    BusinessView,
    OpinionView,
    StageView,
    TaskView,
)
from workflows.reading.lines import BusinessLine
from workflows.reading.promise import PromiseView
from workflows.reading.returns import ReturnedPlace
from workflows.reading.time_left import TimeLeft
from workflows.rules.code_list import CodeList

MOST_REASONS = 50
CARD = (
    "name",
    "gross_area",
    "footprint_area",
    "height",
    "lift_count",
    "completed_on",
    "location",
    "doorplate",
)
FIXED = (
    "id",
    "version",
    "building_no",
    "natural_building_no",
    "parcel_code",
    "project_id",
    "floors_total",
    "floors_above",
    "floors_below",
    "entrance_count",
    "unit_count",
    "surveyed_fields",
)


def status_of(record: BusinessHead | BusinessLine) -> Json:
    """`status` is the stable word; its title stands beside it."""
    code = record.status.value
    return {"status": code, "status_code": code, "status_title": record.status.title}


def time_left(left: TimeLeft | None) -> Json:
    return {"due_on": plain(left.due_on) if left else None, "time_left": left.text if left else None}


def head(found: BusinessHead) -> Json:
    """What every answer about a business begins with."""
    return {
        "business_no": found.business_no,
        "version": found.version,
        "type": found.business_type,
        "type_title": found.type_title,
        **status_of(found),
        "stage": found.stage,
        "stage_title": found.stage_title,
        **coded("run_state", found.run_state),
        **coded("role", found.role),
        "holder": found.holder,
        "holder_id": found.holder_id,
        "subject": plain(found.subject),
        "subject_title": found.subject_title,
        "building_id": found.building_id,
        "developer": found.developer,
        "region_code": found.region_code,
        "initiator": found.initiator,
        "accepted_at": plain(found.accepted_at),
        "finished_at": plain(found.finished_at),
        **time_left(found.time_left),
        "promise": promise(found.promise) if found.promise else None,
    }


def promise(found: PromiseView) -> Json:
    """承诺时限 of the case; `due_on` is null while it is stopped or the calendar ends before it."""
    return {
        "working_days": found.working_days,
        "since": plain(found.since),
        "used": found.used,
        **coded("clock", found.state),
        **time_left(found.left),
    }


def line(found: BusinessLine, actor: Actor) -> Json:
    """A row of a list, with the columns of 在手业务 and 已办业务."""
    return {
        "business_no": found.business_no,
        "version": found.version,
        "type": found.business_type,
        "type_title": found.type_title,
        "subject_title": found.subject_title,
        "developer": found.developer,
        **status_of(found),
        "stage": found.stage,
        "stage_title": found.stage_title,
        **coded("run_state", found.run_state),
        **coded("role", found.role),
        "sender": found.sender,
        "sent_at": plain(found.sent_at),
        "holder": found.holder,
        "received_at": plain(found.received_at),
        "completed_at": plain(found.run_finished_at),
        "initiator": found.initiator,
        "accepted_at": plain(found.accepted_at),
        "finished_at": plain(found.finished_at),
        **time_left(found.time_left),
        "returns": found.returns,
        "on_behalf_of": found.on_behalf_of(actor),
        "region_code": found.region_code,
        "building_id": found.building_id,
    }


def view(found: BusinessView) -> Json:
    """Everything the workspace shows."""
    return {
        **head(found.head),
        "building": building(found.building, found.lists) if found.building else None,
        "stages": [stage(one) for one in found.stages],
        "tasks": [task(one, found.lists) for one in found.tasks],
        "materials": [material(one) for one in found.materials],
        "materials_asked": [asked(one) for one in found.asked],
        "opinions": [opinion(one) for one in found.opinions],
        "documents": [document(one) for one in found.documents],
        "documents_pending": list(found.pending_documents),
        "return_lines": [place(one) for one in found.returned],
        "checks": [check(one) for one in found.findings],
        "actions": [action(one) for one in found.actions],
    }


def check(found: Finding) -> Json:
    """A line of 自动核验: the rule, both figures with what lies between them, and where they come from."""
    return {
        "key": found.key,
        **coded("sign", found.sign),
        "rule": told(found.rule),
        "left": gettext(found.left) if found.left else "",
        "relation": found.relation,
        "right": gettext(found.right) if found.right else "",
        "measure": found.measure,
        "sources": [told(source) for source in found.sources],
        "place": found.place or None,
        "proof": found.proof or None,
    }


def building(found: Building, lists: Mapping[str, CodeList]) -> Json:
    """The card of the building, with the names of the fields that the survey filled."""
    return {
        **{name: plain(getattr(found, name)) for name in (*FIXED, *CARD)},
        **listed("structure", found.structure, lists),
        **listed("use", found.use, lists),
        **coded("state", found.state),
        **coded("phase", found.phase),
    }


def stage(found: StageView) -> Json:
    return {
        "key": found.key,
        "title": found.title,
        **coded("role", found.role),
        "progress": found.progress,
        "visits": found.visits,
        "holder": found.holder,
        "at": plain(found.moment),
        "due_on": plain(found.due_on),
        "opinion_required": found.opinion_required,
        "materials": [material_asked(one) for one in found.materials],
    }


def task(found: TaskView, lists: Mapping[str, CodeList], *, whole: bool = False) -> Json:
    """A task; the call about one task also tells its schema and every gap."""
    told = {
        "key": found.key,
        "title": found.title,
        "stage": found.stage,
        "required": found.required,
        "editable": found.editable,
        **coded("state", found.state),
        "data": plain(found.data),
        "draft": plain(found.draft),
        "faults": faults_of(found, lists, None if whole else MOST_REASONS),
        "fault_count": len(found.gaps),
        "doubts": reasons(found.doubts, None if whole else MOST_REASONS),
        "doubt_count": len(found.doubts),
        "saved_at": plain(found.saved_at),
        "saved_by": found.saved_by,
    }
    return {**told, "schema": schema_of(FORMS[found.form], lists)} if whole else told


def faults_of(found: TaskView, lists: Mapping[str, CodeList], most: int | None) -> list[Json]:
    """What is wrong with what was typed, then what is missing still."""
    typed = fill(FORMS[found.form], found.draft, lists).faults if found.draft is not None else ()
    return [*(fault(one) for one in typed), *reasons(found.gaps, most)]


def opinion(found: OpinionView) -> Json:
    return {
        "stage_title": found.stage_title,
        **coded("result", found.result),
        "text": found.text,
        "signed_by": found.signed_by,
        "signed_at": plain(found.signed_at),
    }


def place(found: ReturnedPlace) -> Json:
    """A line of the latest return: 原值 → 新值, and whether it was mended since."""
    return {
        "position": found.position,
        "target": found.target,
        "title": found.title,
        "fault": found.fault,
        "wanted": found.wanted,
        "value_before": plain(found.value_before),
        "value_now": plain(found.value_now),
        "mended": found.mended_at is not None,
        "mended_at": plain(found.mended_at),
        "mended_by": found.mended_by,
        "returned_by": found.returned_by,
        "returned_at": plain(found.returned_at),
        "from_stage": found.from_stage,
    }


def action(found: Action) -> Json:
    """An operation, allowed or with the reasons why not."""
    return {
        "name": found.operation.value,
        "title": found.title,
        "allowed": found.possible,
        "reason": reason(found.reasons[0])["message"] if found.reasons else None,
        "reasons": reasons(found.reasons, MOST_REASONS),
        "reason_count": len(found.reasons),
    }
