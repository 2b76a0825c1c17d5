"""The buttons: what can be done, and why something cannot yet."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.web.errors import told
from models import Membership, MembershipRole
from models.enums import EnrolmentState
from views.workspace.hands import is_mine
from workflows import messages
from workflows.actor import INCLUDED_IN, Actor
from workflows.engine.attempt import Operation
from workflows.messages import Kind, Reason
from workflows.reading.business import BusinessView

KINDS = {
    Operation.dispatch: "primary",
    Operation.archive: "primary",
    Operation.receive: "primary",
    Operation.cancel: "danger",
    Operation.terminate: "danger",
}
# Acts that need a reason, typed in one field of the page.
REASONED = frozenset({Operation.reassign, Operation.suspend, Operation.resume, Operation.terminate})


def action_rows(view: BusinessView, actor: Actor) -> list[dict[str, Any]]:
    """The buttons: what is possible, and what is not yet with the reason; other people's acts are left out."""
    return [
        {
            "name": action.operation.value,
            "title": title_of(view, action.operation, action.title),
            "kind": KINDS.get(action.operation, ""),
            "reason": shortened(action.reasons),
            "confirm": confirmation_of(view, action.operation),
        }
        for action in view.actions
        if not action.reasons or is_shown(view, actor, action.operation, action.reasons[0].kind)
    ]


def confirmation_of(view: BusinessView, operation: Operation) -> str:
    """What is asked before an act that cannot be taken back."""
    number = view.head.business_no
    questions = {
        Operation.cancel: gettext("取消受理 %(number)s？标的将释放，业务序号不再使用。", number=number),
        Operation.terminate: gettext("终止 %(number)s？业务不再办理，标的将释放，不能恢复。", number=number),
    }
    return questions.get(operation, "")


def is_shown(view: BusinessView, actor: Actor, operation: Operation, kind: Kind) -> bool:
    """An impossible act is shown only to who may one day do it here: the holder, not the passer-by."""
    mine = is_mine(view, actor)
    last = view.stages[-1].key == view.head.stage
    fitting = {
        Operation.dispatch: not last,
        Operation.archive: last,
        Operation.cancel: view.stages[0].key == view.head.stage,
    }
    return mine and kind is not Kind.forbidden and fitting.get(operation, False)


def title_of(view: BusinessView, operation: Operation, title: str) -> str:
    """What the button says: 派工 names the role that it goes to."""
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
