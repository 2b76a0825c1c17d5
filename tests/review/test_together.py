"""Several at once: only where every check is ✓, with a result for each."""

import re

from tests.pages.conftest import text_of
from workflows.service.opinions import DEFAULT_OPINION


def items_on(text):
    return re.findall(r'name="item" value="(C\d+:\d+)"', text)


def send(visitor, items, text=DEFAULT_OPINION):
    from werkzeug.datastructures import MultiDict

    data = MultiDict([("item", item) for item in items] + [("opinion-text", text)])
    token = re.search(r'<meta name="csrf-token" content="([^"]+)"', visitor.opened("/review/together/"))[1]
    data.add("csrf_token", token)
    return visitor.client.post("/review/together/", data=data)


def test_only_cases_that_hold_throughout_are_offered(few, reviewer):
    offered = {item.partition(":")[0] for item in items_on(reviewer.opened("/review/together/"))}
    assert offered == {*few.clean, few.faulty["分层分户图文件损坏"]}


def test_each_has_its_own_result(few, visit, create_caller):
    reviewer, other = visit("survey_reviewer"), visit("survey_reviewer_2")
    page = reviewer.opened("/review/together/")
    items = items_on(page)
    taken = few.clean[0]
    version = next(item.partition(":")[2] for item in items if item.startswith(taken))
    other.post(f"/review/{taken}/receive", {"version": version})
    doubtful = few.faulty["有电梯而部数为 0"]
    answer = send(reviewer, [*items, f"{doubtful}:{version}", "C209901010000001:1"])
    text = text_of(answer)
    assert re.search(rf"{taken}</a> 该业务由邓若谷办理|{taken}</a> 该业务已由邓若谷", text)
    assert re.search(rf"{doubtful}</a> 自动核验有提示或不通过的项", text)
    assert "C209901010000001</a> 没有找到该业务" in text
    broken = few.faulty["分层分户图文件损坏"]
    assert re.search(rf"{broken}</a> 资料【分层分户图】无法显示", text)
    call = create_caller("survey_reviewer")
    status = {number: call("GET", f"/businesses/{number}").json["status"] for number in few.clean}
    assert status.pop(taken) == "open"
    assert set(status.values()) == {"archived"}
    assert call("GET", f"/businesses/{doubtful}").json["stage"] == "review"


def test_without_words_nothing_is_signed(few, reviewer, create_caller):
    items = items_on(reviewer.opened("/review/together/"))
    answer = send(reviewer, items, " ")
    assert answer.status_code == 422
    assert "请填写意见内容" in text_of(answer)
    assert create_caller("survey_reviewer")("GET", f"/businesses/{few.clean[0]}").json["status"] == "open"


def test_the_second_post_of_the_same_page_changes_nothing(few, reviewer, desk):
    from sqlalchemy import func, select

    from models import Opinion

    items = [item for item in items_on(reviewer.opened("/review/together/")) if item.partition(":")[0] in few.clean][:2]
    send(reviewer, items)
    answer = send(reviewer, items)
    assert text_of(answer).count("业务已办结") >= 1
    with desk() as session:
        assert session.scalar(select(func.count(Opinion.id))) == 2 + 1  # and that of the case sent back
