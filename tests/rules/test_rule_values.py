"""Values of region rules: read as typed, judged by their kind, never a float."""

import pytest

from workflows.rules.region_rules import REGION_RULES
from workflows.rules.rule_values import ValueKind, read_rows, read_value, stored_form, value_faults

RATIO, FIGURE, NODES = REGION_RULES["invest_min_ratio"], REGION_RULES["loan_unit"], REGION_RULES["release_nodes"]


@pytest.mark.parametrize("rule", REGION_RULES.values(), ids=lambda rule: rule.key)
def test_every_default_is_a_value_that_its_rule_takes(rule):
    assert value_faults(rule, rule.default) == []
    assert (rule.kind is ValueKind.choice) is bool(rule.choices)
    assert (rule.kind is ValueKind.table) is bool(rule.columns)


@pytest.mark.parametrize(
    ("text", "value"), [("25%", "0.25"), ("0.25", "0.25"), ("１", "1"), ("12.5％", "0.125"), ("0", "0"), ("100%", "1")]
)
def test_a_ratio_is_written_as_a_percentage_or_a_fraction(text, value):
    assert read_value(RATIO, text) == value
    assert value_faults(RATIO, value) == []


@pytest.mark.parametrize(("text", "value"), [("10,000", 10000), ("0.5", "0.5"), (" 20 ", 20)])
def test_a_figure_is_exact(text, value):
    assert read_value(FIGURE, text) == value
    assert value_faults(FIGURE, value) == []


@pytest.mark.parametrize(
    "value", ["", "x", "-1", -1, True, None, "NaN", "1e3", "9" * 30, [], {}, "1 2", "101%", 10**13]
)
def test_what_is_no_figure_is_refused(value):
    assert [reason.code for reason in value_faults(FIGURE, value)] == ["value"]


@pytest.mark.parametrize("value", ["1.01", 2, "-0.1", "25", True])
def test_a_ratio_lies_between_nothing_and_all(value):
    assert value_faults(RATIO, value)


def test_programs_send_floats_and_the_digits_are_kept():
    assert stored_form(RATIO, 0.25) == "0.25"
    assert stored_form(FIGURE, 20.0) == 20
    assert stored_form(FIGURE, "x") == "x"


def test_rows_are_read_column_by_column_and_blank_ones_are_none():
    typed = {"node": ["封顶", "", " 竣工 "], "keep": ["40%", "", "0.1"]}
    assert read_rows(NODES, typed) == [{"node": "封顶", "keep": "0.4"}, {"node": "竣工", "keep": "0.1"}]


@pytest.mark.parametrize(
    "value",
    [
        "x",
        [1],
        [{"node": "封顶"}],
        [{"node": "封顶", "keep": "1.5"}],
        [{"node": "", "keep": "0.5"}],
        [{"node": "长" * 201, "keep": "0.5"}],
        [{"node": "封顶", "keep": "0.5", "more": "x"}],
        [{"node": "封顶", "keep": "0.5"}] * 101,
    ],
)
def test_a_table_with_a_wrong_cell_says_where(value):
    assert {reason.at for reason in value_faults(NODES, value)} == {"value"}
