"""区域规则: every rule of a region with its line of time."""

from views.region_rules.pages import RegionRulePages

__all__ = ["RegionRulePages"]
