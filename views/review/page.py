"""What the template of 审核台 is given, beside what every page of a business shows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from app.extensions import db
from app.web.errors import told
from models import Business, Person
from models.enums import ListKind, PhraseUse, RunState, Sign
from views.arrangements import arrangement_values
from views.moments import clock, short_clock
from views.review.paper_list import papers_of
from views.review.place_in_queue import filter_asked, following, query_with
from views.workspace.page import workspace_values
from workflows.actor import Actor
from workflows.engine.attempt import Operation
from workflows.findings import Finding, against_agreeing
from workflows.messages import NotVisible
from workflows.reading.asked_for import figures_of
from workflows.reading.business import BusinessView
from workflows.reading.changes import Change, Changes, changes_since_return
from workflows.reading.phrases import phrases_for
from workflows.reading.queue import TAB_TITLES, Queue, has_desk
from workflows.reading.units import unit_table
from workflows.registry import business_type
from workflows.registry_titles import title_of
from workflows.return_lines import describe
from workflows.rules.identity import mask_phone
from workflows.service import find_business
from workflows.stage_table import effective_stages

PHRASES_SHOWN = 3


def empty_values(queue: Queue) -> dict[str, Any]:
    return queue_values(queue, "")


def queue_values(queue: Queue, business_no: str) -> dict[str, Any]:
    """The left column."""
    tabs = [
        {
            "title": gettext(TAB_TITLES[tab]),
            "count": count,
            "url": f"/review/{query_with(tab=tab.value)}",
            "current": tab is queue.tab,
        }
        for tab, count in queue.counts.items()
    ]
    return {
        "queue": queue,
        "tabs": tabs,
        "wanted": filter_asked(),
        "query": query_with(tab=queue.tab.value),
        "title_of": title_of,
        "here": business_no,
        "type_options": [(code, f"{gettext(title_of(code))} {count}") for code, count in queue.types.items()],
        **arrangement_values(ListKind.review),
    }


def desk_values(session: Session, view: BusinessView, queue: Queue, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    if not has_desk(actor):
        raise NotVisible(view.head.business_no)
    business = find_business(session, view.head.business_no)
    mine = view.head.run_state is RunState.open and view.head.holder_id == actor.person_id
    changes = changes_since_return(session, business, view.returned, view.lists)
    reviewing = next((task.key for task in view.tasks if task.here), None)
    possible = {action.operation.value for action in view.actions if action.possible}
    titles = titles_of(session, business, view)
    phrases = phrases_for(session, actor, view.head.role)
    return {
        **workspace_values(session, view, actor, now, task_key=reviewing, form=None),
        **queue_values(queue, view.head.business_no),
        "head": view.head,
        "arrived": short_clock(arrival(business)),
        "mine": mine,
        "may_receive": Operation.receive.value in possible,
        "may": possible,
        "last_stage": view.stages[-1].key == view.head.stage,
        "figures": figures_of(session, business),
        "checks": [check_values(finding, titles) for finding in view.findings],
        "failing": len(against_agreeing(view.findings)),
        "changes": change_values(changes, view) if changes else None,
        "papers": papers_of(session, business, view, changes),
        "applicant": applicant_of(session, business),
        "why_not": why_not(view),
        "phrases": {use.value: texts for use, texts in phrases.items()},
        "phrases_shown": PHRASES_SHOWN,
        "agree_phrases": phrases[PhraseUse.agree],
        "next_url": following(view.head.business_no) if mine else "",
        "next_title": next_title(queue, view.head.business_no),
        "received_clock": clock(business.runs[-1].received_at),
    }


def arrival(business: Business) -> dt.datetime:
    run = business.runs[-1]
    return run.sent_at or business.accepted_at


def next_title(queue: Queue, business_no: str) -> str:
    upcoming = queue.after(business_no)
    return upcoming.subject_title if upcoming else ""


def why_not(view: BusinessView) -> list[str]:
    """Why agreeing is not possible yet, apart from what agreeing itself says."""
    wanted = Operation.archive if view.stages[-1].key == view.head.stage else Operation.dispatch
    action = next(one for one in view.actions if one.operation is wanted)
    return [told(reason) for reason in action.reasons if reason.code not in {"M14", "check_failed"}]


# ---- 自动核验 ----

TONES = {Sign.holds: "good", Sign.doubtful: "warn", Sign.fails: "bad"}


def titles_of(session: Session, business: Business, view: BusinessView) -> Mapping[str, str]:
    """What each place that a finding concerns is called."""
    kind = business_type(business.business_type)
    stages = effective_stages(kind, business.stage_table.rows)
    places = {finding.place for finding in view.findings if finding.place}
    return {place: describe(session, business, stages, place)[0] for place in places}


def check_values(finding: Finding, titles: Mapping[str, str]) -> dict[str, Any]:
    figures = figures_in_words(finding)
    rule = told(finding.rule)
    return {
        "key": finding.key,
        "tone": TONES[finding.sign],
        "rule": rule,
        "figures": figures,
        "sources": [told(source) for source in finding.sources],
        "place": finding.place,
        "title": gettext(titles[finding.place]) if finding.place else "",
        "proof": finding.proof,
        "fault": gettext("核验不符：%(rule)s（%(figures)s）", rule=rule, figures=figures),
    }


def figures_in_words(finding: Finding) -> str:
    """Both figures with what lies between them; words among them in the reader's language."""
    said = (finding.left and gettext(finding.left), finding.relation, finding.right and gettext(finding.right))
    return " ".join(part for part in (*said, finding.measure and gettext(finding.measure)) if part)


# ---- 本次变化 ----


def change_values(changes: Changes, view: BusinessView) -> dict[str, Any]:
    return {
        "since": short_clock(changes.returned_at),
        "lines": [change_line(change) for change in changes.lines],
        "more": changes.more,
        "count": len(changes.lines) + changes.more,
        "back": view.head.stage != view.stages[0].key,
    }


def change_line(change: Change) -> dict[str, Any]:
    return {
        "target": change.target,
        "title": gettext(change.title),
        "before": change.before,
        "after": change.after,
        "changed": change.changed,
        "asked": change.asked,
        "mended": change.mended,
        "former": f"former.{change.former}" if change.former else "",
        "paper": change.target if change.target.startswith("materials.") else "",
    }


# ---- the applicant and the units ----


def applicant_of(session: Session, business: Business) -> dict[str, str]:
    """Whom to call; the number is masked until somebody says why it is needed."""
    person = session.get(Person, business.initiator_id)
    return {"name": business.initiator_name, "phone": mask_phone(person.phone or "") if person else ""}


def unit_lines(business_no: str, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """The units of the case; NotVisible where it has no building, or this person no desk."""
    business = find_business(db.session(), business_no)
    if business.building_id is None or not has_desk(actor):
        raise NotVisible(business_no)
    table = unit_table(db.session(), business.building_id, now)
    return {"units": table.units, "lists": table.lists, "missing": table.missing}
