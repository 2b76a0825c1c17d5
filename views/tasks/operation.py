"""派工, 退件, 归档 and the other acts on a business: opinion, target, reason and lines."""

from flask_babel import lazy_gettext
from wtforms import Form

from models import Opinion, ReturnLine
from models.enums import OpinionResult
from views.tasks.fields.choice import ChoiceField, titles_of
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.number import WholeField
from views.tasks.fields.part import LinesField, PartField
from views.tasks.fields.text import TextField
from views.tasks.filling import Filled
from workflows.inputs import Inputs, LineInput, OpinionInput

LONGEST_OPINION = 2000


class OpinionForm(Form):
    result = ChoiceField(label_of(Opinion.__table__.c.result), titles=titles_of(OpinionResult), required=True)
    text = TextField(label_of(Opinion.__table__.c.text), longest=LONGEST_OPINION, many_lines=True)


class ReturnLineForm(Form):
    target = text_of(ReturnLine.__table__.c.target, required=True)
    fault = text_of(ReturnLine.__table__.c.fault, required=True, many_lines=True)
    wanted = text_of(ReturnLine.__table__.c.wanted, many_lines=True)


class OperationForm(Form):
    """Everything an operation may be given; which of it one needs is decided by the table of operations."""

    version = WholeField(lazy_gettext("版本"), least=1, required=True)
    opinion = PartField(OpinionForm, lazy_gettext("意见"))
    to_stage = TextField(lazy_gettext("退回至"), longest=40)
    to_user = WholeField(lazy_gettext("指定人员"), least=1)
    reason = TextField(lazy_gettext("原因"), longest=500, many_lines=True)
    lines = LinesField(ReturnLineForm, lazy_gettext("退件项"))


def inputs_of(filled: Filled) -> Inputs:
    """The inputs of an operation from its judged form."""
    data = filled.form.data
    return Inputs(
        version=data["version"],
        opinion=opinion_of(data["opinion"]),
        to_stage=data["to_stage"],
        to_user=data["to_user"],
        reason=data["reason"] or "",
        lines=tuple(LineInput(line["target"], line["fault"], line["wanted"] or "") for line in data["lines"]),
    )


def opinion_of(data: dict[str, object] | None) -> OpinionInput | None:
    if data is None:
        return None
    assert isinstance(data["result"], OpinionResult)
    return OpinionInput(data["result"], str(data["text"] or ""))


class ItemForm(Form):
    business_no = TextField(lazy_gettext("业务序号"), longest=20, required=True)
    version = WholeField(lazy_gettext("版本"), least=1, required=True)


class ItemsForm(Form):
    """Several businesses received or archived at once, with one opinion."""

    items = LinesField(ItemForm, lazy_gettext("业务"), most=200)
    opinion = PartField(OpinionForm, lazy_gettext("意见"))


def items_of(filled: Filled) -> list[tuple[str, Inputs]]:
    """Number and inputs of each business, every number once."""
    opinion = opinion_of(filled.form.data["opinion"])
    rows = {row["business_no"]: row["version"] for row in filled.form.data["items"]}
    return [(number, Inputs(version=version, opinion=opinion)) for number, version in rows.items()]
