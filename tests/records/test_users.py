"""People of an organization: added, corrected while a draft, disabled; nobody learns who else is known."""

import pytest
from sqlalchemy import func, select

from models import Membership, Person
from models.enums import EnrolmentState
from tests.records.conftest import errors

NEW = {
    "full_name": "柳依依",
    "phone": "13777654321",
    "id_number": "11010519491231002X",
    "roles": ["developer_operator"],
    "position": "网签专员",
}


@pytest.fixture
def take_in(call):
    return lambda **changes: call("developer_admin", "POST", "users/", json={**NEW, **changes})


def count(desk, model):
    with desk() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_new_person_begins_as_a_draft_of_the_own_company(take_in, desk, developer_admin):
    answer = take_in()
    assert answer.status_code == 201
    assert answer.json["result"]["state_code"] == "draft"
    with desk() as session:
        member = session.get(Membership, answer.json["id"])
        assert member.organization_id == developer_admin.organization_id
        assert member.user.phone == NEW["phone"]
        assert member.user.password.startswith("scrypt:")


def test_by_page_it_is_the_same(browse, desk):
    browser = browse("developer_admin")
    typed = {**NEW, "roles": ["developer_operator", "seal_holder"]}
    assert browser.post("/users/add", **{**typed, "phone": "1377"}).status_code == 422
    assert "手机号码应为 11 位数字，现为 4 位" in browser.post("/users/add", **{**typed, "phone": "1377"}).text
    assert browser.post("/users/add", **typed).status_code == 302
    page = browser.get("/users/list/").text
    assert "柳依依" in page
    assert "137****4321" in page


def test_a_known_person_gets_a_further_membership(call, take_in, desk):
    elsewhere = {**NEW, "roles": ["测绘机构"]}
    with desk() as session:
        from models import Organization
        from models.enums import OrganizationKind

        agency = session.scalars(select(Organization.id).where(Organization.kind == OrganizationKind.survey_agency))
        elsewhere["organization_id"] = agency.first()
    assert call("admin", "POST", "users/", json=elsewhere).json["result"]["state_code"] == "approved"
    people = count(desk, Person)
    assert take_in().status_code == 201
    assert count(desk, Person) == people


@pytest.mark.parametrize(
    "changes",
    [{"full_name": "别人"}, {"id_number": "110101199003074258"}, {"phone": "13777650000"}],
)
def test_half_of_a_known_person_is_refused_without_telling_whose_it_is(take_in, desk, changes):
    assert take_in().status_code == 201
    before = count(desk, Membership)
    answer = take_in(**changes)
    assert answer.status_code == 422
    assert errors(answer) == {"phone": "姓名、手机号码与证件号码不一致，无法登记，请与本人核对"}
    assert count(desk, Membership) == before


def test_the_same_answer_whoever_the_number_belongs_to(take_in, desk):
    with desk() as session:
        bank_clerk = session.scalars(select(Person).where(Person.username == "escrow_bank")).one()
        phone = bank_clerk.phone
    answer = take_in(phone=phone)
    assert errors(answer) == {"phone": "姓名、手机号码与证件号码不一致，无法登记，请与本人核对"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "23777654321"}, "phone"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"full_name": ""}, "full_name"),
        ({"full_name": "长" * 51}, "full_name"),
        ({"roles": []}, "roles"),
        ({"roles": ["Admin"]}, "roles"),
        ({"roles": ["survey_reviewer"]}, "roles"),
        ({"organization_id": 3}, "organization_id"),
        ({"password": "x"}, "password"),
        ({"state": "approved"}, "state"),
        ({"valid_from": "2026-05-02", "valid_until": "2026-05-01"}, "valid_until"),
        ({"position": "长" * 51}, "position"),
    ],
)
def test_faults_are_told_at_their_field(take_in, desk, changes, field):
    before = count(desk, Membership)
    answer = take_in(**changes)
    assert answer.status_code == 422, answer.text
    assert {name.split(".")[0] for name in errors(answer)} == {field}
    assert count(desk, Membership) == before


def test_a_draft_is_corrected_and_the_change_is_logged(call, take_in, desk):
    key = take_in().json["id"]
    answer = call(
        "developer_admin",
        "PUT",
        f"users/{key}",
        json={"version": 1, "full_name": "柳依", "phone": "13777654322", "roles": ["印章授权人"]},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json["result"]["role_codes"] == ["seal_holder"]
    assert answer.json["result"]["version"] == 2
    events = call("admin", "GET", "events/?q=(filters:!((col:action,opr:eq,value:edit_record)))").json["result"]
    detail = call("admin", "GET", f"events/{events[0]['id']}").json["result"]["detail"]["changes"]
    assert detail["full_name"] == ["柳依依", "柳依"]
    assert detail["phone"] == ["137****4321", "137****4322"]


def test_who_is_enrolled_is_not_changed_any_more(call, desk, key_of):
    key = key_of(Membership, Membership.user.has(Person.username == "developer_operator"))
    answer = call("developer_admin", "PUT", f"users/{key}", json={"version": 1, "full_name": "别人"})
    assert answer.status_code == 422
    assert "入网状态为已通过，不能修改" in answer.text


def test_a_disabled_person_acts_no_more(call, create_caller, key_of, desk):
    clerk = create_caller("developer_operator")
    assert clerk("GET", "/records/projects/").status_code == 200
    key = key_of(Membership, Membership.user.has(Person.username == "developer_operator"))
    assert call("developer_admin", "POST", f"users/{key}/disable", json={"version": 1}).status_code == 200
    assert clerk("GET", "/records/projects/").status_code == 401
    again = call("developer_admin", "POST", f"users/{key}/disable", json={"version": 2})
    assert again.status_code == 422


def test_nobody_disables_himself(browse, key_of, desk, developer_admin):
    browse("developer_admin").post(f"/users/action/disable/{developer_admin.membership_id}")
    with desk() as session:
        assert session.get(Membership, developer_admin.membership_id).state is EnrolmentState.approved


def test_people_chosen_in_the_list_are_applied_for_together(browse, key_of):
    drafts = [key_of(Membership, Membership.user.has(Person.username == f"staff_{n}")) for n in (1, 2)]
    answer = browse("developer_admin").post("/users/action_post", action="apply", rowid=drafts)
    assert answer.headers["Location"] == f"/start/user_enrolment/?membership_ids={drafts[0]},{drafts[1]}"


def test_people_of_another_company_do_not_exist(call, browse, key_of):
    foreign = key_of(Membership, Membership.user.has(Person.username == "other_developer_operator"))
    for method, path in (("GET", ""), ("PUT", ""), ("POST", "/disable")):
        assert call("developer_admin", method, f"users/{foreign}{path}", json={"version": 1}).status_code == 404
    browser = browse("developer_admin")
    assert browser.get(f"/users/show/{foreign}").status_code == 404
    assert browser.get(f"/users/edit/{foreign}").status_code == 404
    for path in (f"/users/reveal/{foreign}", f"/users/action/disable/{foreign}"):
        assert browser.post(path, reason="x").status_code == 404
    assert browser.post("/users/action_post", action="disable", rowid=foreign).status_code == 404
