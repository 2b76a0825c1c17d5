"""What is typed about one stage: its shape is judged here, what it means in workflows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, SelectField, StringField
from wtforms import validators as check

from app.web.form_fields import tidy
from models import StageRow
from models.enums import Role
from workflows.stage_design.stage_input import Paper, StageInput
from workflows.stage_table_faults import LONGEST_PAPER, LONGEST_TITLE, MOST_DAYS, MOST_PAPERS

# A stage is worked by somebody of a desk; buyers and the platform have none.
NOT_AT_A_DESK = frozenset({Role.buyer, Role.system_admin})
SPARE_LINES = 2


class StageForm(Form):
    """One stage. Choices of other stages are filled in by the page."""

    title = StringField(
        lazy_gettext("办理阶段"),
        [
            check.DataRequired(lazy_gettext("请填写办理阶段")),
            check.Length(max=LONGEST_TITLE, message=lazy_gettext("办理阶段最多 50 个字")),
        ],
        filters=[tidy],
    )
    role = SelectField(
        lazy_gettext("办理角色"),
        [check.DataRequired(lazy_gettext("请选择办理角色"))],
        choices=[],
        validate_choice=True,
    )
    time_limit_days = IntegerField(
        lazy_gettext("时限（工作日）"),
        [check.Optional(), check.NumberRange(1, MOST_DAYS, lazy_gettext("时限为 1 至 365 个工作日，不限请留空"))],
        description=lazy_gettext("不限请留空"),
    )
    not_by = SelectField(
        lazy_gettext("不得与此环节同一人"), choices=[], description=lazy_gettext("四眼：须由另一人办理")
    )
    after = SelectField(lazy_gettext("放在此环节之后"), choices=[])
    opinion = BooleanField(lazy_gettext("须签署意见"))

    def offer(self, others: Sequence[tuple[str, str]], *, new: bool) -> None:
        """The roles, and the other stages as (key, title)."""
        self.role.choices = [("", gettext("请选择")), *role_choices()]
        self.not_by.choices = [("", gettext("不限制")), *others]
        if new:
            self.after.choices = list(others)
        else:
            del self.after


def role_choices() -> Iterator[tuple[str, str]]:
    return ((role.value, gettext(role.title)) for role in Role if role not in NOT_AT_A_DESK)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of 收件资料 on the page, with its fault."""

    key: str = ""
    title: str = ""
    required: bool = True
    fault: str = ""


def typed_papers(posted: MultiDict[str, str]) -> list[PaperLine]:
    """The lines as posted side by side; a line without a title is none."""
    keys, titles = posted.getlist("paper_key"), posted.getlist("paper_title")
    needed = posted.getlist("paper_required")
    lines = [
        PaperLine(key[:40], tidy(title) or "", need != "optional")
        for key, title, need in zip(keys, titles, needed, strict=False)
    ]
    return judged([line for line in lines if line.title])


def judged(lines: Sequence[PaperLine]) -> list[PaperLine]:
    """Each line with what is wrong with it."""
    titles = [line.title for line in lines]
    return [replace(line, fault=paper_fault(line, place, titles)) for place, line in enumerate(lines)]


def paper_fault(line: PaperLine, place: int, titles: Sequence[str]) -> str:
    if len(line.title) > LONGEST_PAPER:
        return str(gettext("资料名称最多 %(most)s 个字", most=LONGEST_PAPER))
    if line.title in titles[:place]:
        return str(gettext("与上面的资料重名"))
    return str(gettext("最多 %(most)s 项", most=MOST_PAPERS)) if place >= MOST_PAPERS else ""


def stored_papers(row: StageRow) -> list[PaperLine]:
    return [PaperLine(paper["key"], paper["title"], paper["required"]) for paper in row.materials]


def with_spare_lines(lines: Sequence[PaperLine]) -> list[PaperLine]:
    """A few blank ones at the end, so that a paper can be added without a script."""
    return [*lines, *[PaperLine()] * min(SPARE_LINES, max(MOST_PAPERS - len(lines), 0))]


def values_of(row: StageRow) -> dict[str, Any]:
    """A stored stage as the form shows it."""
    return {
        "title": row.title,
        "role": row.role.value,
        "time_limit_days": row.time_limit_days,
        "not_by": row.not_by or "",
        "opinion": row.opinion,
    }


def input_of(form: StageForm, papers: Sequence[PaperLine], known: frozenset[str]) -> StageInput:
    """What was typed, for the workflow; a key of a paper that the stage does not have is none."""
    return StageInput(
        title=form.title.data or "",
        role=Role(form.role.data),
        time_limit_days=form.time_limit_days.data,
        opinion=bool(form.opinion.data),
        not_by=form.not_by.data or None,
        papers=tuple(Paper(one.title, one.required, one.key if one.key in known else "") for one in papers),
    )
