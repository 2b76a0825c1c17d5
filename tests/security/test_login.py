"""The door: by password or by phone, the same limits for page and API, and what a session is worth."""

import re

import pytest
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.extensions import db
from app.security.login import NOBODY
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Event, Membership, MembershipRole, Organization, Person, SmsCode
from models.enums import EnrolmentState, OrganizationStatus, Role
from tests.web import town
from tests.web.town import PASSWORD, token_of, try_password

PHONE = town.phone_of(0)
SECURITY = "/api/v1/security"


@pytest.fixture
def visitor(app):
    return app.test_client()


@pytest.fixture
def change(app):
    """Change rows as the program itself."""

    def apply(statement, **values):
        with app.app_context(), system_scope(), unit_of_work():
            for row in db.session.scalars(statement):
                for name, value in values.items():
                    setattr(row, name, value)

    return apply


def membership_of(username):
    return select(Membership).join(Membership.user).where(Person.username == username)


# ---- by password ----


def test_a_password_opens_the_door_and_is_written_down(app, visitor):
    assert try_password(visitor, "survey_reviewer").headers["Location"] == "/"
    assert "survey_reviewer" in visitor.get("/").text
    with app.app_context(), system_scope():
        assert db.session.scalars(select(Event.actor_name).where(Event.action == "sign_in")).all() == [
            "survey_reviewer"
        ]


@pytest.mark.parametrize(
    ("username", "password"), [("survey_reviewer", "x"), ("nobody", "x"), ("survey_reviewer", ""), ("", "")]
)
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visitor, username, password):
    answer = try_password(visitor, username, password)
    assert answer.status_code == 401
    assert "用户名或密码不正确" in answer.text


def test_an_unknown_name_is_checked_as_long_as_a_known_one():
    assert NOBODY.split("$")[0] == generate_password_hash("x").split("$")[0]


def test_an_account_without_a_password_is_not_opened_by_one(visitor, change):
    change(select(Person).where(Person.username == "admin"), password=None)
    assert try_password(visitor, "admin", "").status_code == 401


def test_after_five_failures_the_account_waits_fifteen_minutes_whatever_is_typed(visitor, clock):
    answers = [try_password(visitor, "survey_reviewer", "x").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert try_password(visitor, "Survey_Reviewer ").status_code == 429
    clock.pass_by(minutes=15, seconds=1)
    assert try_password(visitor, "survey_reviewer").status_code == 302


def test_failures_on_the_page_and_by_api_count_together(app, visitor):
    for _ in range(3):
        try_password(visitor, "survey_reviewer", "x")
    body = {"username": "survey_reviewer", "password": "x", "provider": "db"}
    answers = [visitor.post(f"{SECURITY}/login", json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 900
    assert answers[-1].json["retry_after"] <= 900


def test_twenty_failures_shut_out_the_address(visitor):
    answers = [try_password(visitor, f"nobody{number}", "x").status_code for number in range(21)]
    assert answers == [401] * 20 + [429]
    assert try_password(visitor, "survey_reviewer").status_code == 429


def test_successes_do_not_count(visitor):
    for _ in range(30):
        assert try_password(visitor, "survey_reviewer").status_code == 302
        visitor.delete_cookie("session")


def test_in_production_enterprises_use_their_phones(app, visitor):
    app.config["PASSWORD_LOGIN_ROLES"] = "staff"
    try:
        assert try_password(visitor, "developer_admin").status_code == 403
        assert try_password(visitor, "survey_reviewer").status_code == 302
    finally:
        app.config["PASSWORD_LOGIN_ROLES"] = "all"


@pytest.mark.parametrize("state", [state for state in EnrolmentState if state is not EnrolmentState.approved])
def test_an_account_that_is_not_approved_is_not_usable(visitor, change, state):
    change(membership_of("developer_operator"), state=state)
    assert try_password(visitor, "developer_operator").status_code == 403


@pytest.mark.parametrize(
    "values", [{"status": OrganizationStatus.suspended}, {"status": OrganizationStatus.deregistered}, {"valid": False}]
)
def test_nor_one_of_an_organization_in_bad_standing(visitor, change, values):
    change(select(Organization).where(Organization.name == "甲公司"), **values)
    assert try_password(visitor, "developer_operator").status_code == 403


@pytest.mark.parametrize(
    ("name", "days", "status"),
    [("valid_from", 1, 403), ("valid_from", 0, 302), ("valid_until", -1, 403), ("valid_until", 0, 302)],
)
def test_nor_one_outside_its_dates(visitor, change, clock, name, days, status):
    day = clock.now.date()
    change(membership_of("developer_operator"), **{name: day.replace(day=day.day + days)})
    assert try_password(visitor, "developer_operator").status_code == status


def test_a_session_ends_when_the_account_is_stopped(sign_in, change):
    clerk = sign_in("developer_operator")
    change(membership_of("developer_operator"), state=EnrolmentState.disabled)
    assert clerk.get("/trials/list/").status_code == 302


# ---- by phone ----


def picture(app, client):
    """A fresh captcha and what it says."""
    captcha_id = client.post(f"{SECURITY}/captcha").json["captcha_id"]
    return captcha_id, client.get(f"/dev/captcha/{captcha_id}").json["text"]


def ask_for_code(client, captcha_id, text, phone=PHONE):
    return client.post(f"{SECURITY}/sms", json={"phone": phone, "captcha_id": captcha_id, "captcha": text})


def code_in_outbox(client):
    return re.search(r"\d{6}", client.get("/dev/outbox").json["result"][0]["text"])[0]


def phone_login(client, captcha_id, text, code, side="developer", phone=PHONE):
    body = {"phone": phone, "captcha_id": captcha_id, "captcha": text, "code": code, "side": side}
    return client.post(f"{SECURITY}/phone-login", json=body)


def another(code):
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.fixture
def sent(app, visitor):
    """A picture that was read right and the code that came for it."""
    captcha_id, text = picture(app, visitor)
    assert ask_for_code(visitor, captcha_id, text).status_code == 200
    return captcha_id, text, code_in_outbox(visitor)


def test_picture_and_code_give_a_token(app, visitor, sent):
    token = phone_login(visitor, *sent).json["access_token"]
    projects = visitor.get("/api/v1/records/trials/", headers={"Authorization": f"Bearer {token}"}).json
    assert [row["project_no"] for row in projects["result"]] == ["P1"]


def test_the_page_takes_them_too_and_remembers_nothing_of_the_session(app, visitor, sent):
    captcha_id, text, code = sent
    typed = {
        "side": "developer",
        "phone": PHONE,
        "captcha_id": captcha_id,
        "captcha": text,
        "code": code,
        "remember": "y",
    }
    answer = visitor.post("/login/", data={**typed, "csrf_token": token_of(visitor)})
    assert answer.status_code == 302
    assert "remember_token" not in str(answer.headers.getlist("Set-Cookie"))


def test_the_picture_is_drawn_and_used_once(app, visitor, sent):
    captcha_id, text, code = sent
    assert phone_login(visitor, captcha_id, text, another(code)).status_code == 401
    assert phone_login(visitor, captcha_id, text, code).status_code == 422
    assert visitor.get(f"{SECURITY}/captcha/{captcha_id}.png").status_code == 404


def test_a_picture_is_a_picture(app, visitor):
    captcha_id, _ = picture(app, visitor)
    answer = visitor.get(f"{SECURITY}/captcha/{captcha_id}.png")
    assert answer.data.startswith(b"\x89PNG")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_picture_read_wrong_is_gone(app, visitor):
    captcha_id, text = picture(app, visitor)
    assert ask_for_code(visitor, captcha_id, "wrong").status_code == 422
    assert ask_for_code(visitor, captcha_id, text).status_code == 422
    assert visitor.get("/dev/outbox").json["result"] == []


def test_a_picture_spent_on_one_number_does_not_serve_another(app, visitor, sent):
    captcha_id, text, code = sent
    assert phone_login(visitor, captcha_id, text, code, phone=town.phone_of(1)).status_code == 422


def test_a_picture_gets_old(app, visitor, clock):
    captcha_id, text = picture(app, visitor)
    clock.pass_by(minutes=10)
    assert ask_for_code(visitor, captcha_id, text).status_code == 422


def test_codes_come_once_a_minute_and_ten_times_a_day(app, visitor, clock):
    assert ask_for_code(visitor, *picture(app, visitor)).json == {"resend_seconds": 60}
    early = ask_for_code(visitor, *picture(app, visitor))
    assert early.status_code == 429
    assert early.json["errors"][0]["field"] == "code"
    for _ in range(9):
        clock.pass_by(seconds=60)
        assert ask_for_code(visitor, *picture(app, visitor)).status_code == 200
    clock.pass_by(minutes=1)
    assert ask_for_code(visitor, *picture(app, visitor)).status_code == 429
    clock.pass_by(days=1)
    assert ask_for_code(visitor, *picture(app, visitor)).status_code == 200


def test_an_unknown_number_is_answered_alike_and_gets_no_message(app, visitor):
    assert ask_for_code(visitor, *picture(app, visitor), phone="13911112222").json == {"resend_seconds": 60}
    assert visitor.get("/dev/outbox").json["result"] == []


@pytest.mark.parametrize("phone", ["", "12345", "139000000001", "1390000000x", "' or 1=1"])
def test_what_is_no_number_is_said_at_its_field(app, visitor, phone):
    answer = ask_for_code(visitor, *picture(app, visitor), phone=phone)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "phone"


def test_a_code_is_good_for_five_minutes_and_once(app, visitor, clock, sent):
    *_, code = sent
    clock.pass_by(minutes=4, seconds=59)
    assert phone_login(visitor, *picture(app, visitor), code).status_code == 200
    assert phone_login(visitor, *picture(app, visitor), code).status_code == 401


def test_a_code_runs_out(app, visitor, clock, sent):
    clock.pass_by(minutes=5)
    assert phone_login(visitor, *picture(app, visitor), sent[2]).status_code == 401


def test_after_five_wrong_tries_the_right_code_is_wrong_too(app, visitor, change, sent):
    code = sent[2]
    change(select(SmsCode), tries=4)
    assert phone_login(visitor, *picture(app, visitor), another(code)).status_code == 401
    assert phone_login(visitor, *picture(app, visitor), code).status_code == 401


def test_codes_and_passwords_fail_into_the_same_limit(app, visitor, sent):
    wrong = another(sent[2])
    answers = [phone_login(visitor, *picture(app, visitor), wrong).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_the_side_must_be_the_persons(app, visitor, sent):
    assert phone_login(visitor, *sent, side="bank").status_code == 403


def test_neither_code_nor_number_stands_readable_in_the_database(app, visitor, sent, built_town):
    content = b"".join(path.read_bytes() for path in built_town[1].glob("town.db*"))
    assert sent[2].encode() not in content
    assert PHONE.encode() not in content


# ---- the session ----


def test_signing_out_ends_every_session_of_the_account(app, sign_in):
    here, there = sign_in("developer_admin"), sign_in("developer_admin")
    here.get("/logout/")
    assert there.get("/trials/list/").status_code == 302


def test_a_stolen_cookie_is_worth_nothing_after_the_logout(app, sign_in):
    browser = sign_in("developer_admin")
    cookie = browser.get_cookie("session").value
    browser.get("/logout/")
    thief = app.test_client()
    thief.set_cookie("session", cookie)
    assert thief.get("/trials/list/").status_code == 302


def test_the_session_is_a_new_one_after_the_login(visitor):
    with visitor.session_transaction() as planted:
        planted["planted"] = "x"
    try_password(visitor, "developer_admin")
    with visitor.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent


def test_the_cookie_is_for_this_site_alone_and_ends_after_half_an_hour(app, sign_in):
    cookie = sign_in("developer_admin").get_cookie("session")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert app.config["PERMANENT_SESSION_LIFETIME"].total_seconds() == 1800


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/inbox/", "/inbox/"),
        ("http://localhost/inbox/?a=1", "/inbox/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_one_stays_on_this_site(visitor, target, goes_to):
    typed = {"tab": "staff", "username": "developer_admin", "password": PASSWORD, "csrf_token": token_of(visitor)}
    answer = visitor.post("/login/", data=typed, query_string={"next": target})
    assert answer.headers["Location"] == goes_to


def test_the_login_needs_the_token_of_its_page(visitor):
    typed = {"tab": "staff", "username": "developer_admin", "password": PASSWORD}
    assert visitor.post("/login/", data=typed).status_code == 400


# ---- several places ----


@pytest.fixture
def in_two_places(app):
    with app.app_context(), system_scope(), unit_of_work():
        person = db.session.scalars(select(Person).where(Person.username == "developer_admin")).one()
        place = Membership(
            user=person,
            organization_id=2,
            state=EnrolmentState.approved,
            roles=[MembershipRole(role=Role.developer_operator)],
        )
        db.session.add(place)
        db.session.flush()
        return place.id


def test_another_place_of_the_own_is_chosen_and_its_rights_hold(sign_in, in_two_places):
    clerk = sign_in("developer_admin")
    token = token_of(clerk, "/trials/list/")
    chosen = clerk.post(f"/session/membership/{in_two_places}", data={"csrf_token": token})
    assert chosen.status_code == 302
    assert clerk.get("/trials/show/2").status_code == 200
    assert clerk.get("/trials/show/1").status_code == 404
    assert clerk.get("/trials/add").status_code == 403


def test_the_place_of_another_person_cannot_be_chosen(app, sign_in):
    with app.app_context(), system_scope():
        foreign = db.session.scalars(membership_of("other_admin")).one().id
    clerk = sign_in("developer_admin")
    token = token_of(clerk, "/trials/list/")
    assert clerk.post(f"/session/membership/{foreign}", data={"csrf_token": token}).status_code == 404


def test_a_token_speaks_for_its_place_or_for_another_of_the_own(app, token, in_two_places):
    client, headers = app.test_client(), token("developer_admin")
    numbers = lambda more: [  # noqa: E731
        row["project_no"]
        for row in client.get("/api/v1/records/trials/", headers={**headers, **more}).json.get("result", [])
    ]
    assert numbers({}) == ["P1"]
    assert numbers({"X-Membership": str(in_two_places)}) == ["P2"]
    assert numbers({"X-Membership": "99"}) == []


# ---- the frame ----


def test_scripts_run_by_nonce_only(visitor):
    policy = visitor.get("/login/").headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if "script-src" in part)
    assert "'nonce-" in scripts
    assert "unsafe" not in scripts
    assert "http" not in policy


def test_two_applications_in_one_process_do_not_touch_each_other(tmp_path, app):
    other = town.build(f"sqlite:///{tmp_path / 'other.db'}", tmp_path)
    assert try_password(other.test_client(), "admin").status_code == 302
    assert try_password(app.test_client(), "admin").status_code == 302


@pytest.mark.parametrize("secret", ["SECRET_KEY", "DATA_KEY"])
def test_production_refuses_a_default_secret(tmp_path, secret):
    keys = {"SECRET_KEY": "k" * 32, "DATA_KEY": "d" * 32}
    del keys[secret]
    with pytest.raises(RuntimeError, match=secret):
        town.build("sqlite://", tmp_path, PRODUCTION=True, **keys)


def test_the_development_outbox_is_not_there_in_production(tmp_path):
    app = town.build(
        f"sqlite:///{tmp_path / 'production.db'}",
        tmp_path,
        PRODUCTION=True,
        SECRET_KEY="k" * 32,
        DATA_KEY="d" * 32,
        SMS_GATEWAY_URL="https://sms.example/",
        SMS_GATEWAY_TOKEN="t",
    )
    client = app.test_client()
    for url in ("/dev/outbox", "/dev/captcha/x"):
        assert client.get(url, base_url="https://localhost").status_code == 404
