"""常用语: what a desk signs and returns with; its own people keep it, the platform what is everybody's."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.web.current import current_actor
from models import Phrase
from models.enums import Role
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from workflows.actor import Actor
from workflows.messages import Message, Reason, Refused

OTHER_DESK = Message("other_desk", "只能维护本岗位的常用语")
OTHER_ORGANIZATION = Message("other_organization", "平台的通用常用语由系统管理员维护")
# Who keeps the phrases of every desk of the organization.
KEEPERS = (Role.authority_admin, Role.section_head)


class Phrases(Record):
    record = "phrases"
    model = Phrase
    listed = ("text", "use", "role", "position", "organization")
    found_by = ("text", "use", "role")
    ordered_by = ("use", "role", "position")
    sections = (("常用语", ("use", "text", "role", "position", "organization")),)
    shown_only = frozenset({"organization"})
    hints = {"role": "不选则本机构各岗位都可使用", "position": "数字小的排在前面，前三条直接显示在审核台"}

    def own(self, item: Any, actor: Actor) -> None:
        item.organization_id = None if is_platform(actor) else actor.organization_id

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        yield from desk_faults(item, current_actor())

    def pre_delete(self, item: Any) -> None:
        faults = list(desk_faults(item, current_actor()))
        if faults:
            raise Refused(faults)


def desk_faults(item: Any, actor: Actor) -> Iterator[Reason]:
    """A desk keeps its own phrases; the administrator and the head of a section keep those of all desks."""
    if is_platform(actor):
        return
    if item.organization_id != actor.organization_id:
        yield OTHER_ORGANIZATION(at="organization")
    elif not actor.holds_any((*KEEPERS, *([item.role] if item.role else []))):
        yield OTHER_DESK(at="role")


class PhraseView(Phrases, RecordView):
    base_order = ("position", "asc")


class PhraseApi(Phrases, RecordApi):
    may_delete = True
    base_order = ("position", "asc")
