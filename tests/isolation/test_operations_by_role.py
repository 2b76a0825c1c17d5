"""Every type × stage × operation × role: who is not in the table is refused, by page and by API, and nothing changes."""

import pytest
from sqlalchemy import select, update

from models import Business, Membership, MembershipRole, Person, StageRun
from models.enums import OrganizationKind, Role
from tests.isolation.conftest import Outsider
from tests.isolation.world import BANK_ROLES, DEVELOPER_ROLES, REVIEWER_ROLES, changed_tables
from workflows import service
from workflows.actor import INCLUDED_IN
from workflows.engine.attempt import Operation
from workflows.engine.by_whom import SUPERVISORS
from workflows.registry import BY_CODE

BY_PAGE = "/business/{number}/operation"
BY_API = "/api/v1/businesses/{number}/{operation}"
CASES = [
    pytest.param(kind.code, stage.key, id=f"{kind.code}-{stage.key}")
    for kind in BY_CODE.values()
    for stage in kind.stages
]
# Everybody of the same company and the same bureau: they see the business, and most may do nothing with it.
INSIDE = {
    **dict.fromkeys(DEVELOPER_ROLES, OrganizationKind.developer),
    **dict.fromkeys(REVIEWER_ROLES, OrganizationKind.authority),
}
# A business of the world for the types of each kind of facts; it takes on the very type that is asked about.
EXAMPLES = {"survey_filing": "business_no", "user_enrolment": "enrolment_no"}
# Acts from outside the stages, and whose they are. On an open business nothing is there to resume.
FROM_OUTSIDE = {
    Operation.reassign: SUPERVISORS,
    Operation.suspend: (Role.authority_admin,),
    Operation.terminate: (Role.authority_admin,),
}
OPERATIONS = [operation for operation in Operation if operation is not Operation.save_task]
# Refused in shape, by role, or as not there: 422 where the role may look but the state speaks against it.
# The table is the same on both databases; on the second only so many of its cells are tried.
ON_POSTGRESQL = 5
REFUSALS = {403, 404, 409, 422}


@pytest.fixture
def inside(app, world, desk, monkeypatch):
    """Somebody of the company or bureau in each role, who has had no part in the business so far."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def create(role: Role) -> Outsider:
        with desk() as session:
            organization_id = organization_of(session, role, world["organization_id"])
            member = Membership(user=fresh_person(role), organization_id=organization_id, state="approved")
            member.roles = [MembershipRole(role=role)]
            session.add(member)
            session.flush()
            found = member.user_id, member.id, member.user.get_id()
        return Outsider(app, *found)

    return create


def organization_of(session, role: Role, developer_id: int) -> int:
    if INSIDE[role] is OrganizationKind.developer:
        return developer_id
    reviewer = select(Membership.organization_id).join(Person, Person.id == Membership.user_id)
    return session.scalars(reviewer.where(Person.username == "survey_reviewer")).one()


def fresh_person(role: Role) -> Person:
    return Person(
        username=f"inside_{role.value}",
        first_name="人",
        last_name="内",
        full_name=f"内人{role.value}",
        email=f"inside_{role.value}@example.invalid",
        active=True,
        phone=f"138{abs(hash(role.value)) % 10**8:08d}",
        id_number="430899199110080011",
    )


def place(session, number: str, code: str, stage: str, state: str) -> None:
    """Make it a business of this type at this stage, held by nobody of the cast or waiting."""
    business = session.scalars(select(Business).where(Business.business_no == number)).one()
    business.business_type = code
    role = next(one.role for one in BY_CODE[code].stages if one.key == stage)
    ongoing = select(StageRun.id).where(StageRun.business_id == business.id).order_by(StageRun.id.desc()).limit(1)
    session.execute(
        update(StageRun)
        .where(StageRun.id == session.scalar(ongoing))
        .values(
            stage=stage,
            role=role,
            state=state,
            returned_from=None,
            holder_id=None if state == "waiting" else -1,
            holder_name=None if state == "waiting" else "他人",
        )
    )


def may(operation: Operation, role: Role, stage_role: Role, state: str) -> bool:
    """What a person who has had no part yet may do: take what waits for the role, or reassign as a supervisor."""
    if operation in FROM_OUTSIDE:
        return role in FROM_OUTSIDE[operation]
    holds = role is stage_role or role in INCLUDED_IN.get(stage_role, frozenset())
    return operation is Operation.receive and state == "waiting" and holds


@pytest.mark.parametrize("state", ["waiting", "open"])
@pytest.mark.parametrize(("code", "stage"), CASES)
def test_who_is_not_in_the_table_is_refused_by_api(world, desk, dumped, inside, code, stage, state):
    refuse_all(by_api, world, desk, dumped, inside, code, stage, state, every=1)


@pytest.mark.parametrize("state", ["waiting", "open"])
@pytest.mark.parametrize(("code", "stage"), CASES)
def test_who_is_not_in_the_table_is_refused_by_page(world, desk, dumped, inside, code, stage, state):
    """Each role with some of the operations, so that every operation is refused to somebody."""
    refuse_all(by_page, world, desk, dumped, inside, code, stage, state, every=9)


@pytest.mark.long
@pytest.mark.parametrize("state", ["waiting", "open"])
@pytest.mark.parametrize(("code", "stage"), CASES)
def test_every_operation_is_refused_by_page_to_every_role(world, desk, dumped, inside, code, stage, state):
    refuse_all(by_page, world, desk, dumped, inside, code, stage, state, every=1)


def desk_on_sqlite(desk) -> bool:
    with desk() as session:
        return session.get_bind().dialect.name == "sqlite"


def refuse_all(ask, world, desk, dumped, inside, code, stage, state, *, every: int) -> None:
    """Every so many of the cells (role × operation) that the table does not list."""
    number = world[EXAMPLES[BY_CODE[code].facts]]
    stage_role = next(one.role for one in BY_CODE[code].stages if one.key == stage)
    cells = [
        (role, operation) for role in INSIDE for operation in OPERATIONS if not may(operation, role, stage_role, state)
    ][:: every if desk_on_sqlite(desk) else every * ON_POSTGRESQL]
    people = {role: inside(role) for role in dict.fromkeys(role for role, _ in cells)}
    with desk() as session:
        place(session, number, code, stage, state)
        seen = service.find_business(session, number).version
    before = dumped()
    answers = {cell: ask(people[cell[0]], number, cell[1], seen).status_code for cell in cells}
    assert {cell: status for cell, status in answers.items() if status not in REFUSALS} == {}
    assert changed_tables(before, dumped()) == []


@pytest.mark.parametrize(("code", "stage"), CASES)
def test_who_is_in_the_table_receives(world, desk, inside, code, stage):
    """Otherwise the test above would be content with a product that refuses everybody."""
    number = world[EXAMPLES[BY_CODE[code].facts]]
    stage_role = next(one.role for one in BY_CODE[code].stages if one.key == stage)
    person = inside(stage_role)
    with desk() as session:
        place(session, number, code, stage, "waiting")
    response = person.call(
        "POST", BY_API.format(number=number, operation="receive"), json={"version": version(desk, number)}
    )
    assert response.status_code == 200, response.get_data(as_text=True)


def version(desk, number: str) -> int:
    with desk() as session:
        return service.find_business(session, number).version


SENT = {
    "opinion": {"result": "agree", "text": "同意"},
    "reason": "事由",
    "to_user": 1,
    "lines": [{"target": "building.height", "fault": "高度有误"}],
}


def by_api(person: Outsider, number: str, operation: Operation, seen: int):
    address = BY_API.format(number=number, operation=operation.value)
    return person.call("POST", address, json={"version": seen, **SENT})


def by_page(person: Outsider, number: str, operation: Operation, seen: int):
    form = {
        "operation": operation.value,
        "version": seen,
        "opinion-result": "agree",
        "opinion-text": "同意",
        "reason": "事由",
        "to_user": "1",
        "lines-0-target": "building.height",
        "lines-0-fault": "高度有误",
    }
    return person.call("POST", BY_PAGE.format(number=number), data=form)


def test_the_banks_see_no_business_at_all_here(world, create_outsider):
    for role in BANK_ROLES:
        person = create_outsider(f"other bank, {role.value}")
        for operation in OPERATIONS:
            assert by_api(person, world["business_no"], operation, 1).status_code == 404
            assert by_page(person, world["business_no"], operation, 1).status_code == 404
