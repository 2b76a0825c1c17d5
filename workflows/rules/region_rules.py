"""What a region may set differently, with the default that holds until it does."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RegionRuleKey:
    """One switch or figure: its default, its choices where it is a choice, and where it comes from."""

    key: str
    title: str
    default: Any
    choices: tuple[str, ...] = ()
    unit: str = ""
    legal_basis: str = ""


_KEYS = (
    RegionRuleKey("survey_import_mode", "测绘成果导入方式", "both", ("query", "file", "both")),
    RegionRuleKey("area_check", "户室面积校验", "error", ("error", "warn", "off"), legal_basis="GB/T 17986.1"),
    RegionRuleKey("price_at_survey", "测绘备案时填报价格", default=True),
    # By code of use, "*" for all others: the lowest and the highest price; what lies outside is marked, not refused.
    RegionRuleKey("price_corridor", "备案单价范围", default=None, unit="元/m²"),
    RegionRuleKey("round_mode", "总价取整方式", "cents", ("cents", "floor_yuan", "half_up_yuan")),
)

REGION_RULES = {rule.key: rule for rule in _KEYS}
