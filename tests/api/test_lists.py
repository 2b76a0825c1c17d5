"""Lists: who sees what, filters, pages by token, a fixed number of queries."""

import pytest
from sqlalchemy import event, select

from models import Survey, SurveyUnit
from models.base import Model


def another_survey(session, number):
    """The town's survey once more under another number and building."""
    original = session.scalars(select(Survey).limit(1)).one()
    columns = [c.key for c in Survey.__table__.c if c.key not in {"id", "created_at", "updated_at"}]
    copied = Survey(**{name: getattr(original, name) for name in columns})
    copied.survey_no, copied.natural_building_no, copied.building_no = f"CL{number}", f"F{number:04d}", f"X{number}"
    session.add(copied)
    session.flush()
    room = session.scalars(select(SurveyUnit).where(SurveyUnit.survey_id == original.id).limit(1)).one()
    names = [c.key for c in SurveyUnit.__table__.c if c.key != "id"]
    session.add(SurveyUnit(**{**{name: getattr(room, name) for name in names}, "survey_id": copied.id}))


@pytest.fixture
def several(desk, as_, town):
    with desk() as session:
        for number in range(9001, 9006):
            another_survey(session, number)
    numbers = []
    for number in range(9001, 9006):
        body = {"type": "predicted_survey", "subject": {"survey_no": f"CL{number}"}}
        numbers.append(as_.operator.post("/businesses", body).json["business_no"])
    return numbers


def listed(api, **query):
    answer = api.get("/businesses", **query)
    assert answer.status_code == 200, answer.json
    return [row["business_no"] for row in answer.json["result"]]


def test_the_newest_come_first_page_by_page(as_, several):
    found, token = [], None
    for _ in range(3):
        page = as_.operator.get(
            "/businesses", scope="all", page_size=2, **({"page_token": token} if token else {})
        ).json
        found.append([row["business_no"] for row in page["result"]])
        token = page["next_page_token"]
    assert found == [several[:2:-1], several[2:0:-1], several[:1]]
    assert token is None


def test_each_scope_shows_its_own(as_, several):
    assert listed(as_.operator, scope="in_hand") == several[::-1]
    assert listed(as_.operator, scope="handled") == []
    assert listed(as_.reviewer, scope="in_hand") == []
    assert listed(as_.reviewer, scope="all") == several[::-1]
    assert listed(as_.administrator, scope="in_hand") == []
    assert listed(as_.stranger) == listed(as_.far_reviewer) == listed(as_.surveyor) == listed(as_.admin) == []


def test_filters_take_codes_and_labels_and_blank_ones_are_none(as_, several):
    operator = as_.operator
    assert listed(operator, type="predicted_survey") == listed(operator, type="预测成果备案") == several[::-1]
    assert listed(operator, type="user_enrolment") == []
    assert listed(operator, status="open") == listed(operator, status="未办结") == several[::-1]
    assert listed(operator, status="archived") == []
    assert listed(operator, stage="edit") == listed(operator, stage="预测成果导入") == several[::-1]
    assert listed(operator, stage="review") == []
    assert listed(operator, type="", status="", q="", stage="", **{"from": "", "to": ""}) == several[::-1]
    assert listed(operator, **{"from": "2026-11-23", "to": "2026-11-23"}) == several[::-1]
    assert listed(operator, to="2026-11-22") == listed(operator, **{"from": "2026-11-24"}) == []


def test_a_search_finds_number_subject_and_company(as_, several):
    operator = as_.operator
    assert listed(operator, q=several[2]) == [several[2]]
    assert listed(operator, q=several[2].lower()) == [several[2]]
    assert listed(operator, q="X9003") == [several[2]]
    assert listed(operator, q="澧岸") == several[::-1]
    assert listed(operator, q="%") == listed(operator, q="_") == listed(operator, q="' OR 1=1 --") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"scope": "mine"}, "scope"),
        ({"status": "done"}, "status"),
        ({"type": "nothing"}, "type"),
        ({"from": "yesterday"}, "from"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "201"}, "page_size"),
        ({"page_size": "x"}, "page_size"),
        ({"page_token": "zzz"}, "page_token"),
        ({"page_token": "YWxsOjE", "scope": "in_hand"}, "page_token"),
        ({"q": "x" * 101}, "q"),
    ],
)
def test_a_wrong_filter_is_told(as_, query, field):
    refused = as_.operator.get("/businesses", **query)
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])


@pytest.mark.parametrize("scope", ["in_hand", "all", "handled"])
def test_a_list_takes_the_same_few_queries_however_long(app, as_, several, scope):
    def queries(size):
        seen = []
        with app.app_context():
            from app.extensions import db

            engine = db.engine
        listen = lambda *told: seen.append(told[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        assert as_.operator.get("/businesses", scope=scope, page_size=size).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return [text for text in seen if any(name in text for name in Model.metadata.tables)]

    few, many = queries(1), queries(5)
    assert len(many) == len(few)
    of_the_list = [text for text in many if " ab_user" not in text and "membership" not in text]
    assert len(of_the_list) <= 8
