"""The pages of region rules: read by the desk, written by its administrator, the past closed, what was typed kept."""

import pytest
from sqlalchemy import select

from models import RegionRule

PAGE = "/region-rules/deposit_max_ratio/"
HERE = f"{PAGE}?region=430802"
VALUES = f"{PAGE}values?region=430802"
TYPED = {"value": "15%", "valid_from": "2026-12-01", "valid_until": "", "legal_basis": "某建〔2026〕1号"}


def own(desk, key="deposit_max_ratio"):
    with desk() as session:
        query = select(RegionRule).where(RegionRule.key == key, RegionRule.region_code == "430802")
        return [(row.id, row.value) for row in session.scalars(query.order_by(RegionRule.valid_from))]


def test_the_list_says_what_holds_today_and_whose_it_is(visit):
    text = visit("authority_admin").opened("/region-rules/")
    for words in ("投入开发资金比例下限", "25%", "湖南省", "20 工作日", "两者皆可"):
        assert words in text


def test_a_planned_value_is_set_shown_and_withdrawn(visit, desk):
    admin = visit("authority_admin")
    assert admin.post(VALUES, TYPED).status_code == 302
    ((rule_id, value),) = own(desk)
    assert value == "0.15"
    text = admin.opened(HERE)
    for words in ("2026-12-01", "15%", "计划", "某建〔2026〕1号", "撤销计划", "沿用湖南省"):
        assert words in text
    assert "15%" in admin.opened("/region-rules/")
    assert admin.post(f"{PAGE}values/{rule_id}/withdraw?region=430802").status_code == 302
    assert own(desk) == []


def test_with_the_day_the_value_holds_and_is_no_longer_to_be_withdrawn(visit, desk, clock):
    admin = visit("authority_admin")
    admin.post(VALUES, TYPED)
    clock.advance(days=10)
    admin = visit("authority_admin")
    text = admin.opened(HERE)
    assert "本地区自 2026-12-01 起" in text
    assert "撤销计划" not in text
    ((rule_id, _),) = own(desk)
    assert admin.post(f"{PAGE}values/{rule_id}/withdraw?region=430802").status_code == 422


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "150%"}, "应为 0 至 1 之间的小数"),
        ({"value": "<b>x</b>"}, "应为 0 至 1 之间的小数"),
        ({"valid_from": "2026-11-22"}, "不能早于今天"),
        ({"valid_from": "明天"}, "请填写生效日期"),
        ({"valid_until": "2026-11-30"}, "失效日期不能早于生效日期"),
        ({"legal_basis": "长" * 10_000}, "依据最多 200 个字"),
    ],
)
def test_what_cannot_be_set_is_told_and_kept(visit, desk, typed, words):
    answer = visit("authority_admin").post(VALUES, {**TYPED, **typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in text
    assert "<b>x" not in text
    assert 'value="2026-12-01"' in text or "valid_from" in typed
    assert own(desk) == []


def test_a_table_is_typed_row_by_row(visit, desk):
    admin = visit("authority_admin")
    typed = {**TYPED, "cell-node": ["封顶", "", "竣工"], "cell-keep": ["35%", "", "0.1"]}
    assert admin.post("/region-rules/release_nodes/values?region=430802", typed).status_code == 302
    ((_, value),) = own(desk, "release_nodes")
    assert value == [{"node": "封顶", "keep": "0.35"}, {"node": "竣工", "keep": "0.1"}]
    assert "封顶 35%；竣工 10%" in admin.opened("/region-rules/")
    wrong = admin.post("/region-rules/release_nodes/values?region=430802", {**typed, "cell-keep": ["三成", "", "1"]})
    assert "第 1 行的留存比例填写有误" in wrong.get_data(as_text=True)
    assert 'value="三成"' in wrong.get_data(as_text=True)


@pytest.mark.parametrize("username", ["survey_reviewer", "section_head"])
def test_the_desk_reads_and_does_not_write(visit, desk, username):
    reader = visit(username)
    assert "设新值" not in reader.opened(HERE)
    assert reader.post(VALUES, TYPED).status_code == 403
    assert own(desk) == []


@pytest.mark.parametrize("region", ["430602", "430800", "999999", "x"])
def test_another_region_is_as_if_it_were_not_there(visit, region):
    admin = visit("authority_admin")
    assert admin.get(f"{PAGE}?region={region}").status_code == 404
    assert admin.post(f"{PAGE}values?region={region}", TYPED).status_code == 404


def test_developers_have_no_such_page(visit):
    assert visit("developer_admin").get(HERE).status_code == 403
    assert visit("authority_admin").get("/region-rules/no_such_rule/").status_code == 404


def test_by_the_api_the_past_is_closed_too(create_caller, visit, clock):
    call = create_caller("authority_admin")
    body = {"key": "deposit_max_ratio", "value": 0.15, "valid_from": "2026-11-23"}
    past = call("POST", "/records/region-rules/", json={**body, "valid_from": "2026-11-22"})
    assert past.status_code == 422
    made = call("POST", "/records/region-rules/", json=body)
    assert made.status_code == 201
    assert made.json["result"]["value"] == "0.15"
    path = f"/records/region-rules/{made.json['id']}"
    for change in ({"value": 0.1}, {"valid_from": "2026-12-01"}, {"valid_until": "2026-11-22"}):
        assert call("PUT", path, json={"version": 1, **change}).status_code == 422
    assert call("PUT", path, json={"version": 1, "valid_until": "2026-11-30"}).status_code == 200
