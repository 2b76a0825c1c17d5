"""Migrations make what the models say, on both databases, and can be taken back, with rows in the tables too."""

import datetime as dt
from contextlib import ExitStack

import pytest
from sqlalchemy import MetaData, func, inspect, select, text

from models import Event, Survey, Unit
from tools import migrations
from workflows.kept_reasons import restored


@pytest.fixture(params=["sqlite", "postgresql"])
def create_engine_of(request, tmp_path):
    """Makes empty databases of one kind."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield lambda name: migrations.sqlite_engine(tmp_path / name)
        else:
            server = request.getfixturevalue("postgres_url")
            yield lambda name: stack.enter_context(migrations.fresh_database(server, f"migrations_{name}"))


def test_migrations_make_what_the_models_say(create_engine_of):
    assert migrations.disagreement(create_engine_of("migrated"), create_engine_of("made")) is None


def test_a_change_that_no_migration_makes_is_found(create_engine_of):
    migrated, made = create_engine_of("migrated"), create_engine_of("made")
    migrations.upgrade(migrated)
    with migrated.begin() as connection:
        connection.execute(text("DROP INDEX uq_building_live_parcel"))
    assert "building" in migrations.disagreement(migrated, made)


def test_down_and_up_again(create_engine_of):
    engine = create_engine_of("there_and_back")
    migrations.upgrade(engine)
    migrations.downgrade(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert migrations.current(connection) is None
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert migrations.current(connection) == migrations.head()


def test_the_newest_revision_is_the_highest_number():
    numbers = sorted(path.name.split("_")[0] for path in (migrations.FOLDER / "versions").glob("*.py"))
    assert numbers[-1] == migrations.head()
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_an_upgrade_keeps_the_rows(desk, cli, database):
    """`flask db upgrade` on a database in use: already at the head it changes nothing, and every row stays."""
    with desk() as session:
        before = [session.scalar(select(func.count(model.id))) for model in (Survey, Unit, Event)]
    result = cli("db", "upgrade")
    assert result.exit_code == 0, result.output
    with desk() as session:
        assert [session.scalar(select(func.count(model.id))) for model in (Survey, Unit, Event)] == before


def test_stage_runs_learn_their_company_from_the_business(create_engine_of):
    """A database in use has runs without one; only these three rows matter, so that others' keys are not judged."""
    engine = create_engine_of("companies")
    migrations.upgrade(engine, "0007")
    metadata = MetaData()
    metadata.reflect(engine, only=("organization", "business", "stage_run"))
    company, business, run = (metadata.tables[name] for name in ("organization", "business", "stage_run"))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(company.insert().values(bare(company, id=42)))
        connection.execute(business.insert().values(bare(business, id=5, developer_id=42)))
        connection.execute(run.insert().values(bare(run, id=1, business_id=5)))
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT developer_id FROM stage_run WHERE id = 1")) == 42


def test_warnings_kept_as_a_sentence_are_still_told_and_can_go_back(create_engine_of):
    engine = create_engine_of("warnings")
    migrations.upgrade(engine, "0011")
    metadata = MetaData()
    metadata.reflect(engine, only=("survey",))
    survey = metadata.tables["survey"]
    kept = {"sheet": "户", "row": 2, "code": "area_sum", "expected": "等于 {合计}", "message": "面积之和不等于 {合计}"}
    given = {"kind": "predicted", "state": "unfiled", "gross_area": "1", "inner_area": "1", "shared_area": "0"}
    with engine.begin() as connection:
        values = bare(survey, id=1, floors=[], common_parts=[], building_facts={}, warnings=[kept], **given)
        connection.execute(survey.insert().values(values))
    migrations.upgrade(engine)
    with engine.connect() as connection:
        (found,) = connection.execute(select(survey.c.warnings)).scalar_one()
    assert str(restored(found["message"])) == kept["message"]
    assert str(restored(found["expected"])) == kept["expected"]
    migrations.downgrade(engine, "0011")
    with engine.connect() as connection:
        assert connection.execute(select(survey.c.warnings)).scalar_one() == [kept]


# What passes the checks of a coded column.
CODES = {"kind": "developer", "legal_form": "limited", "state": "waiting", "role": "survey_reviewer", "clock": "none"}


def bare(table, **given):
    """Something in every column that must have it."""
    values = {str: "x", int: 1, dt.datetime: dt.datetime(2026, 1, 1, tzinfo=dt.UTC), object: {}, bool: True}
    codes = {**CODES, "status": "normal" if table.name == "organization" else "open"}
    needed = [column for column in table.columns if not column.nullable and column.name not in given]
    return {**{one.name: codes.get(one.name) or values[one.type.python_type] for one in needed}, **given}


def test_a_migration_that_fails_leaves_nothing_behind(create_engine_of, monkeypatch):
    engine = create_engine_of("failing")
    monkeypatch.setattr("sqlalchemy.schema.CreateIndex.__init__", fail)
    with pytest.raises(RuntimeError, match="on purpose"):
        migrations.upgrade(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def fail(*_arguments, **_named):
    raise RuntimeError("on purpose")
