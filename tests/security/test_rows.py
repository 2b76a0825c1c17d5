"""The wall between tenants: what each side sees, and that nothing gets around it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from app.extensions import db
from app.security.identity import usable_today
from app.security.rows import FRAMEWORK, ROWS, SHARED
from app.security.scopes import acting_as, system_scope
from app.web.paging import Page
from app.web.unit_of_work import unit_of_work
from models import (
    Building,
    Business,
    Event,
    Membership,
    MembershipRole,
    Organization,
    Person,
    Project,
    StageRun,
    StageTable,
    Survey,
    Unit,
)
from models.base import AccountBase, Model
from models.enums import BuildingState, EnrolmentState, Phase, Role, RunState, StageTableState, SurveyKind
from tests.web.town import PEOPLE
from workflows.facts.people import actor_of
from workflows.messages import NotVisible

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def actor(app):
    def create(username):
        with app.app_context(), system_scope():
            person = db.session.scalars(select(Person.id).where(Person.username == username)).one()
            return actor_of(usable_today(person, NOW.date())[0])

    return create


@pytest.fixture
def houses(app):
    """Each company has a survey, a building with a unit and a business; the bank was given a stage of 甲公司's."""
    with app.app_context(), system_scope(), unit_of_work():
        session = db.session()
        bank = session.scalars(select(Organization).where(Organization.name == "银行")).one()
        table = StageTable(region_code="430802", business_type="x", number=1, state=StageTableState.published)
        session.add(table)
        session.flush()
        for number in (1, 2):
            building = house(session, number)
            business = case(session, number, building, table)
            if number == 1:
                session.add(run(business, Role.escrow_bank, bank.id, RunState.waiting))


def house(session, number):
    survey = Survey(
        survey_no=f"S{number}",
        kind=SurveyKind.predicted,
        agency_name="测绘院",
        project_id=number,
        developer_id=number,
        region_code="430802",
        parcel_code=str(number),
        natural_building_no="F0001",
        building_no="1",
        unit_count=1,
        gross_area=1,
        inner_area=1,
        shared_area=0,
        building_facts={},
        floors=[],
        common_parts=[],
        warnings=[],
    )
    building = Building(
        building_no=f"{number}栋",
        natural_building_no="F0001",
        parcel_code=str(number),
        project_id=number,
        developer_id=number,
        region_code="430802",
        state=BuildingState.draft,
        phase=Phase.presale,
        floors_total=1,
        floors_above=1,
        floors_below=0,
        entrance_count=1,
        unit_count=1,
    )
    session.add_all([survey, building])
    session.flush()
    session.add(
        Unit(
            building_id=building.id,
            developer_id=number,
            region_code="430802",
            position=1,
            entrance="1",
            actual_floor=1,
            room_no="101",
            gross_area=1,
            inner_area=1,
            shared_area=0,
        )
    )
    return building


def case(session, number, building, table):
    business = Business(
        business_no=f"C{number}",
        business_type="x",
        region_code="430802",
        developer_id=number,
        building_id=building.id,
        subject={},
        subject_title="",
        snapshot={},
        stage_table_id=table.id,
        initiator_id=1,
        initiator_name="x",
        accepted_at=NOW,
    )
    session.add(business)
    session.flush()
    return business


def run(business, role, organization_id, state):
    return StageRun(
        business_id=business.id,
        developer_id=business.developer_id,
        region_code="430802",
        stage="bank",
        title="银行",
        role=role,
        organization_id=organization_id,
        state=state,
    )


SEEN = {
    #                    projects  buildings  units  businesses  surveys
    "developer_admin": ({1}, {1}, {1}, {1}, {1}),
    "developer_operator": ({1}, {1}, {1}, {1}, {1}),
    "other_admin": ({2}, {2}, {2}, {2}, {2}),
    "escrow_bank": ({1}, {1}, {1}, {1}, set()),
    "survey_reviewer": ({1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}),
    "authority_admin": ({1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}),
    "other_region": (set(), set(), set(), set(), set()),
    "survey_agency": (set(), set(), set(), set(), set()),
    "admin": ({1, 2}, set(), set(), set(), set()),
}


@pytest.mark.parametrize("username", PEOPLE)
def test_each_side_sees_its_rows(app, actor, houses, username):
    with app.app_context(), acting_as(actor(username)):
        found = tuple(
            set(db.session.scalars(select(model.id))) for model in (Project, Building, Unit, Business, Survey)
        )
    assert found == SEEN[username]


NAMED = {
    "developer_admin": {"甲公司", "银行", "房产局", "外市房产局", "测绘院", "平台"},
    "escrow_bank": {"甲公司", "银行", "房产局", "外市房产局", "测绘院", "平台"},
    "survey_reviewer": {"甲公司", "乙公司", "银行", "房产局", "测绘院"},
    "other_region": {"外市房产局"},
    "survey_agency": {"测绘院"},
    "admin": {"甲公司", "乙公司", "银行", "房产局", "外市房产局", "测绘院", "平台"},
}


@pytest.mark.parametrize("username", NAMED)
def test_each_side_knows_its_organizations_and_their_people(app, actor, houses, username):
    with app.app_context(), acting_as(actor(username)):
        assert set(db.session.scalars(select(Organization.name))) == NAMED[username]
        people = set(db.session.scalars(select(Person.username)))
    own = PEOPLE[username][0]
    colleagues = {name for name, (organization, _) in PEOPLE.items() if organization == own}
    assert colleagues <= people
    if username in {"developer_admin", "escrow_bank", "survey_agency"}:
        assert people == colleagues


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_whoever_has_not_said_for_whom_he_acts_sees_nothing(app, houses, model):
    with app.app_context():
        assert db.session.scalars(select(model)).all() == []


@pytest.mark.parametrize("username", PEOPLE)
@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_condition_is_valid_also_on_an_alias(app, actor, username, model):
    with app.app_context(), acting_as(actor(username)):
        direct = len(db.session.scalars(select(model)).all())
        assert len(db.session.scalars(select(aliased(model))).all()) == direct
        assert db.session.scalar(select(func.count()).select_from(model)) == direct


def test_every_table_is_walled_or_shared_for_a_reason():
    for mapper in Model.registry.mappers:
        model = mapper.class_
        walled = model in ROWS or any(issubclass(other, model) for other in ROWS)
        assert walled or SHARED.get(model) or mapper.local_table.name in FRAMEWORK, model


OTHER = aliased(Unit)
WAYS_AROUND = {
    "by key": lambda: db.session.get(Unit, 2),
    "by select": lambda: db.session.scalars(select(Unit).where(Unit.id == 2)).one_or_none(),
    "by query": lambda: db.session.query(Unit).filter_by(id=2).one_or_none(),
    "by column": lambda: db.session.scalar(select(Unit.room_no).where(Unit.id == 2)),
    "by join": lambda: db.session.scalar(select(Unit.id).join(Building).where(Building.id == 2)),
    "by alias": lambda: db.session.scalar(select(OTHER.id).where(OTHER.id == 2)),
    "by subquery": lambda: db.session.scalar(select(select(Unit.id).where(Unit.id == 2).scalar_subquery())),
    "by union": lambda: db.session.scalar(
        select(Unit.id).where(Unit.id == 2).union(select(Unit.id).where(Unit.id == 2))
    ),
    "by exists": lambda: db.session.scalar(select(select(Unit).where(Unit.id == 2).exists())) or None,
    "by count": lambda: db.session.scalar(select(func.count()).select_from(Unit).where(Unit.id == 2)) or None,
    "by relation": lambda: (
        db.session.scalars(select(Business).options(joinedload(Business.building))).one().building.id - 1 or None
    ),
    "by the stock account": lambda: db.session.scalar(
        select(AccountBase.id).where(AccountBase.username == "other_admin")
    ),
}


@pytest.mark.parametrize("way", WAYS_AROUND)
def test_no_way_of_asking_leads_around(app, actor, houses, way):
    with app.app_context(), acting_as(actor("developer_admin")):
        assert WAYS_AROUND[way]() is None


@pytest.mark.parametrize("load", [joinedload, selectinload, lazyload])
def test_a_relation_that_leads_to_anothers_row_leads_to_nothing(app, actor, houses, load):
    with app.app_context():
        with system_scope(), unit_of_work():
            db.session.scalars(select(Business).where(Business.building_id == 1)).one().building_id = 2
        with acting_as(actor("developer_admin")):
            assert db.session.scalars(select(Business).options(load(Business.building))).one().building is None


@pytest.mark.parametrize(
    "bare",
    [
        lambda: select(Unit.__table__),
        lambda: select(func.count()).select_from(Unit.__table__),
        lambda: select(Unit.__table__.c.id),
    ],
)
def test_asking_the_table_instead_of_the_class_is_refused(app, actor, bare):
    with app.app_context(), acting_as(actor("developer_admin")), pytest.raises(RuntimeError, match="mapped class"):
        db.session.execute(bare())


def test_what_one_person_saw_is_not_handed_to_the_next(app, actor, houses):
    with app.app_context():
        with acting_as(actor("other_admin")):
            assert db.session.get(Unit, 2)
        with acting_as(actor("developer_admin")):
            assert db.session.get(Unit, 2) is None


# ---- writing ----


def new_project(developer_id, project_no="N"):
    return Project(project_no=project_no, name="n", location="l", region_code="430802", developer_id=developer_id)


def test_a_row_is_added_to_the_own_and_not_planted_in_another_company(app, actor):
    with app.app_context(), acting_as(actor("developer_admin")):
        with unit_of_work():
            db.session.add(new_project(1, "N1"))
        with pytest.raises(NotVisible), unit_of_work():
            db.session.add(new_project(2, "N2"))


def test_a_row_is_not_moved_to_another_company(app, actor):
    with app.app_context(), acting_as(actor("developer_admin")), pytest.raises(NotVisible), unit_of_work():
        db.session.get(Project, 1).developer_id = 2


@pytest.mark.parametrize("change", [lambda row: setattr(row, "name", "x"), db.session.delete])
def test_a_row_that_came_into_the_session_another_way_is_not_changed(app, actor, change):
    with app.app_context(), acting_as(actor("developer_admin")), pytest.raises(NotVisible), unit_of_work():
        change(seen_by_the_system(Project, 2))


def seen_by_the_system(model, key):
    with system_scope():
        return db.session.get(model, key)


def test_seeing_is_wider_than_changing_for_organizations(app, actor):
    with app.app_context(), acting_as(actor("developer_admin")), pytest.raises(NotVisible), unit_of_work():
        db.session.scalars(select(Organization).where(Organization.name == "银行")).one().remark = "x"


def test_a_bureau_sets_rules_of_its_own_region_only(app, actor, houses):
    with app.app_context(), acting_as(actor("other_region")), pytest.raises(NotVisible), unit_of_work():
        db.session.scalars(select(StageTable)).one().note = "x"


def test_a_statement_over_many_rows_reaches_only_the_own(app, actor, houses):
    with app.app_context(), acting_as(actor("developer_admin")), unit_of_work():
        changed = db.session.execute(update(Unit).values(room_no="9").execution_options(synchronize_session=False))
        assert changed.rowcount == 1


@pytest.mark.parametrize("column", ["developer_id", "region_code"])
def test_a_statement_over_many_rows_gives_nothing_away(app, actor, column):
    with app.app_context(), acting_as(actor("developer_admin")), pytest.raises(RuntimeError), unit_of_work():
        db.session.execute(update(Unit).values({column: 2}))


def test_the_event_log_is_only_added_to(app, actor):
    with app.app_context(), acting_as(actor("developer_admin")):
        with unit_of_work():
            db.session.add(event_of(actor("developer_admin")))
        for change in (lambda row: setattr(row, "action", "y"), db.session.delete):
            with pytest.raises(RuntimeError, match="only ever added"), unit_of_work():
                change(db.session.scalars(select(Event).where(Event.action == "x")).one())


def event_of(actor):
    return Event(
        happened_at=NOW,
        action="x",
        subject_kind="x",
        subject_id="1",
        actor_name=actor.name,
        organization_id=actor.organization_id,
        region_code=actor.region_code,
        detail={},
    )


def test_nobody_writes_nothing(app):
    with app.app_context(), pytest.raises(NotVisible), unit_of_work():
        db.session.add(new_project(1))


# ---- the one commit ----


def test_rows_are_changed_inside_a_unit_of_work_only(app, actor):
    with app.app_context(), acting_as(actor("developer_admin")):
        db.session.add(new_project(1))
        with pytest.raises(RuntimeError, match="outside a unit of work"):
            db.session.flush()


def test_nothing_else_commits(app):
    with app.app_context(), system_scope():
        db.session.scalars(select(Project)).all()
        with pytest.raises(RuntimeError, match="outside a unit of work"):
            db.session.commit()


def test_a_unit_of_work_is_all_or_nothing_and_not_nested(app):
    with app.app_context(), system_scope():
        with pytest.raises(ZeroDivisionError), unit_of_work():
            break_off_after(new_project(1))
        assert db.session.scalar(select(func.count(Project.id))) == 2
        with unit_of_work(), pytest.raises(RuntimeError, match="already open"), unit_of_work():
            pass


def break_off_after(row):
    db.session.add(row)
    db.session.flush()
    raise ZeroDivisionError


# ---- the source ----

MAY = {
    r"\.commit\(": {"app/web/unit_of_work.py"},
    # An agency measures for any developer, a case goes back to whoever had it, anybody may check a document's number,
    # who keeps the calendar hears whether any case waits for more of it.
    r"unscoped": {
        "app/security/scopes.py",
        "workflows/due_notices.py",
        "workflows/survey_archive.py",
        "workflows/facts/enrolment_evidence.py",
        "workflows/facts/people.py",
        "workflows/stage_design/people.py",
        "workflows/stage_design/publishing.py",
        "workflows/reading/public_documents.py",
    },
    r"\b(ModelView|ModelRestApi)\b": {"app/web/record_view/declared.py", "app/web/api.py"},
    # What sets many rows at once has its keys from a select within the scope, or is the program's own.
    r"\bexecute\(\s*(insert|update|delete)\(": {
        "workflows/business_numbers.py",
        "workflows/materials.py",
        "workflows/idempotency.py",
        "app/demo/city.py",
        "workflows/survey_archive.py",
        "workflows/unit_edits/batch.py",
        "workflows/effects/locks.py",
        "workflows/effects/survey_filing.py",
        "app/security/login_failures.py",
        "app/housekeeping.py",
    },
}


def sources():
    for folder in ("app", "views", "workflows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", MAY)
def test_what_could_go_around_the_wall_stands_in_few_places(pattern):
    found = {name for name, source in sources() if re.search(pattern, source)}
    assert found <= MAY[pattern]


def test_membership_of_a_person_in_two_places_is_chosen_and_not_mixed(app, actor):
    with app.app_context(), system_scope(), unit_of_work():
        person = db.session.scalars(select(Person).where(Person.username == "developer_operator")).one()
        db.session.add(second_place(person))
    with app.app_context(), system_scope():
        first, second = (actor_of(member) for member in usable_today(person_id(), NOW.date()))
    with app.app_context(), acting_as(first):
        assert set(db.session.scalars(select(Project.id))) == {1}
    with app.app_context(), acting_as(second):
        assert set(db.session.scalars(select(Project.id))) == {2}


def person_id():
    return db.session.scalars(select(Person.id).where(Person.username == "developer_operator")).one()


def second_place(person):
    return Membership(
        user=person,
        organization_id=2,
        state=EnrolmentState.approved,
        roles=[MembershipRole(role=Role.developer_operator)],
    )


def test_a_list_names_no_company_that_may_not_be_known(app, actor, houses):
    """A business of the region whose company is at home elsewhere and has no project here."""
    with app.app_context():
        with system_scope(), unit_of_work():
            db.session.get_one(Organization, 2).region_code = "430100"
            for project in db.session.scalars(select(Project).where(Project.developer_id == 2)):
                project.region_code = "430100"
        with acting_as(actor("survey_reviewer")):
            view = next(view for view in app.appbuilder.baseviews if type(view).__name__ == "BusinessView")
            page = Page(0, 25, "business_no", descending=False)
            found = view.datamodel.page(view.datamodel.get_filters(), page, view.list_columns)
            assert [(row.business_no, row.developer and row.developer.name) for row in found.rows] == [
                ("C1", "甲公司"),
                ("C2", None),
            ]
