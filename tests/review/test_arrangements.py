"""A person's own filters and columns: kept by name, in order, and nobody else's."""

import re

import pytest
from werkzeug.datastructures import MultiDict


def head_of(text):
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th[^>]*>(.*?)</th>", text, re.DOTALL)]


def columns(visitor, kind, names, **more):
    page = visitor.opened("/inbox/")
    token = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)[1]
    data = MultiDict([("column", name) for name in names] + [("csrf_token", token), *more.items()])
    return visitor.client.post(f"/lists/{kind}/columns", data=data)


@pytest.mark.parametrize(("kind", "path"), [("inbox", "/inbox/"), ("handled", "/handled/"), ("review", "/review/")])
def test_a_filter_is_saved_found_and_taken_away(few, visit, kind, path):
    reviewer = visit("survey_reviewer")
    answer = reviewer.post(
        f"/lists/{kind}/filters", {"name": "书苑", "query": "q=%E4%B9%A6%E8%8B%91&at=C1&page=3&evil=1"}
    )
    assert answer.location == f"{path}?q=%E4%B9%A6%E8%8B%91"
    text = reviewer.opened(path)
    assert f'<a href="{path}?q=%E4%B9%A6%E8%8B%91">书苑</a>' in text
    assert "书苑</a>" not in visit("survey_reviewer_2").opened(path)
    number = re.search(r"/lists/filters/(\d+)/drop", text)[1]
    assert visit("survey_reviewer_2").post(f"/lists/filters/{number}/drop").status_code == 404
    reviewer.post(f"/lists/filters/{number}/drop")
    assert "书苑</a>" not in reviewer.opened(path)


def test_the_same_name_is_written_anew_and_a_blank_one_refused(few, reviewer):
    for query in ("state=late", "state=today"):
        reviewer.post("/lists/inbox/filters", {"name": "急件", "query": query})
    text = reviewer.opened("/inbox/")
    assert text.count("急件</a>") == 1
    assert "/inbox/?state=today" in text
    answer = reviewer.post("/lists/inbox/filters", {"name": "  ", "query": "state=late"})
    assert "请填写筛选名称" in reviewer.opened(answer.location)
    assert reviewer.post("/lists/nothing/filters", {"name": "x", "query": ""}).status_code == 404


def test_columns_stand_in_the_order_chosen_and_come_back_when_asked(few, reviewer):
    usual = head_of(reviewer.opened("/inbox/"))
    columns(reviewer, "inbox", ["number", "subject", "left", "accepted", "nonsense"])
    assert head_of(reviewer.opened("/inbox/"))[1:-1] == ["业务序号", "标的", "剩余时限", "受理时间"]
    columns(reviewer, "inbox", ["number"], usual="1")
    assert head_of(reviewer.opened("/inbox/")) == usual


def test_what_opens_a_row_cannot_be_left_out(few, reviewer):
    columns(reviewer, "inbox", ["left"])
    assert head_of(reviewer.opened("/inbox/"))[1:-1] == ["标的", "剩余时限"]


def test_the_queue_shows_what_was_chosen(few, reviewer):
    columns(reviewer, "review", ["number"])
    text = reviewer.opened("/review/?tab=waiting")
    queue = text[text.index('class="queue-list"') : text.index('class="queue-foot')]
    assert few.clean[0] in re.sub(r'href="[^"]*"', "", queue)
    assert "个工作日" not in queue


def test_twenty_filters_are_enough(few, reviewer):
    for number in range(21):
        answer = reviewer.post("/lists/inbox/filters", {"name": f"第{number}", "query": "state=late"})
    assert "最多保存 20 个筛选" in reviewer.opened(answer.location)
