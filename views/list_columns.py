"""The columns that the lists of businesses can have: what each is called, and which come without being asked for."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext

from models.enums import ListKind

TITLES = {
    "subject": lazy_gettext("标的"),
    "type": lazy_gettext("业务类型"),
    "stage": lazy_gettext("办理阶段"),
    "developer": lazy_gettext("开发企业"),
    "arrived": lazy_gettext("到件时间"),
    "left": lazy_gettext("剩余时限"),
    "number": lazy_gettext("业务序号"),
    "returns": lazy_gettext("退件次数"),
    "sender": lazy_gettext("上一派工人员"),
    "initiator": lazy_gettext("发起人"),
    "accepted": lazy_gettext("受理时间"),
    "received": lazy_gettext("操作时间"),
    "finished": lazy_gettext("完成时间"),
    "run_state": lazy_gettext("任务状态"),
    "status": lazy_gettext("业务状态"),
}
USUAL: Mapping[ListKind, tuple[str, ...]] = {
    ListKind.inbox: ("subject", "type", "stage", "developer", "arrived", "left", "number"),
    ListKind.handled: ("number", "type", "stage", "received", "finished", "sender", "run_state", "status"),
    ListKind.review: ("left", "type", "developer", "returns"),
}
OTHERS: Mapping[ListKind, tuple[str, ...]] = {
    ListKind.inbox: ("returns", "sender", "initiator", "accepted"),
    ListKind.handled: ("subject", "developer", "returns", "initiator", "accepted"),
    ListKind.review: ("number", "arrived", "initiator", "stage"),
}
# What opens a row: it cannot be left out.
FIXED: Mapping[ListKind, str] = {ListKind.inbox: "subject", ListKind.handled: "number", ListKind.review: ""}


def columns_of(kind: ListKind, chosen: Sequence[str]) -> list[str]:
    """The columns in their order: what was chosen of those there are, else the usual ones."""
    known = [name for name in dict.fromkeys(chosen) if name in (*USUAL[kind], *OTHERS[kind])]
    columns = known or list(USUAL[kind])
    fixed = FIXED[kind]
    return columns if not fixed or fixed in columns else [fixed, *columns]


def offered(kind: ListKind, columns: Sequence[str]) -> list[tuple[str, bool, bool]]:
    """Every column as the choice shows it: name, whether shown, whether it has to be; those shown first."""
    others = [name for name in (*USUAL[kind], *OTHERS[kind]) if name not in columns]
    return [(name, name in columns, name == FIXED[kind]) for name in (*columns, *others)]
