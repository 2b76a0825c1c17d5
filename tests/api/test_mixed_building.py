"""D007: entrances that repeat their room numbers, a garage priced by the place, resettlement flats, nominal floors."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.api.conftest import AGREE, Case

SURVEY = Path(__file__).parents[1] / "data" / "survey" / "CL20250516007_D007_predicted.xlsx"
PLACE_PRICE, PLACES = Decimal("80000.00"), 180


@pytest.fixture
def mixed(case, as_):
    """D007 accepted, with lift and fitting out set, so that only prices are missing."""
    stored = as_.surveyor.upload("/surveys", [(SURVEY.name, SURVEY.read_bytes())])
    assert stored.status_code == 201, stored.json
    case.town.survey_no = stored.json["survey_no"]
    case.accept().set_units({"lift": True, "decoration": "毛坯"})
    return case


def units_of(case: Case, **wanted):
    return [unit for unit in case.units()["result"] if all(unit[name] == value for name, value in wanted.items())]


def set_on(case: Case, units, **values):
    done = case.set_units(values, {"ids": [unit["id"] for unit in units]})
    assert done.status_code == 200, done.json
    return done.json["count"]


def price(case: Case, select, base, floor, step="0"):
    body = {
        "version": case.units()["version"],
        "select": select,
        "price_kind": "sale",
        "base_price": base,
        "base_floor": floor,
        "direction": "up",
        "change": "increase",
        "step": step,
        "opposite": {"change": "decrease", "step": step},
        "floor_from": None,
        "floor_to": None,
    }
    done = case.operator.post(f"/buildings/{case.building_id}/price-rule", body)
    assert done.status_code == 200, done.json
    return done.json["count"]


def price_everything(case: Case) -> None:
    assert set_on(case, units_of(case, nature="动迁房"), sale_kind="安置") == 12
    shelters = [unit for unit in units_of(case, entrance="地库") if unit["room_no"].startswith("R-")]
    assert set_on(case, shelters, sale_kind="人防") == 36
    open_floor = [unit for unit in case.units()["result"] if unit["room_no"].startswith("架空")]
    assert set_on(case, open_floor, sale_kind="公共配套") == 2
    places = units_of(case, entrance="地库", sale_kind="可售")
    assert set_on(case, places, pricing_mode="套(个)") == PLACES
    assert price(case, {"ids": [unit["id"] for unit in places]}, "80000", -1) == PLACES
    for entrance in ("A01", "A02", "A03"):
        homes = units_of(case, entrance=entrance, sale_kind="可售")
        assert price(case, {"ids": [unit["id"] for unit in homes]}, "7200", 2, "20") == len(homes)


def test_equal_room_numbers_are_priced_each_by_its_entrance(mixed):
    assert price(mixed, {"entrance": "A02", "room_match": {"position": "suffix", "digits": "01"}}, "7000", 1, "10") > 0
    priced = {(unit["entrance"], unit["room_no"]) for unit in mixed.units()["result"] if unit["price_sale"]}
    assert {entrance for entrance, _ in priced} == {"A02"}
    found = {unit["room_no"]: unit for unit in units_of(mixed, entrance="A02")}
    # 3A is the fourth floor, 12B the fourteenth: the step counts actual floors.
    assert (found["3A01"]["price_sale"], found["12B01"]["price_sale"]) == ("7030.00", "7130.00")
    assert found["12B01"]["nominal_floor"] == "12B"


def test_a_place_is_filed_at_its_price_and_what_is_not_for_sale_at_none(mixed):
    price_everything(mixed)
    places = units_of(mixed, entrance="地库", sale_kind="可售")
    assert {unit["filed_total"] for unit in places} == {str(PLACE_PRICE)}
    table = mixed.units()
    assert table["incomplete"] == 0
    assert sum(unit["price_sale"] is None for unit in table["result"]) == 12 + 36 + 2
    duplex = next(unit for unit in units_of(mixed, entrance="A01") if unit["room_no"] == "1701")
    assert Decimal(duplex["filed_total"]) == Decimal(duplex["gross_area"]) * Decimal("7500.00")


def test_the_building_is_priced_checked_dispatched_and_archived(mixed):
    price_everything(mixed)
    mixed.hand_in().do_tasks()
    assert mixed.operate("dispatch", mixed.operator).status_code == 200
    assert mixed.operate("receive", mixed.reviewer).status_code == 200
    assert mixed.save("inspection", {"confirmed": True}, mixed.reviewer).status_code == 200
    filed = mixed.operate("archive", mixed.reviewer, opinion=AGREE)
    assert filed.status_code == 200, filed.json
    units = mixed.units()["result"]
    assert len({unit["unit_code"] for unit in units}) == len(units) == 377
