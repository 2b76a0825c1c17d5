"""Several at once: only cases of which every check is ✓, under one opinion, with a result for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import told
from app.web.unit_of_work import unit_of_work
from models.enums import OpinionResult, PhraseUse
from views.inbox import wanted_items
from views.review.place_in_queue import filter_asked, query_with
from views.review.sound_papers import papers_not_shown
from views.review.tasks import granted
from views.tasks.operation import LONGEST_OPINION
from workflows import review
from workflows.facts.situation import situation_of
from workflows.findings import against_agreeing_unopened
from workflows.inputs import OpinionInput
from workflows.messages import NotVisible, Refused, refuse_if
from workflows.reading.business import business_view
from workflows.reading.lines import BusinessLine
from workflows.reading.phrases import phrases_for
from workflows.reading.queue import Tab, queue_of
from workflows.registry_titles import title_of
from workflows.service import find_business
from workflows.service.opinions import DEFAULT_OPINION


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case; without reasons it is done."""

    business_no: str
    title: str
    reasons: tuple[str, ...] = ()


class TogetherPages(BaseView):
    route_base = "/review/together"
    default_view = "choose"

    @expose("/")
    def choose(self) -> str:
        """The cases of my queue whose every check is ✓, all ticked."""
        return together_page()

    @expose("/", methods=["POST"])
    def agree(self) -> Any:
        """One after the other, each whole by itself."""
        current_actor()
        text = request.form.get("opinion-text", "").strip()
        if not text or len(text) > LONGEST_OPINION:
            return together_page(fault=gettext("请填写意见内容"), text=text[:LONGEST_OPINION]), 422
        opinion = OpinionInput(OpinionResult.agree, text)
        items = wanted_items(request.form.getlist("item"))
        return together_page([outcome(number, version, opinion) for number, version in items], text=text)


def outcome(business_no: str, version: int, opinion: OpinionInput) -> Outcome:
    session, actor, moment = db.session(), current_actor(), now()
    try:
        view = business_view(session, business_no, actor, moment)
        tasks = granted(view)
        refuse_if(papers_not_shown(view))
        with unit_of_work():
            review.agree_unopened(session, business_no, version, opinion, tasks, actor, moment)
    except Refused as refused:
        return Outcome(business_no, "", tuple(told(reason) for reason in refused.reasons))
    except NotVisible:
        return Outcome(business_no, "", (gettext("没有找到该业务"),))
    return Outcome(business_no, view.head.subject_title)


def together_page(outcomes: list[Outcome] | None = None, *, fault: str = "", text: str = "") -> str:
    session, actor, moment = db.session(), current_actor(), now()
    queues = [queue_of(session, actor, tab, filter_asked(), moment) for tab in (Tab.mine, Tab.waiting)]
    lines = [line for queue in queues for line in queue.lines]
    clean = list(clean_among(lines))
    phrases = phrases_for(session, actor, clean[0].role)[PhraseUse.agree] if clean else ()
    return render_template(
        "review/together.html",
        lines=clean,
        others=len(lines) - len(clean),
        outcomes=outcomes or [],
        fault=fault,
        text=text or gettext(DEFAULT_OPINION),
        phrases=phrases,
        query=query_with(),
        title_of=title_of,
    )


def clean_among(lines: list[BusinessLine]) -> Iterator[BusinessLine]:
    """Those that could be agreed to unopened now; it is asked again, under the lock, when they are."""
    session, moment = db.session(), now()
    for line in lines:
        situation = situation_of(session, find_business(session, line.business_no), moment)
        if not against_agreeing_unopened(situation.findings):
            yield line
