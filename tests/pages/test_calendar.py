"""工作日历 by page: a year of months, days ticked, files taken whole or refused by row, cases moved in the same act."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import Business, CalendarDay, Event, StageRun
from models.enums import ClockState
from workflows import service
from workflows.inputs import Inputs

DATA = Path(__file__).parents[1] / "data" / "calendar" / "china_workdays_2025_2027.csv"
STATE = re.compile(r'name="state" value="(\d+)"')
TICKED = re.compile(r'name="working" value="([\d-]+)" form="year" checked')


@pytest.fixture
def running(desk, clock, create_actor, city):
    """A case of the city that the reviewer has just received: its promise runs."""
    reviewer = create_actor("survey_reviewer")
    with desk() as session:
        number, version = session.execute(
            select(Business.business_no, Business.version)
            .join(StageRun, StageRun.business_id == Business.id)
            .where(StageRun.state == "waiting", StageRun.role == "survey_reviewer")
        ).first()
        service.receive(session, number, Inputs(version=version), reviewer, clock.now)
        return session.scalars(select(Business.business_no).where(Business.business_no == number)).one()


def due_on(desk, number):
    with desk() as session:
        return session.scalars(select(Business.due_on).where(Business.business_no == number)).one()


def saved(browser, year, working, state, **more):
    return browser.post(f"/calendar/{year}/", {"working": working, "state": state, **more}, page=f"/calendar/{year}/")


def shown(browser, year):
    text = browser.opened(f"/calendar/{year}/")
    return TICKED.findall(text), STATE.search(text)[1]


def test_a_year_is_twelve_months_and_says_what_is_provisional(visit):
    text = visit("admin").opened("/calendar/2027/")
    assert text.count('<table class="month">') == 12
    assert text.count('name="working"') == 365
    assert "暂定" in text
    assert "尚未设定" not in text
    assert "工作日 259 天" in text
    assert "尚未设定" in visit("admin").opened("/calendar/2028/")
    assert visit("admin").get("/calendar/1999/").status_code == 404


def test_others_look_and_do_not_change(visit):
    text = visit("authority_admin").opened("/calendar/2026/")
    assert "由系统管理员维护" in text
    assert text.count(" disabled") >= 365
    answer = saved(visit("authority_admin"), 2026, [], "1")
    assert answer.status_code in {302, 403}
    assert answer.location is None or not answer.location.startswith("/calendar/2026")


def test_unticking_a_day_moves_running_cases_and_says_how_many(visit, desk, running):
    browser = visit("admin")
    before = due_on(desk, running)
    working, state = shown(browser, 2026)
    kept = [day for day in working if day != "2026-11-25"]
    assert saved(browser, 2026, kept, state, note="冰冻停工").status_code == 302
    text = browser.opened("/calendar/2026/")
    assert re.search(r"已保存 1 天，[1-9]\d* 件在办业务的承诺日期随之调整", text)
    assert due_on(desk, running) > before
    with desk() as session:
        day = session.scalars(select(CalendarDay).where(CalendarDay.day == dt.date(2026, 11, 25))).one()
        assert (day.working, day.note) == (False, "冰冻停工")
        assert session.scalar(select(func.count(Event.id)).where(Event.action == "edit_calendar")) == 1
        moved = session.scalars(
            select(Event.business_no).where(Event.action == "move_due_date").order_by(Event.id)
        ).all()
    assert running in moved


def test_an_older_state_is_refused_and_what_was_ticked_stays(visit):
    browser = visit("admin")
    working, state = shown(browser, 2026)
    assert saved(browser, 2026, working[1:], state).status_code == 302
    answer = saved(browser, 2026, working[:-1], state)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "已被他人修改" in text
    assert set(TICKED.findall(text)) == set(working[:-1])


def replaced(browser, data: bytes):
    return browser.post("/calendar/file", {"file": (io.BytesIO(data), "2027.csv")}, page="/calendar/")


def test_a_file_replaces_its_years_and_gives_pending_cases_their_day(visit, desk, running):
    with desk() as session:
        session.execute(update(Business).where(Business.business_no == running).values(clock=ClockState.pending))
    lines = DATA.read_text("utf-8").splitlines()
    official = [line.replace("provisional ", "").replace("provisional", "") for line in lines[:1] + lines[731:]]
    official = [line.replace("2027-02-08,1,", "2027-02-08,0,春节") for line in official]
    browser = visit("admin")
    assert replaced(browser, "\n".join(official).encode()).status_code == 302
    assert "暂定</span>" not in browser.opened("/calendar/2027/")
    with desk() as session:
        assert not session.scalars(select(CalendarDay.working).where(CalendarDay.day == dt.date(2027, 2, 8))).one()
        assert session.scalars(select(Business.clock).where(Business.business_no == running)).one() is (
            ClockState.running
        )


def test_a_file_with_faults_changes_nothing_and_tells_each_row(visit, desk):
    lines = DATA.read_text("utf-8").splitlines()
    lines[2], lines[4] = "2025-01-02,是,", "昨天,1,"
    answer = replaced(visit("admin"), "\n".join(lines).encode())
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "应为 1（工作日）或 0（休息日）" in text
    assert "日期无法识别" in text
    assert '<td class="number">3</td>' in text
    assert '<td class="number">5</td>' in text
    assert replaced(visit("admin"), b"").status_code == 422
    assert replaced(visit("admin"), b"\x00\xff" * 700000).status_code == 422
    with desk() as session:
        assert session.scalar(select(func.count(Event.id)).where(Event.action == "edit_calendar")) == 0


def test_by_program(create_caller):
    call = create_caller("admin")
    year = call("GET", "/calendar/2026").json
    assert (len(year["days"]), year["working_days"], year["provisional"]) == (365, 248, False)
    body = {"state": year["state"], "days": [{"date": "2026-11-25", "working": False, "note": "停工"}]}
    assert call("PATCH", "/calendar/2026", json=body).json["changed"] == ["2026-11-25"]
    assert call("PATCH", "/calendar/2026", json=body).status_code == 409
    assert call("PATCH", "/calendar/2026", json={"days": [{"date": "2027-01-01", "working": True}]}).status_code == 422
    assert call("PATCH", "/calendar/2026", json={"days": [{"date": "x", "working": 1}]}).status_code == 422
    assert create_caller("authority_admin")("PATCH", "/calendar/2026", json={"days": []}).status_code == 403
    refused = call("POST", "/calendar", data={"file": (io.BytesIO(b"date,is_workday,note\n2026-01-01,9,"), "x.csv")})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["row"] == 2
    taken = call("POST", "/calendar", data={"file": (io.BytesIO(DATA.read_bytes()), "x.csv")})
    assert taken.json["changed"] == ["2026-11-25"]
