"""The pages of 审核台 through the test client: queue, acts, refusals, two reviewers, and what strangers get."""

import re

from tests.pages.conftest import text_of
from tests.review.sixty import FAULTS
from workflows.service.opinions import DEFAULT_OPINION


def version_of(text):
    return re.search(r'name="version" value="(\d+)"', text)[1]


def received(visitor, number):
    """The case in this person's hands; its page."""
    visitor.post(f"/review/{number}/receive", {"version": version_of(visitor.opened(f"/review/{number}/"))})
    return visitor.opened(f"/review/{number}/")


def agree(visitor, number, version, **more):
    data = {"version": version, "operation": "agree", "opinion-text": DEFAULT_OPINION, **more}
    return visitor.post(f"/review/{number}/operation?tab=waiting", data)


def test_the_queue_counts_its_parts_and_names_the_house(few, reviewer):
    text = reviewer.opened("/review/?tab=waiting")
    assert "我的 0" in text
    assert f"待接件 {len(few.clean) + len(few.faulty)}" in text
    assert "澧岸书苑 · E501" in text
    number = few.clean[0]
    received(reviewer, number)
    assert "我的 1" in reviewer.opened("/review/")


def test_agreeing_confirms_archives_and_opens_the_next_case(few, reviewer, create_caller):
    number = few.clean[0]
    answer = agree(reviewer, number, version_of(received(reviewer, number)))
    assert answer.status_code == 302
    assert re.fullmatch(r"/review/C\d+/\?tab=waiting", answer.location)
    assert number not in answer.location
    told = create_caller("survey_reviewer")("GET", f"/businesses/{number}").json
    assert told["status"] == "archived"
    assert told["opinions"][-1]["text"] == DEFAULT_OPINION
    assert f"已归档（{number}）" in reviewer.opened(answer.location)


def test_a_failing_check_refuses_the_page_too_and_keeps_what_was_typed(few, reviewer, create_caller):
    number = few.faulty["测绘面积超过规划许可证"]
    text = received(reviewer, number)
    assert "有 1 条 ✗，不能同意。" in text
    answer = agree(reviewer, number, version_of(text), **{"opinion-text": "仍然同意"})
    assert answer.status_code == 422
    assert "自动核验未通过，不能同意：测绘建筑面积不超过规划许可证面积" in text_of(answer)
    assert "仍然同意" in text_of(answer)
    told = create_caller("survey_reviewer")("GET", f"/businesses/{number}").json
    inspection = next(task for task in told["tasks"] if task["key"] == "inspection")
    assert inspection["state_code"] == "todo", "nothing of a refused agreement stays"


def test_a_return_does_not_say_that_it_agrees(few, reviewer, create_caller):
    number = few.clean[0]
    data = {
        "version": version_of(received(reviewer, number)),
        "operation": "send_back",
        "opinion-text": DEFAULT_OPINION,
        "lines-0-target": "building.height",
        "lines-0-place": "栋信息·建筑高度",
        "lines-0-fault": "与图纸不符",
        "lines-0-wanted": "核对",
    }
    assert reviewer.post(f"/review/{number}/operation", data).status_code == 302
    opinion = create_caller("survey_reviewer")("GET", f"/businesses/{number}").json["opinions"][-1]
    assert opinion["result_code"] == "disagree"
    assert "同意" not in opinion["text"]
    assert "已退 1" in reviewer.opened("/review/")
    assert "与图纸不符" in reviewer.opened(f"/review/{number}/?tab=returned")


def test_a_line_without_its_fault_is_asked_for_and_everything_typed_stays(few, reviewer):
    number = few.clean[0]
    version = version_of(received(reviewer, number))
    data = {
        "version": version,
        "operation": "send_back",
        "opinion-text": "见退件单",
        "lines-0-place": "门口",
        "lines-0-target": "门口",
    }
    answer = reviewer.post(f"/review/{number}/operation", data)
    assert answer.status_code == 422
    assert "请填写问题" in text_of(answer)
    assert "门口" in text_of(answer)
    assert "见退件单" in text_of(answer)


def test_whoever_comes_second_is_told_who_has_it_and_goes_on(few, visit):
    first, second = visit("survey_reviewer"), visit("survey_reviewer_2")
    number = few.clean[0]
    version = version_of(second.opened(f"/review/{number}/?tab=waiting"))
    received(first, number)
    answer = second.post(f"/review/{number}/receive?tab=waiting", {"version": version})
    assert answer.status_code == 302
    assert number not in answer.location
    text = second.opened(answer.location)
    assert re.search(f"{number}：该业务已由田思齐于.*接件", text)


def test_an_older_version_is_refused_and_the_opinion_stays(few, reviewer):
    number = few.clean[0]
    version = version_of(received(reviewer, number))
    reviewer.post(f"/business/{number}/tasks/inspection", {"version": version, "confirmed": "true"})
    answer = agree(reviewer, number, version, **{"opinion-text": "晚了一步"})
    assert answer.status_code == 409
    assert "您填写的内容已保留" in text_of(answer)
    assert "晚了一步" in text_of(answer)


def test_a_case_in_other_hands_is_shown_and_not_touched(few, visit):
    received(visit("survey_reviewer"), few.clean[0])
    other = visit("survey_reviewer_2")
    text = other.opened(f"/review/{few.clean[0]}/")
    assert "该业务由田思齐办理" in text
    assert "data-agree" not in text
    answer = agree(other, few.clean[0], "3")
    assert answer.status_code in {403, 422}


def test_strangers_and_applicants_find_no_desk(few, visit):
    for username in ("developer_operator", "other_developer_operator", "other_region_survey_reviewer"):
        stranger = visit(username)
        assert stranger.get(f"/review/{few.clean[0]}/").status_code == 404
        assert stranger.post(f"/review/{few.clean[0]}/receive", {"version": "1"}).status_code == 404
        assert stranger.post(f"/review/{few.clean[0]}/contact", {"reason": "好奇"}).status_code == 404
    assert visit("developer_operator").get("/review/").status_code == 404
    assert "审核台" not in visit("developer_operator").opened("/inbox/")
    assert 'href="/review/"' in visit("survey_reviewer").opened("/inbox/")


def test_nothing_waiting_says_how_much_was_done(few, visit):
    assert "今日无待办，已办 0 件" in visit("presale_reviewer").opened("/review/")


def test_the_phone_is_masked_until_somebody_says_why(few, reviewer, desk):
    from sqlalchemy import select

    from models import Event

    number = few.clean[0]
    text = reviewer.opened(f"/review/{number}/")
    assert "139****0003" in text
    assert "13900000003" not in text
    assert reviewer.post(f"/review/{number}/contact", {"reason": " "}).status_code == 422
    answer = reviewer.post(f"/review/{number}/contact", {"reason": "电话核对层高"})
    assert answer.json == {"phone": "13900000003"}
    assert answer.headers["Cache-Control"] == "no-store"
    with desk() as session:
        event = session.scalars(select(Event).where(Event.action == "reveal_record")).one()
        assert event.detail["reason"] == "电话核对层高"
        assert event.detail["business_no"] == number


def test_what_changed_since_the_return_is_told_place_by_place(few, reviewer):
    text = reviewer.opened(f"/review/{few.faulty['退件项未补正']}/")
    assert "本次变化" in text
    assert "<del>分层分户图.pdf</del><ins>分层分户图 补齐.pdf</ins>" in text
    assert "看原件" in text
    assert "未改" in text


def test_every_unit_can_be_named_in_a_return(few, reviewer):
    number = few.clean[0]
    assert 'data-return="units.' in reviewer.opened(f"/review/{number}/units/")
    assert reviewer.get(f"/review/{number}x/units/").status_code == 404


def test_enrolments_are_decided_on_the_same_page(sixty, visit, create_caller):
    admin = visit("authority_admin")
    number = next(one for one in sixty.clean if one.startswith("R"))
    text = received(admin, number)
    member = re.search(r'name="decisions-0-membership_id" value="(\d+)"', text)[1]
    refused = {"decisions-0-membership_id": member, "decisions-0-approved": "false", "decisions-0-reason": ""}
    answer = agree(admin, number, version_of(text), **refused)
    assert answer.status_code == 422
    assert "须填写原因" in text_of(answer)
    answer = agree(admin, number, version_of(text), **{**refused, "decisions-0-reason": "授权书未盖章"})
    assert answer.status_code == 302
    assert create_caller("authority_admin")("GET", f"/businesses/{number}").json["status"] == "archived"


def test_the_table_of_faults_names_fourteen_different_ones():
    assert len({fault.found for fault in FAULTS}) == len(FAULTS) == 14
