"""楼盘表: counts that add up, one room's card, nothing of others."""

import re

import pytest
from sqlalchemy import func, select

from models import Building, FiledPrice, Unit
from models.enums import BuildingState, SaleKind
from tests.pages.conftest import rows_of

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def building_of(desk):
    def find(building_no, state=BuildingState.current):
        with desk() as session:
            return session.scalars(
                select(Building.id).where(Building.building_no == building_no, Building.state == state)
            ).one()

    return find


def states_of(text):
    counts = re.findall(r'data-state-count="(\w+)">([\d,]+)<', text)
    return {state: int(number.replace(",", "")) for state, number in counts}


def test_states_and_uses_add_up_to_the_rooms(visit, desk, building_of):
    number = building_of("E004")
    with desk() as session:
        unit = session.scalars(select(Unit).where(Unit.building_id == number)).first()
        unit.sale_kind = SaleKind.property
        total = session.scalar(select(func.count(Unit.id)).where(Unit.building_id == number))
    text = visit("developer_operator").opened(f"/building/{number}/table/")
    assert states_of(text)["withheld"] == 1
    assert sum(states_of(text).values()) == total
    assert text.count("data-unit=") == total
    tally = re.search(r'<table class="[^"]*tally-table">.*?</table>', text, re.DOTALL)[0]
    assert sum(int(row[1].replace(",", "")) for row in rows_of(tally)) == total
    assert "<i>物</i>" in text


def test_every_room_has_its_place_and_its_state_in_words(visit, desk, building_of):
    number = building_of("E001")
    text = visit("survey_reviewer").opened(f"/building/{number}/table/")
    with desk() as session:
        rooms = session.execute(select(Unit.entrance, Unit.room_no).where(Unit.building_id == number)).all()
    for entrance, room_no in rooms:
        assert f'aria-label="{entrance} {room_no} 未取得许可"' in text


def test_a_rooms_card_tells_areas_prices_and_businesses(visit, desk, building_of):
    number = building_of("E002")
    with desk() as session:
        unit = session.scalars(select(Unit).where(Unit.building_id == number).order_by(Unit.position)).first()
        price = session.scalars(select(FiledPrice).where(FiledPrice.unit_id == unit.id)).one()
        shown = [f"{unit.gross_area:,.2f} m²", f"{price.price_sale:,.2f}", f"{price.total:,.2f}", unit.unit_code]
        unit_id = unit.id
    developer = visit("developer_operator")
    card = developer.opened(f"/building/{number}/units/{unit_id}/card/")
    page = developer.opened(f"/building/{number}/table/?unit={unit_id}")
    for text in (card, page):
        assert all(part in text for part in shown)
        assert "预测成果备案" in text


def test_what_is_foreign_or_nowhere_does_not_exist(visit, desk, building_of):
    mine, other = building_of("E001"), building_of("E002")
    with desk() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.building_id == other)).first()
    for stranger in ("other_developer_operator", "other_region_survey_reviewer"):
        person = visit(stranger)
        assert person.get(f"/building/{mine}/table/").status_code == 404
        assert person.get(f"/building/{other}/units/{unit_id}/card/").status_code == 404
    developer = visit("developer_operator")
    for path in (
        "/building/999999/table/",
        f"/building/{10**30}/table/",
        f"/building/{mine}/table/?unit={unit_id}",
        f"/building/{mine}/table/?unit={10**30}",
        f"/building/{mine}/units/{unit_id}/card/",
    ):
        assert developer.get(path).status_code == 404, path


def test_the_list_holds_what_is_filed_and_in_scope(visit):
    shown = {row[1] for row in rows_of(visit("developer_operator").opened("/buildings/"))}
    assert shown == {"E001", "E002", "E004", "E013"}
    everybodys = {row[1] for row in rows_of(visit("survey_reviewer").opened("/buildings/"))}
    assert shown < everybodys
    assert not rows_of(visit("other_region_survey_reviewer").opened("/buildings/"))
    assert [row[1] for row in rows_of(visit("developer_operator").opened("/buildings/?q=E002"))] == ["E002"]
    assert "没有符合条件的栋" in visit("developer_operator").opened("/buildings/?q=%25")
