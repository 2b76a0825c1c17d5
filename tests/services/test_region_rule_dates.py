"""Region rules on their line of time: what holds on a day, what closes what, and that the past stays."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import Event, RegionRule
from workflows.facts.region_rules import region_rule
from workflows.messages import NotVisible, Refused
from workflows.region_rule_dates import RuleInput, Tense, holdings, inherited, set_value, timeline, withdraw

KEY, HERE = "deposit_max_ratio", "430802"
TODAY = dt.date(2026, 11, 23)


def day(number):
    return TODAY + dt.timedelta(days=number)


def put(desk, value, since, until=None, key=KEY, actor=None):
    given = RuleInput(value, since, until, "某文")
    return set_value(desk.session, HERE, key, given, actor or desk.authority_admin, desk.now)


def refused(desk, *given, **named):
    with pytest.raises(Refused) as refusal:
        put(desk, *given, **named)
    return [reason.code for reason in refusal.value.reasons]


def holds(desk, on, key=KEY):
    return region_rule(desk.session, HERE, key, on)


def test_a_new_value_closes_the_running_one_the_day_before(desk):
    put(desk, "0.15", TODAY)
    put(desk, "0.10", day(10))
    assert [holds(desk, day(n)) for n in (-1, 0, 9, 10, 400)] == ["0.20", "0.15", "0.15", "0.10", "0.10"]
    periods = timeline(desk.session, HERE, KEY, TODAY)
    assert [(period.tense, period.rule.valid_until) for period in periods] == [
        (Tense.planned, None),
        (Tense.now, day(9)),
    ]


def test_with_the_days_what_was_planned_runs_and_what_ran_is_past(desk):
    put(desk, "0.15", TODAY)
    put(desk, "0.10", day(10))
    tenses = [period.tense for period in timeline(desk.session, HERE, KEY, day(10))]
    assert tenses == [Tense.now, Tense.past]


def test_a_value_for_a_while_gives_way_to_what_the_region_above_says(desk):
    desk.session.add(RegionRule(region_code="430000", key=KEY, title="定金", value="0.18", valid_from=day(-100)))
    desk.session.flush()
    put(desk, "0.10", TODAY, day(5))
    assert [holds(desk, day(n)) for n in (-1, 0, 5, 6)] == ["0.18", "0.10", "0.10", "0.18"]
    assert [rule.region_code for rule in inherited(desk.session, HERE, KEY, TODAY)] == ["430000"]


def test_periods_do_not_overlap(desk):
    put(desk, "0.15", day(20))
    assert refused(desk, "0.10", day(10)) == ["overlap"]
    assert refused(desk, "0.10", day(10), day(20)) == ["overlap"]
    put(desk, "0.10", day(10), day(19))
    assert [holds(desk, day(n)) for n in (9, 10, 19, 20)] == ["0.20", "0.10", "0.10", "0.15"]


def test_a_value_of_the_same_day_takes_the_place_of_the_one_before(desk):
    put(desk, "0.15", TODAY)
    put(desk, "0.10", TODAY)
    assert [period.rule.value for period in timeline(desk.session, HERE, KEY, TODAY)] == ["0.10"]


@pytest.mark.parametrize(
    ("value", "since", "until", "codes"),
    [
        ("0.1", day(-1), None, ["past"]),
        ("0.1", None, None, ["required"]),
        ("0.1", day(5), day(4), ["range"]),
        ("2", day(-1), None, ["value", "past"]),
    ],
)
def test_what_cannot_be_set_is_refused_with_every_reason(desk, value, since, until, codes):
    assert refused(desk, value, since, until) == codes


def test_the_same_value_again_is_no_change(desk):
    put(desk, "0.15", TODAY)
    assert refused(desk, "0.15", day(3)) == ["unchanged"]


def test_a_planned_value_is_withdrawn_and_the_running_one_goes_on(desk):
    running = put(desk, "0.15", TODAY)
    planned = put(desk, "0.10", day(10))
    withdraw(desk.session, HERE, KEY, planned.id, desk.authority_admin, desk.now)
    assert running.valid_until is None
    assert holds(desk, day(30)) == "0.15"
    with pytest.raises(Refused, match="不能撤销"):
        withdraw(desk.session, HERE, KEY, running.id, desk.authority_admin, desk.now)
    with pytest.raises(NotVisible):
        withdraw(desk.session, HERE, KEY, planned.id, desk.authority_admin, desk.now)


def test_every_act_is_written_down_with_before_and_after(desk):
    put(desk, "0.15", TODAY)
    planned = put(desk, "0.10", day(10))
    withdraw(desk.session, HERE, KEY, planned.id, desk.authority_admin, desk.now)
    events = desk.session.scalars(select(Event).where(Event.subject_kind == "region_rule").order_by(Event.id)).all()
    assert [event.action for event in events] == ["set_region_rule", "set_region_rule", "withdraw_region_rule"]
    assert events[1].detail["changes"] == {
        "value": ["0.15", "0.10"],
        "valid_from": [None, "2026-12-03"],
        "valid_until": [None, "2026-12-02"],
    }


def test_only_keepers_of_the_region_set_values(desk):
    assert refused(desk, "0.1", TODAY, actor=desk.reviewer) == ["not_keeper"]
    with pytest.raises(NotVisible):
        set_value(desk.session, "430800", KEY, RuleInput("0.1", TODAY), desk.authority_admin, desk.now)
    with pytest.raises(NotVisible):
        put(desk, "0.1", TODAY, key="no_such_rule")


def test_the_figures_of_today_are_told_for_every_rule(desk):
    put(desk, "0.15", TODAY)
    put(desk, "0.10", day(10))
    held = {one.key.key: one for one in holdings(desk.session, HERE, TODAY)}
    assert (held[KEY].value, held[KEY].rule.region_code, held[KEY].planned.value) == ("0.15", HERE, "0.10")
    assert (held["area_check"].value, held["area_check"].rule) == ("error", None)
