"""The lines of 在手业务 and 已办业务 as cells of a table: a page has some four hundred, each written by its column."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from flask_babel import gettext
from markupsafe import Markup, escape

from app.web.shown_values import NOTHING, chip
from app.web.worded import type_worded
from models.enums import BusinessStatus
from views.time_left import time_left_text
from workflows.actor import Actor
from workflows.facts.calendar import DESK_ZONE
from workflows.reading.lines import BusinessLine
from workflows.reading.time_left import TimeLeft
from workflows.registry_titles import title_of

SHORT, LONG, DAY = "%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"
TONES = {"bad": "● ", "warn": "◐ "}

Say = Callable[..., str]  # a text in the reader's language, looked up once for a page
Cell = Callable[[BusinessLine, Say], str]


def inbox_cells(columns: Sequence[str], actor: Actor) -> Callable[[BusinessLine], Markup]:
    """What writes a line of 在手业务; it says in whose name this person would act on it."""
    return writer(columns, {**CELLS, "subject": lambda line, say: opening_subject(line, say, actor)})


def handled_cells(columns: Sequence[str]) -> Callable[[BusinessLine], Markup]:
    """What writes a line of 已办业务: the number opens it, and times are to the second."""
    own: Mapping[str, Cell] = {
        "number": lambda line, _: f'<td class="figure">{link(line, escape(line.business_no))}</td>',
        "subject": lambda line, _: f'<td class="strong">{escape(line.subject_title)}</td>',
        "type": lambda line, _: f'<td title="{escape(line.subject_title)}">{escape(type_worded(line.type_title))}</td>',
        "arrived": lambda line, _: cell(moment(line.sent_at or line.accepted_at, LONG)),
        "accepted": lambda line, _: cell(moment(line.accepted_at, LONG)),
        "received": lambda line, _: cell(moment(line.received_at, LONG)),
        "finished": lambda line, _: cell(moment(line.run_finished_at, LONG)),
    }
    return writer(columns, {**CELLS, **own})


def writer(columns: Sequence[str], cells: Mapping[str, Cell]) -> Callable[[BusinessLine], Markup]:
    """Every cell escapes what it shows."""
    shown, say = [cells[column] for column in columns], cache(gettext)
    return lambda line: Markup("".join([write(line, say) for write in shown]))  # noqa: S704


# ---- single cells ----


def opening_subject(line: BusinessLine, say: Say, actor: Actor) -> str:
    in_name_of = line.on_behalf_of(actor)
    chips = [chip(gettext("代%(person)s", person=in_name_of), "info", signed=False)] if in_name_of else []
    if line.status is BusinessStatus.suspended:
        chips.append(chip(say(line.status.title), line.status.tone))
    return f'<td class="strong">{" ".join([link(line, escape(line.subject_title), "plain"), *chips])}</td>'


def link(line: BusinessLine, text: Markup, kind: str = "") -> str:
    styled = f' class="{kind}"' if kind else ""
    return f'<a{styled} href="/business/{escape(line.business_no)}/" data-open>{text}</a>'


def cell(content: Markup) -> str:
    return f"<td>{content}</td>"


def stage(line: BusinessLine, say: Say) -> str:
    title = escape(say(line.stage_title))
    if not line.returns:
        return cell(title)
    returned = escape(gettext("退 %(count)s 次", count=line.returns))
    return f'<td>{title} <span class="small quiet">{returned}</span></td>'


def developer(line: BusinessLine, _: Say) -> str:
    name = escape(line.developer)
    return f'<td class="long" title="{name}">{name}</td>'


def moment(at: dt.datetime | None, form: str = SHORT) -> Markup:
    """A moment on the desk's wall."""
    if at is None:
        return NOTHING
    here = at.astimezone(DESK_ZONE)
    return Markup(f'<time class="figure" datetime="{at.isoformat()}">{here:{form}}</time>')  # noqa: S704


def time_left(left: TimeLeft | None) -> Markup:
    """Colour, sign and words."""
    if left is None:
        return NOTHING
    tone = f" {left.tone}" if left.tone else ""
    title = f' title="{escape(gettext("承诺日期"))} {left.due_on}"' if left.due_on else ""
    sign = f'<span aria-hidden="true">{TONES[left.tone]}</span>' if left.tone in TONES else ""
    return Markup(f'<span class="nowrap{tone}"{title}>{sign}{escape(time_left_text(left))}</span>')  # noqa: S704


CELLS: Mapping[str, Cell] = {
    "type": lambda line, say: (
        f'<td title="{escape(line.subject_title)}">{escape(say(title_of(line.business_type)))}</td>'
    ),
    "stage": stage,
    "developer": developer,
    "arrived": lambda line, _: cell(moment(line.sent_at or line.accepted_at)),
    "accepted": lambda line, _: cell(moment(line.accepted_at)),
    "left": lambda line, _: cell(time_left(line.time_left)),
    "number": lambda line, _: f'<td class="figure">{escape(line.business_no)}</td>',
    "returns": lambda line, _: f'<td class="number">{line.returns}</td>',
    "sender": lambda line, _: cell(escape(line.sender or line.initiator)),
    "initiator": lambda line, _: cell(escape(line.initiator)),
    "run_state": lambda line, say: cell(chip(say(line.run_state.title), line.run_state.tone)),
    "status": lambda line, say: cell(chip(say(line.status.title), line.status.tone)),
}
