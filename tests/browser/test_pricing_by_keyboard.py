"""D006, 1,009 units, from a price list with ten faults to the building table: the developer's part without a mouse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser import clerk
from tests.browser.typist import Typist

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

PRICES = Path(__file__).parents[1] / "data" / "price"
EXPECTED = json.loads((PRICES / "expected.json").read_text("utf-8"))
D006, LIST = "CL20220406003", "D006_price_sheet.xlsx"
MOST_ACTIONS = 60
MENDED = {  # domain: 8,600 on floor 10, 15 more or less for each floor
    "618": "8540",
    "1001": "8600",
    "1207": "8630",
    "1620": "8690",
    "1733": "8705",
    "2126": "8765",
    "2305": "8795",
    "2537": "8825",
    "2814": "8870",
}


def accepted(create_caller: Callable[[str], Any], survey_no: str) -> Any:
    """The answer to accepting this survey for the project that it belongs to."""
    call = create_caller("developer_operator")
    answers = (
        call("POST", "/businesses", json={"type": "predicted_survey", "subject": subject})
        for project in call("GET", "/records/projects/").json["result"]
        for subject in [{"survey_no": survey_no, "project_id": project["id"]}]
    )
    return next(answer.json for answer in answers if answer.status_code == 201)


def opened(page: Any) -> None:
    page.locator("[data-unit-desk][aria-busy=false]").wait_for()


def figure(page: Any, name: str) -> str:
    return str(page.locator(f"[data-figure={name}]").inner_text())


def complete(typist: Typist) -> None:
    """电梯 and 装修情况 of all units, in one batch."""
    typist.press("Alt+a", "Alt+3", "ArrowDown", "Tab", "Tab", "ArrowDown", "Control+Enter")
    typist.told("已写入 1009 套")


def verdicts(page: Any) -> dict[str, int]:
    heads = page.locator("[data-price-list-result] h3[data-verdict]")
    told = {head.get_attribute("data-verdict"): head.inner_text().split()[-1] for head in heads.all()}
    return {verdict: int(count.replace(",", "")) for verdict, count in told.items()}


def take_list(typist: Typist) -> None:
    """The ten faults are told before anything is written; then what matched is."""
    page = typist.page
    typist.choose("Alt+l", PRICES / LIST)
    page.locator("[data-list-apply][aria-disabled=false]").wait_for()
    told = EXPECTED["files"][LIST]
    assert verdicts(page) == {**told["counts"], "missing_in_sheet": len(told["missing_in_sheet"])}
    assert figure(page, "unpriced") == "1,009"
    typist.press("Control+Enter")
    typist.told("已按价格表写入 1,000 套")
    page.wait_for_function("() => document.querySelector('[data-figure=faulty]').textContent === '9'")
    assert figure(page, "unpriced") == "9"


def mend(typist: Typist, rooms: list[str]) -> None:
    page = typist.page
    for room in rooms:
        typist.press("F8")
        page.locator(f'td.is-active[aria-label*=" {room} "]').wait_for()
        typist.type(MENDED[room])
        typist.press("Enter")
    page.locator("[data-saved]", has_text="暂存于").wait_for()


def test_d006_is_priced_checked_filed_and_counted(
    city: None,
    create_page: Callable[..., Any],
    create_caller: Callable[[str], Any],
    picture: Callable[..., None],
) -> None:
    case = accepted(create_caller, D006)
    developer = create_page("developer_operator")
    typist = Typist(developer)
    developer.goto(f"/building/{case['subject']['building_id']}/desk?view=prices")
    opened(developer)

    complete(typist)
    take_list(typist)
    typist.press("Control+z")
    typist.told("已撤销 导入价格表 1000 套")
    assert figure(developer, "unpriced") == "1,009"
    typist.press("Control+y")
    typist.told("已重做 导入价格表 1000 套")

    rooms = sorted(MENDED, key=int)
    mend(typist, rooms[:4])
    typist.press("F5")
    opened(developer)
    assert figure(developer, "unpriced") == figure(developer, "faulty") == "5"
    mend(typist, rooms[4:])
    assert figure(developer, "faulty") == "0"
    assert figure(developer, "total") == "43,123.50"
    picture(developer, "price_list_mended")

    typist.press("Alt+1", "Alt+Enter")
    typist.told("户室信息已完成")
    typist.press("Alt+2", "Alt+k", "Alt+Enter")
    typist.told("价格核对已完成")
    typist.press("Alt+0")
    clerk.told(developer, "栋信息")
    typist.press("Control+Enter")
    clerk.told(developer, "已保存【栋信息】")
    typist.press("c", "Control+Enter")
    clerk.told(developer, "已保存【栋项目信息确认】")
    for title, name in (("测绘成果报告", "report.pdf"), ("分层分户图", "plans.pdf")):
        typist.choose("u", clerk.paper(name, clerk.pdf()))
        clerk.told(developer, f"已上传【{title}】")
    typist.press("Control+Enter")
    clerk.told(developer, "已派工至测绘科")
    assert typist.count <= MOST_ACTIONS, typist.count

    reviewer = create_page("survey_reviewer")
    clerk.receive(reviewer, "D006")
    clerk.open_task(reviewer, "测绘数据查看")
    clerk.confirm(reviewer)
    clerk.archive(reviewer)
    count_building(developer, case["subject"]["building_id"])


def count_building(page: Any, building_id: int) -> None:
    """1,009 cells, and what the legend and the uses say adds up to them."""
    page.goto(f"/building/{building_id}/table/")
    table = page.locator("[data-building-table]")
    assert table.locator("a[data-unit]").count() == 1009
    states = table.locator("[data-state-count]").all_inner_texts()
    assert sum(int(count.replace(",", "")) for count in states) == 1009
    uses = table.locator(".tally-table tbody tr td:nth-child(2)").all_inner_texts()
    assert sum(int(count.replace(",", "")) for count in uses) == 1009
    assert table.locator(".is-plant").count() == 2
