"""Each document says what its content says, whatever the content is."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.documents.catalogue import DOCUMENTS
from app.documents.contents import BuildingTableSheet
from app.documents.formatting import area, money
from app.documents.production import ProducedDocument, content_fingerprint, produce
from app.documents.render import RenderingFailed

from . import samples
from .reading import joined, pages_of, text_of

CONTENTS: dict[str, Callable[[], Any]] = {
    "acceptance_receipt": samples.acceptance_receipt,
    "survey_filing_form": samples.survey_filing_form,
    "unit_schedule": lambda: samples.unit_schedule(8),
    "building_table": samples.small_building,
    "review_form": samples.review_form,
    "return_notice": samples.return_notice,
}

HOSTILE = (
    "<img src=file:///etc/passwd>",
    "{{7*7}}",
    "{% for x in y %}",
    "<pdf:include src='x'>",
    "<pdf:nextpage>",
    "<ledger rows='[]'>",
    "<script>alert(1)</script>",
    "]]><!--",
    "</td></tr></table></body>",
    "&#x20BB7;&amp;",
    "1'; DROP TABLE unit;--",
    'a"b onload="x',
    "../../etc/passwd",
)


def make(key: str, content: Any, number: str = samples.NUMBER) -> ProducedDocument:
    return produce(key, content, number=number, verify_url=samples.VERIFY_URL, produced_at=samples.PRODUCED_AT)


def test_every_kind_has_a_content_under_test() -> None:
    assert CONTENTS.keys() == DOCUMENTS.keys()
    assert all(type(CONTENTS[key]()) is kind.content_type for key, kind in DOCUMENTS.items())


@pytest.mark.parametrize("key", CONTENTS)
def test_each_document_carries_title_number_check_and_date(key: str) -> None:
    produced = make(key, CONTENTS[key]())
    text = text_of(produced.pdf)
    assert joined(samples.AUTHORITY + DOCUMENTS[key].title) in text
    assert f"编号：{samples.NUMBER}" in text
    assert f"校验码：{produced.content_sha256[:16].upper()}" in text
    assert "生成时间：2024年5月1日10:30" in text
    assert produced.sha256 == hashlib.sha256(produced.pdf).hexdigest()
    assert produced.title == DOCUMENTS[key].title


@pytest.mark.parametrize("key", CONTENTS)
def test_equal_content_gives_equal_bytes(key: str) -> None:
    assert make(key, CONTENTS[key]()).pdf == make(key, CONTENTS[key]()).pdf


def test_the_check_changes_with_any_value_and_with_the_number() -> None:
    content = samples.acceptance_receipt()
    checks = {
        content_fingerprint("acceptance_receipt", content, "A"),
        content_fingerprint("acceptance_receipt", content, "B"),
        content_fingerprint("acceptance_receipt", replace(content, handler="覃"), "A"),
        content_fingerprint("review_form", content, "A"),
    }
    assert len(checks) == 4


def test_the_receipt_lists_subject_people_and_materials() -> None:
    text = text_of(make("acceptance_receipt", samples.acceptance_receipt()).pdf)
    for value in (samples.DEVELOPER, samples.PROJECT, "D005", "整栋", "覃𬱖", "13900000001", "91430899MA4TE5T13Y"):
        assert joined(value) in text
    assert "1测绘成果报告电子件46是√" in text
    assert "3规划许可附图电子件—否未收选交" in text
    assert "2022年4月1日" in text
    assert "3个工作日" in text
    assert "https://desk.example.cn/progress/C202203290000011" in text


def test_before_the_bureau_received_the_case_the_receipt_says_when_its_days_begin() -> None:
    text = text_of(make("acceptance_receipt", samples.acceptance_receipt(promised_on=None)).pdf)
    assert joined("承诺办结日期自收件之日起算") in joined(text)


def test_the_filing_form_adds_up_its_uses_and_shows_both_opinions() -> None:
    text = text_of(make("survey_filing_form", samples.survey_filing_form()).pdf)
    assert "成套住宅13115530.5412190.323340.22" in text
    assert "合计13215630.4512268.743361.71" in text
    assert "（已退件）" in text
    assert "经审核，材料齐全，符合规定，同意。" in text
    assert "户室对照" not in text


def test_the_filing_form_of_an_actual_survey_shows_the_mapping() -> None:
    text = text_of(make("survey_filing_form", samples.survey_filing_form(with_mapping=True)).pdf)
    assert "100910081008" in text
    assert "删除A01109（28.27㎡）—" in text
    assert "拆分A011-04A011-04、1-05" in text


def test_the_review_form_keeps_returned_opinions_in_order() -> None:
    text = text_of(make("review_form", samples.review_form()).pdf)
    assert text.index("不同意3-02") < text.index("同意经审核")
    assert "签署人：向㳇处理：退件至预测成果导入2022年3月30日09:05" in text


def test_an_open_review_form_leaves_the_date_blank() -> None:
    text = text_of(make("review_form", replace(samples.review_form(), finished_at=None, status="未办结")).pdf)
    assert "办结时间—" in text
    assert "（盖章）年月日" in text


def test_the_return_notice_lists_each_line() -> None:
    text = text_of(make("return_notice", samples.return_notice()).pdf)
    assert "补正事项（共2项）" in text
    for line in samples.return_notice().lines:
        for value in (line.place, line.fault, line.wanted):
            assert set(joined(value)) <= set(text)
    assert "补正期限2022年4月6日" in text


@pytest.mark.parametrize(("count", "rooms"), [(1, 1), (132, 4), (1009, 37)])
def test_the_schedule_prints_every_unit_and_repeats_its_header(count: int, rooms: int) -> None:
    content = samples.unit_schedule(count, rooms)
    pages = [joined(page) for page in pages_of(make("unit_schedule", content).pdf)]
    text = "".join(pages)
    for number, line in enumerate(content.lines, start=1):
        row = f"{number}{line.room_no}{line.entrance}{line.actual_floor}{line.nominal_floor}{area(line.gross_area)}"
        assert row in text
        assert f"{money(line.sale_price)}{money(line.filed_total)}" in text
    assert all("序号室号单元实际层名义层" in page for page in pages)
    assert f"合计{area(sum(line.gross_area for line in content.lines))}" in text  # type: ignore[arg-type]


def test_the_schedule_states_its_sum_in_figures_and_capitals() -> None:
    text = text_of(make("unit_schedule", samples.unit_schedule(132)).pdf)
    assert "109,782,597.00" in text
    assert "壹亿零玖佰柒拾捌万贰仟伍佰玖拾柒元整" in text


def test_unknown_values_of_a_unit_are_dashes() -> None:
    line = replace(
        samples.schedule_line(1, 1),
        storey_height=None,
        lift=None,
        sale_price=None,
        filed_total=None,
        layout="",
        decoration="",
    )
    text = text_of(make("unit_schedule", replace(samples.unit_schedule(1), lines=(line,))).pdf)
    assert "市场化商品房——————" in text
    assert "零元整" in text


@pytest.mark.parametrize("table", [samples.small_building, samples.tower, samples.slab, samples.estate])
def test_the_building_table_prints_every_unit(table: Callable[[], BuildingTableSheet]) -> None:
    content = table()
    text = text_of(make("building_table", content).pdf)
    for unit in content.units:
        assert unit.room_no in text
        assert f"{area(unit.gross_area)}/{area(unit.inner_area)}" in text
    for state, _, count in content.states:
        assert f"{state}{count}" in text
    assert sum(count for _, _, count in content.states) == len(content.units) == content.total.count


def test_the_tower_of_33_floors_stands_on_one_page() -> None:
    assert len(pages_of(make("building_table", samples.tower()).pdf)) == 1


def test_floors_without_units_and_floors_with_other_names_are_told() -> None:
    assert "设备层（本层无户室）" in text_of(make("building_table", samples.slab()).pdf)
    assert "12B层实际14层" in text_of(make("building_table", samples.estate()).pdf)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_printed_as_they_are(value: str) -> None:
    line = replace(samples.return_notice().lines[0], fault=value)
    unit = replace(samples.small_building().units[0], use=value)
    opinion = replace(samples.opinions()[0], text=value)
    contents = {
        "acceptance_receipt": samples.acceptance_receipt(project=value, remark=value),
        "review_form": replace(samples.review_form(), opinions=(opinion,)),
        "return_notice": replace(samples.return_notice(), lines=(line,)),
        "unit_schedule": replace(samples.unit_schedule(1), developer=value),
        "building_table": replace(samples.small_building(), units=(unit,), project=value),
    }
    for key, content in contents.items():
        produced = make(key, content)
        assert joined(value) in text_of(produced.pdf), key


def test_direction_marks_do_not_turn_the_text_around() -> None:
    text = text_of(make("acceptance_receipt", samples.acceptance_receipt(remark="甲\u202e乙\u200f丙\u2066丁")).pdf)
    assert "备注甲乙丙丁" in text


def test_ten_thousand_characters_are_all_printed_or_refused() -> None:
    contents = {
        "acceptance_receipt": samples.acceptance_receipt(remark="字" * 10000),
        "review_form": replace(samples.review_form(), opinions=(replace(samples.opinions()[0], text="字" * 10000),)),
    }
    for key, content in contents.items():
        assert text_of(make(key, content).pdf).count("字") == 10000
    line = replace(samples.schedule_line(1, 1), room_no="字" * 10000)
    with pytest.raises(RenderingFailed, match="一页放不下"):
        make("unit_schedule", replace(samples.unit_schedule(1), lines=(line,)))


def test_a_hostile_number_is_only_text() -> None:
    produced = make("return_notice", samples.return_notice(), number="<b>{{7*7}}</b>")
    assert "编号：<b>{{7*7}}</b>" in text_of(produced.pdf)


def test_wrong_content_and_unknown_keys_are_refused() -> None:
    with pytest.raises(TypeError, match="退件通知"):
        make("return_notice", samples.review_form())
    with pytest.raises(KeyError):
        make("no_such_document", samples.review_form())


def test_a_date_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        produce(
            "review_form",
            samples.review_form(),
            number="1",
            verify_url="https://x",
            produced_at=datetime(2024, 5, 1),  # noqa: DTZ001  the fault under test
        )
    assert samples.PRODUCED_AT.tzinfo is UTC
