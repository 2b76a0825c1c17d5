"""The wall itself: every table has its place in it, and no statement of the ORM gets around it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

import models
from app.extensions import db
from app.security import scopes
from app.security.rows import ROWS, SHARED
from app.security.scopes import acting_as, nobody_acting
from app.security.wall import Wall
from app.web.unit_of_work import unit_of_work
from models import Business, Event, Membership, Project, RegionRule, StoredFile, Unit
from models.base import Model
from tests.isolation.answers import wrong
from tests.isolation.routes import targets
from workflows.facts.calendar import local_day
from workflows.facts.people import actor_of, usable_memberships
from workflows.messages import NotVisible

ROOT = Path(__file__).parents[2]
STOCK = "flask_appbuilder"
STRANGER = "other company, developer_admin"
FAR_AUTHORITY = "other region, authority_admin"


def own_classes() -> list[type]:
    return sorted(
        (mapper.class_ for mapper in Model.registry.mappers if not mapper.class_.__module__.startswith(STOCK)),
        key=lambda model: model.__name__,
    )


def test_every_table_is_scoped_or_shared_with_a_reason_and_never_both():
    named = set(ROWS) | set(SHARED)
    assert {model.__name__ for model in own_classes()} == {model.__name__ for model in named}
    assert not set(ROWS) & set(SHARED)
    assert all(reason.strip() for reason in SHARED.values())


# ---- acting as a stranger ----


@pytest.fixture
def create_stranger(app, world, desk, clock):
    def create(name):
        person_id, _ = world.outsiders[name]
        with desk() as session:
            return actor_of(usable_memberships(session, person_id, local_day(clock.now))[0])

    return create


@pytest.fixture
def stranger(create_stranger):
    return create_stranger(STRANGER)


@pytest.fixture
def as_stranger(app, stranger):
    """The session of a request that the stranger makes."""
    with app.app_context(), acting_as(stranger):
        yield db.session()
        db.session.remove()


HIDDEN = [
    model
    for model in ROWS
    if model.__name__
    in {
        "Building",
        "Unit",
        "Business",
        "StageRun",
        "TaskRun",
        "Opinion",
        "ReturnLine",
        "Material",
        "ProducedDocument",
        "UnitBatch",
        "Survey",
        "SurveyUnit",
    }
]


@pytest.mark.parametrize("model", HIDDEN, ids=lambda model: model.__name__)
def test_no_way_of_asking_finds_a_row_of_another(as_stranger, world, desk, model):
    session, primary = as_stranger, model.__mapper__.primary_key[0]
    alias = aliased(model)
    with desk() as everything:
        key = everything.scalar(select(primary).select_from(model).limit(1))
        assert key is not None
    session.expunge_all()
    assert session.get(model, key) is None
    assert session.scalars(select(model)).all() == []
    assert session.query(model).count() == 0
    assert session.scalar(select(func.count()).select_from(model)) == 0
    assert session.scalar(select(func.count(model.id))) == 0
    assert session.scalars(select(alias)).all() == []
    assert session.scalars(select(alias.id).where(alias.id.in_(select(model.id)))).all() == []
    assert session.scalar(select(select(func.count(model.id)).scalar_subquery())) == 0
    assert session.execute(select(Project.id, model.id).join(model, Project.id != 0)).all() == []


def test_relations_of_a_visible_row_lead_to_nothing_hidden(app, as_stranger, world, desk):
    session = as_stranger
    region = session.scalars(select(models.Region).where(models.Region.code == "430802")).one()
    assert session.scalars(select(Project).join(Project.region).where(models.Region.code == region.code)).all() == []


def test_whoever_is_nobody_sees_nothing(app, world):
    with app.app_context(), nobody_acting():
        for model in ROWS:
            assert db.session.scalar(select(func.count()).select_from(model)) == 0, model.__name__
        db.session.remove()


def test_a_table_asked_for_without_its_class_is_refused(as_stranger):
    for model in HIDDEN:
        with pytest.raises(RuntimeError, match="mapped class"):
            as_stranger.execute(select(model.__table__))


# ---- writing as a stranger ----


def test_an_update_over_many_rows_leaves_anothers_alone(as_stranger, world, dumped):
    before = dumped()
    with unit_of_work():
        as_stranger.execute(update(Unit).values(remark="被改"))
        as_stranger.execute(update(Business).values(subject_title="被改"))
        as_stranger.execute(delete(models.Material))
    assert dumped() == before


def test_an_update_by_keys_leaves_anothers_alone(as_stranger, world, dumped):
    before = dumped()
    with pytest.raises(NotVisible), unit_of_work():
        as_stranger.execute(update(Unit), [{"id": world.rows["Unit"], "remark": "被改"}])
    assert dumped() == before


def done(act) -> None:
    with unit_of_work():
        act(db.session())
        db.session.flush()


@pytest.mark.parametrize("column", ["developer_id", "region_code"])
def test_no_statement_over_many_rows_moves_them_to_another(app, world, create_actor, column):
    own = create_actor("developer_admin")
    value = {"developer_id": world["organization_id"] + 1, "region_code": "430602"}[column]
    with app.app_context(), acting_as(own):
        session = db.session()
        ways = (
            lambda: session.execute(update(Unit).values({column: value})),
            lambda: session.execute(update(Unit).values({getattr(Unit, column): value})),
            lambda: session.execute(update(Unit).ordered_values((getattr(Unit, column), value))),
            lambda: session.execute(update(Unit), {column: value}),
            lambda: session.execute(update(Unit), [{"id": world.rows["Unit"], column: value}]),
            lambda: session.query(Unit).update({column: value}),
        )
        for way in ways:
            with pytest.raises((RuntimeError, NotVisible)), unit_of_work():
                way()
        db.session.remove()


def test_no_row_is_moved_to_or_planted_with_another(app, world, create_actor, desk):
    own = create_actor("developer_admin")
    with desk() as session:
        other = session.scalars(
            select(models.Organization.id).where(
                models.Organization.kind == models.enums.OrganizationKind.developer,
                models.Organization.id != own.organization_id,
            )
        ).first()

    def move(session):
        session.scalars(select(Project)).first().developer_id = other

    def plant(session):
        session.add(models.PropertyCompany(developer_id=other, name="插入"))

    with app.app_context(), acting_as(own):
        for act in (move, plant):
            with pytest.raises(NotVisible):
                done(act)
        db.session.remove()


def test_what_is_only_read_is_not_changed_by_a_statement_either(app, world, create_stranger, desk, dumped):
    """A rule of the region is seen by everybody; the bureau of another region does not change it."""
    far = create_stranger(FAR_AUTHORITY)
    with desk() as session:
        session.execute(update(RegionRule).values(region_code="430802"))
    before = dumped()
    assert before["region_rule"]
    with app.app_context(), acting_as(far):
        with unit_of_work():
            db.session.execute(update(RegionRule).values(title="被改"))
            db.session.execute(delete(RegionRule))
        db.session.remove()
    assert dumped() == before


def test_the_event_log_is_only_added_to(app, world, create_actor):
    own = create_actor("developer_admin")
    with app.app_context(), acting_as(own):
        for way in (
            lambda session: session.execute(update(Event).values(action="x")),
            lambda session: session.execute(delete(Event)),
            lambda session: session.delete(session.scalars(select(Event)).first()) or session.flush(),
        ):
            with pytest.raises((RuntimeError, NotVisible)), unit_of_work():
                way(db.session())
        db.session.remove()


def test_a_file_that_is_only_seen_is_not_changed(app, world, create_actor):
    reviewer = create_actor("survey_reviewer")
    with app.app_context(), acting_as(reviewer):
        file = db.session.scalars(select(StoredFile)).first()
        assert file is not None
        with pytest.raises(NotVisible):
            done(lambda session: setattr(session.scalars(select(StoredFile)).first(), "name", "被改"))
        db.session.remove()


def test_membership_of_another_organization_cannot_be_given(app, world, create_actor, desk):
    own = create_actor("developer_admin")
    _, membership_id = world.outsiders[STRANGER]
    with desk() as session:
        other = session.get_one(Membership, membership_id).organization_id
    with app.app_context(), acting_as(own):
        with pytest.raises(NotVisible):
            done(lambda session: session.add(Membership(user_id=own.person_id, organization_id=other)))
        db.session.remove()


# ---- the tests beside this one bite ----


def test_without_the_wall_the_addresses_would_tell(app, world, create_outsider, monkeypatch):
    """With the criteria taken away the same walk over all addresses finds most of them open."""
    monkeypatch.setattr(scopes, "wall_of", lambda *_: Wall(()))
    outsider = create_outsider(STRANGER)
    reads = [
        target
        for target in targets(app, world)
        if target.method == "GET" and not target.record and ".xlsx" not in target.foreign
    ]
    told = [target for target in reads if wrong(outsider, target)]
    assert len(told) >= len(reads) - 2


# ---- what the source may say ----

# Where a statement may name a table without its class, or step outside the scope, and why.
OUTSIDE: Mapping[str, str] = {
    "app/security/criteria.py": "says what the scope is",
    "app/security/rows.py": "says what the scope is",
    "app/security/scopes.py": "is the scope",
    "app/demo/city.py": "empties every table, as a command",
    "workflows/survey_archive.py": "whether a number is known, and whose parcel it is, whoever's",
    "workflows/reading/public_documents.py": "whoever holds a paper may check its number",
    "workflows/stage_design/people.py": "how many people hold a role for a region; told is only the number",
    "workflows/stage_design/publishing.py": "how many businesses run by a version; told is only the number",
    "workflows/facts/enrolment_evidence.py": "how many other accounts have a number; told is only how many",
    "workflows/due_notices.py": "whether any case waits for more calendar; told is only yes or no, to who keeps it",
    "workflows/facts/people.py": "whether whom a sender names could take the case; told is only yes or no",
}
# Rows that are written by many at once: nothing judges to whom they belong, so nothing typed may name the owner.
PLANTING: Mapping[str, str] = {
    "workflows/idempotency.py": "the key of the very person",
    "workflows/business_numbers.py": "the counter of the day, nobody's",
    "workflows/survey_archive.py": "the rooms of a survey just stored and judged",
    "workflows/effects/survey_filing.py": "the units and prices of a building just made or filed, and judged",
}
SYSTEM: Mapping[str, str] = {
    "app/dictionary_dates.py": "ends and begins dictionary items, which are the same for everybody",
    "app/security/scopes.py": "defines it",
    "app/factory.py": "a message that leaves while developing",
    "app/sealing.py": "the sealer of the log",
    "app/outbox.py": "the worker",
    "app/housekeeping.py": "the worker",
    "app/jobs.py": "the worker",
    "views/calendar.py": "the calendar is everybody's and moves every region's cases; told is only how many",
    "views/api/calendar.py": "the calendar is everybody's and moves every region's cases; told is only how many",
    "app/security/login.py": "finding out who somebody is",
    "app/security/release.py": "the release step",
    "app/demo/city.py": "a command",
    "app/commands/stage_table.py": "a command",
    "app/commands/audit.py": "a command",
    "views/login.py": "finding out who somebody is",
    "views/dev_outbox.py": "while developing only",
    "views/crud/people.py": "whether a phone or identity number is known, whoever's; an account is one person's",
}
STATEMENTS = frozenset({"select", "insert", "update", "delete", "join", "select_from", "execute", "scalar", "scalars"})
RAW = frozenset({"text", "exec_driver_sql", "driver_connection", "raw_connection"})
RAW_ALLOWED: Mapping[str, str] = {
    "app/web/database.py": "begins transactions",
    "app/sealing.py": "the one sealer's lock",
    "models/stage_table.py": "the condition of an index",
    "models/document_template.py": "the condition of an index",
    "models/building.py": "the condition of an index",
    "models/stage_run.py": "the condition of an index",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("app", "views", "workflows", "models"):
        for path in sorted((ROOT / package).rglob("[!._]*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def names_a_table(node: ast.AST) -> bool:
    """`X.__table__` inside a statement, though not its columns' comments and lengths."""
    return isinstance(node, ast.Attribute) and node.attr == "__table__"


def bare_statements(tree: ast.Module) -> Iterator[int]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in STATEMENTS):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(names_a_table(node) for argument in given for node in ast.walk(argument)):
            yield call.lineno


def says(tree: ast.Module, word: str) -> bool:
    return any(
        (isinstance(node, ast.keyword) and node.arg == word)
        or (isinstance(node, ast.Constant) and node.value == word)
        or (isinstance(node, ast.Name) and node.id == word)
        or (isinstance(node, ast.Call) and name_of(node) == word)
        for node in ast.walk(tree)
    )


def test_no_statement_names_a_table_without_its_class():
    found = {f"{path}:{line}" for path, tree in sources() for line in bare_statements(tree) if path not in OUTSIDE}
    assert found == set()


def test_only_the_listed_places_step_outside_the_scope():
    unscoped = {path for path, tree in sources() if says(tree, "unscoped") or says(tree, "UNSCOPED")}
    assert unscoped <= set(OUTSIDE), unscoped - set(OUTSIDE)
    bare = {"app/security/criteria.py", "app/security/rows.py", "app/demo/city.py"}
    assert set(OUTSIDE) - unscoped <= bare, "places of the list that no longer need it"
    system = {path for path, tree in sources() if says(tree, "system_scope")}
    assert system <= set(SYSTEM), system - set(SYSTEM)
    assert set(SYSTEM) - system <= {"app/security/scopes.py"}, "places of the list that no longer need it"


def test_rows_are_inserted_by_many_only_where_it_is_listed():
    planting = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and name_of(node) == "insert"
    }
    assert planting == set(PLANTING)


def test_raw_sql_stands_only_where_it_is_listed():
    raw = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and name_of(node) in RAW
        and (name_of(node) != "text" or not isinstance(node.func, ast.Attribute))
        and "sqlalchemy" in imports_of(tree, "text")
    }
    assert raw <= set(RAW_ALLOWED), raw - set(RAW_ALLOWED)


def imports_of(tree: ast.Module, name: str) -> str:
    modules = (
        node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names)
    )
    return next(modules, "sqlalchemy")


def test_the_walk_over_the_source_finds_a_bare_statement():
    assert list(bare_statements(ast.parse("session.execute(select(Unit.__table__))"))) == [1, 1]
    assert list(bare_statements(ast.parse("label_of(Unit.__table__.c.layout)"))) == []
