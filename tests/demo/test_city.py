"""The demo city: complete, valid, the same for the same moment, and leaving the delivered surveys to whoever tries."""

import pytest
from sqlalchemy import func, select

from app.demo.accounts import ACCOUNTS, APPLICANTS
from app.demo.buildings import BUILDINGS, End
from app.demo.projects import PROJECTS
from models import (
    Building,
    Business,
    Event,
    Membership,
    Organization,
    OutboxMessage,
    Person,
    Project,
    ProjectCertificate,
    Survey,
    Unit,
)
from models.base import Model
from models.enums import BuildingState, BusinessStatus, EnrolmentState, Role, RunState, SurveyState
from workflows.facts.calendar import local_day
from workflows.rules.areas import area_sum_holds
from workflows.rules.identity import credit_code_fault, mobile_fault, parcel_code_fault, resident_id_fault


def test_there_is_an_account_for_every_role():
    usernames = {account.username for account in ACCOUNTS}
    assert {role.value for role in Role} - {"Admin"} <= usernames
    assert {
        "admin",
        "other_developer_operator",
        "other_region_survey_reviewer",
        "survey_reviewer_2",
        "filing_reviewer_2",
        "fund_reviewer_2",
        "restriction_officer_2",
    } <= usernames
    assert all(account.password == f"demo-{account.username}" for account in ACCOUNTS)


def test_every_account_opens_the_door(app):
    client = app.test_client()
    for account in ACCOUNTS:
        if account.organization is None:
            continue
        body = {"username": account.username, "password": account.password, "provider": "db"}
        assert client.post("/api/v1/security/login", json=body).status_code == 200, account.username


def test_everybody_and_everything_has_valid_numbers(desk, clock):
    today = local_day(clock.now)
    with desk() as session:
        people = session.scalars(select(Person)).all()
        organizations = session.scalars(select(Organization)).all()
        projects = session.scalars(select(Project)).all()
        assert len(people) == len(ACCOUNTS) + len(APPLICANTS)
        assert len({person.phone for person in people}) == len(people)
        assert not [
            person for person in people if mobile_fault(person.phone) or resident_id_fault(person.id_number, today)
        ]
        assert not [each for each in organizations if credit_code_fault(each.credit_code)]
        assert all(each.name.endswith("(测试)") for each in organizations)
        assert not [each for each in projects if parcel_code_fault(each.parcel_codes)]
        kinds = session.execute(
            select(ProjectCertificate.project_id, func.count(ProjectCertificate.id)).group_by(
                ProjectCertificate.project_id
            )
        ).all()
    completed = sum(each.completed for each in PROJECTS)
    assert sorted(count for _, count in kinds) == [4] * (len(projects) - completed) + [5] * completed


def test_staff_wait_for_their_enrolment(desk):
    with desk() as session:
        states = session.scalars(
            select(Membership.state)
            .join(Person, Person.id == Membership.user_id)
            .where(Person.username.in_([account.username for account in APPLICANTS]))
        ).all()
    assert set(states) == {EnrolmentState.draft}


@pytest.mark.usefixtures("city")
def test_the_delivered_surveys_stay_unfiled(desk):
    with desk() as session:
        surveys = session.scalars(select(Survey).where(Survey.building_no.like("D%"))).all()
        assert {survey.state for survey in surveys} == {SurveyState.unfiled}
        assert {survey.building_no for survey in surveys} == {"D004", "D005", "D006", "D007", "D008"}
        assert all(survey.project.promotion_name == "澧岸云庭" for survey in surveys)
        doubtful = [survey for survey in surveys if survey.warnings]
        assert "CL20220407001" in {survey.survey_no for survey in doubtful}
        assert session.scalars(select(Building.id).where(Building.building_no.like("D%"))).all() == []


@pytest.mark.usefixtures("city")
def test_generated_buildings_stand_in_every_state(desk):
    with desk() as session:
        numbers = {
            state: set(session.scalars(select(Building.building_no).where(Building.state == state)))
            for state in BuildingState
        }
        filed = {each.number for each in BUILDINGS if each.end in {End.archived, End.returned_and_archived}}
        assert numbers[BuildingState.current] == filed
        assert numbers[BuildingState.draft] | filed | {"E012", "E015"} == {each.number for each in BUILDINGS}
        assert {24, 264} <= set(session.scalars(select(Building.unit_count)))
        assert (
            len(set(session.scalars(select(Building.developer_id).where(Building.state == BuildingState.current)))) == 2
        )
        units = session.scalars(select(Unit)).all()
        assert all(area_sum_holds(unit.gross_area, unit.inner_area, unit.shared_area) for unit in units)
        statuses = set(session.scalars(select(Business.status)))
        assert {BusinessStatus.open, BusinessStatus.archived, BusinessStatus.cancelled} == statuses
        runs = {run.state for business in session.scalars(select(Business)) for run in business.runs}
        assert set(RunState) == runs


@pytest.mark.usefixtures("city")
def test_everything_happened_in_order_and_in_the_past(desk, clock):
    with desk() as session:
        accepted = session.scalars(select(Business.accepted_at).order_by(Business.id)).all()
        assert accepted == sorted(accepted)
        assert max(session.scalars(select(Event.happened_at))) <= clock.now


@pytest.mark.usefixtures("city")
def test_loading_again_changes_nothing(cli, desk):
    with desk() as session:
        before = counts(session)
    assert cli("demo", "load").exit_code == 0
    with desk() as session:
        assert counts(session) == before


@pytest.mark.usefixtures("city")
def test_the_same_moment_gives_the_same_city(cli, desk):
    with desk() as session:
        before = told(session)
    assert cli("demo", "reset").exit_code == 0
    with desk() as session:
        assert told(session) == before


@pytest.mark.usefixtures("city")
def test_the_log_of_the_city_can_be_verified(cli):
    assert cli("audit", "verify").exit_code == 0


def test_production_is_never_reset(app, cli, monkeypatch):
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    result = cli("demo", "reset")
    assert result.exit_code != 0
    assert "正式环境" in result.output


def counts(session):
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) for table in Model.metadata.sorted_tables
    }


def told(session):
    """What a person would see of the city, without numbers that only the database gives."""
    businesses = session.execute(
        select(Business.business_no, Business.status, Business.subject_title, Business.accepted_at).order_by(
            Business.id
        )
    ).all()
    units = session.execute(
        select(Building.building_no, Unit.entrance, Unit.room_no, Unit.price_sale, Unit.unit_code)
        .join(Unit.building)
        .order_by(Building.building_no, Unit.entrance, Unit.room_no, Building.id)
    ).all()
    return (
        [tuple(row) for row in businesses],
        [tuple(row) for row in units],
        counts(session),
        session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)).all(),
    )
