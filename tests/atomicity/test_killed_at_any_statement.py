"""Killed at any statement, an act has happened whole or not at all, and what was acknowledged has happened."""

import pytest
from sqlalchemy import update

from app.extensions import db
from app.web.unit_of_work import unit_of_work
from models import ApplicationTile, VersionNote
from tests.atomicity.crash import Killed, State, faults, run_and_kill, state

BEFORE = "before_the_act"
SQLITE_POINTS, POSTGRESQL_POINTS = 9, 4


def some(points: list[int], count: int) -> list[int]:
    """The first, the last three (around the commit) and evenly others in between."""
    if len(points) <= count:
        return points
    step = max(1, len(points) // (count - 3))
    return sorted({points[0], *points[::step], *points[-3:]})


def half_done(before: State, left: State, after: State) -> list[str]:
    """The tables that were changed although the act is not done."""
    return [] if left == after else [name for name in before if left[name] != before[name]]


def kill_at_each(database, app, act, choose) -> list[int]:
    """Kill at each of the chosen points and judge what is left; the points that left the act done."""
    actor, do = act
    database.keep(BEFORE)
    before = state(app)
    whole = run_and_kill(app, actor, do, None)
    assert whole == Killed(acknowledged=True, killed=False, statements=whole.statements)
    after = state(app)
    assert faults(app) == []
    assert before != after
    done = []
    for at in choose(list(range(1, whole.statements + 1))):
        database.reset(BEFORE)
        outcome = run_and_kill(app, actor, do, at)
        assert outcome.killed, at
        left = state(app)
        assert half_done(before, left, after) == [], at
        assert left == after or not outcome.acknowledged, at
        assert faults(app) == [], at
        done += [at] if left == after else []
    return done


def test_an_act_that_is_killed_has_happened_whole_or_not_at_all(database, app, act):
    count = SQLITE_POINTS if database.kind == "sqlite" else POSTGRESQL_POINTS
    done = kill_at_each(database, app, act, lambda points: some(points, count))
    assert len(done) == 1, "only what is killed after its commit has happened"


@pytest.mark.long
def test_an_act_that_is_killed_at_every_statement_has_happened_whole_or_not_at_all(database, app, act):
    assert len(kill_at_each(database, app, act, lambda points: points)) == 1


def test_an_act_in_two_transactions_would_be_found(database, app, case):
    """The tests above bite: what commits in between is left half done by some kill."""
    case.surveyed()

    def in_two_halves() -> None:
        for model in (VersionNote, ApplicationTile):
            with unit_of_work():
                db.session.execute(update(model).values(title="半"))

    with pytest.raises(AssertionError, match="version_note"):
        kill_at_each(database, app, (case.operator, in_two_halves), lambda points: points)
