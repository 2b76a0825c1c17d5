"""快捷设置价格: base price, steps by floor and place, exceptions and rounding."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from models import Unit
from views.tasks.fields.choice import ChoiceField, TickField
from views.tasks.fields.column import text_of
from views.tasks.fields.many import StepsField
from views.tasks.fields.number import AmountField, WholeField
from views.tasks.fields.part import PartField
from views.tasks.unit_selection import HIGHEST, LOWEST, UnitSelectionForm
from workflows.rules.price_rule import Change, Direction, FloorStep, PriceRounding, PriceRule
from workflows.rules.prices import HIGHEST_UNIT_PRICE, PRICE_TITLES
from workflows.rules.rounding import ZERO

KINDS = {kind: lazy_gettext(title) for kind, title in PRICE_TITLES.items()}
DIRECTIONS = {Direction.up: lazy_gettext("向上"), Direction.down: lazy_gettext("向下")}
CHANGES = {Change.increase: lazy_gettext("递增"), Change.decrease: lazy_gettext("递减")}
ROUNDINGS = {
    PriceRounding.none: lazy_gettext("不取整"),
    PriceRounding.ten: lazy_gettext("取整到十元"),
    PriceRounding.hundred: lazy_gettext("取整到百元"),
}


class FloorStepForm(Form):
    change = ChoiceField(lazy_gettext("变化"), titles=CHANGES, required=True)
    step = AmountField(lazy_gettext("每层变化（元/m²）"), least=ZERO, most=HIGHEST_UNIT_PRICE, places=2, required=True)


class PriceRuleForm(Form):
    version = WholeField(lazy_gettext("版本"), least=1, required=True)
    select = PartField(UnitSelectionForm, lazy_gettext("户室范围"))
    layout = text_of(Unit.__table__.c.layout)
    floor_from = WholeField(lazy_gettext("起始层"), least=LOWEST, most=HIGHEST)
    floor_to = WholeField(lazy_gettext("终止层"), least=LOWEST, most=HIGHEST)
    price_kind = ChoiceField(lazy_gettext("价格类型"), titles=KINDS, required=True)
    base_price = AmountField(
        lazy_gettext("基础价格（元/m²）"), least=ZERO, most=HIGHEST_UNIT_PRICE, places=2, required=True
    )
    base_floor = WholeField(lazy_gettext("基础楼层"), least=LOWEST, most=HIGHEST, required=True)
    direction = ChoiceField(lazy_gettext("方向"), titles=DIRECTIONS, required=True)
    change = ChoiceField(lazy_gettext("变化"), titles=CHANGES, required=True)
    step = AmountField(lazy_gettext("每层变化（元/m²）"), least=ZERO, most=HIGHEST_UNIT_PRICE, places=2, required=True)
    opposite = PartField(FloorStepForm, lazy_gettext("另一方向"))
    position_steps = StepsField(lazy_gettext("户位差（元/m²）"))
    floor_exceptions = StepsField(lazy_gettext("特殊楼层（元/m²）"), whole_keys=True)
    rounding = ChoiceField(lazy_gettext("取整"), titles=ROUNDINGS)
    keep_manual = TickField(lazy_gettext("保留手工改价"), default=True)


RULE_FIELDS = tuple(PriceRule.__dataclass_fields__)


def rule_of(data: dict[str, Any]) -> PriceRule:
    """The rule of a judged form; what was left blank takes the rule's own defaults."""
    chosen = {name: data[name] for name in RULE_FIELDS}
    return PriceRule(
        **{
            **chosen,
            "opposite": FloorStep(**chosen["opposite"]) if chosen["opposite"] else None,
            "position_steps": chosen["position_steps"] or {},
            "floor_exceptions": chosen["floor_exceptions"] or {},
            "rounding": chosen["rounding"] or PriceRounding.none,
        }
    )
