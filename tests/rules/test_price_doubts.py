"""Strange prices: told in words with both figures, wherever prices are judged; none of them refuses."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.enums import PricingMode, SaleKind, SurveyKind
from workflows.rules.price_doubts import corridor_of, outside_corridor, price_doubts
from workflows.rules.survey_filing import SurveyFilingFacts, doubtful_prices, price_gaps
from workflows.rules.unit_completeness import UnitFacts

HOME = UnitFacts(
    id=1,
    entrance="A01",
    room_no="101",
    actual_floor=1,
    use="10",
    house_type="1",
    nature="0",
    structure="3",
    layout="三室两厅",
    decoration="1",
    storey_height=Decimal("3.00"),
    lift=True,
    sale_kind=SaleKind.saleable,
    price_sale=Decimal("7000.00"),
    gross_area=Decimal("100.00"),
    pricing_mode=PricingMode.gross,
)
CORRIDOR = corridor_of([{"use": "10", "least": "5000", "most": 7300}, {"use": "*", "least": 3000, "most": "30000"}])
GARAGE = {"use": "35", "pricing_mode": PricingMode.set, "gross_area": Decimal("12.00")}


def home(number=1, price="7000.00", **more):
    values = {"price_sale": None if price is None else Decimal(price), **more}
    return replace(HOME, id=number, room_no=f"{number}01", **values)


def told(units, corridor=CORRIDOR):
    return [str(reason) for reason in price_doubts(units, corridor)]


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (home(), None),
        (home(price="7300.00"), None),
        (home(price="5000.00"), None),
        (home(price=None), None),
        (home(price="0.00"), None),
        (home(price="7300.01"), "A01 101 单价 7,300.01 元高于本地区备案上限 7,300.00 元"),
        (home(price="4999.99"), "A01 101 单价 4,999.99 元低于本地区备案下限 5,000.00 元"),
        (home(use="21", price="30001.00"), "A01 101 单价 30,001.00 元高于本地区备案上限 30,000.00 元"),
        (home(use=None, price="2999.00"), "A01 101 单价 2,999.00 元低于本地区备案下限 3,000.00 元"),
        # a flat at a total is folded to the square metre, a parking place is not judged by area
        (home(pricing_mode=PricingMode.set, price="700000.00"), None),
        (home(pricing_mode=PricingMode.set, price="740000.00"), "A01 101 单价 7,400.00 元高于本地区备案上限 7,300.00 元"),
        (home(price="80000.00", **GARAGE), None),
    ],
)  # fmt: skip
def test_a_price_outside_the_range_of_its_use_is_told_with_both_figures(unit, sentence):
    assert told([unit]) == ([] if sentence is None else [sentence])


def test_a_region_without_a_range_doubts_nothing():
    assert told([home(price="123456.00")], {}) == []
    assert list(outside_corridor([home(use="21")], corridor_of([{"use": "10", "least": 1, "most": 2}]))) == []


def test_a_slipped_digit_is_told_before_the_range_that_it_left():
    units = [home(1), home(2), home(3, "70000.00"), home(4, "700.00"), home(5, "7400.00")]
    assert told(units) == [
        "A01 301 单价 70,000.00 元明显偏高，同类户室约 7,000.00 元",
        "A01 401 单价 700.00 元明显偏低，同类户室约 7,000.00 元",
        "A01 501 单价 7,400.00 元高于本地区备案上限 7,300.00 元",
    ]
    assert [reason.at for reason in price_doubts(units, CORRIDOR)] == [f"units.{n}.price_sale" for n in (3, 4, 5)]


def test_of_two_alike_nobody_can_tell_which_is_strange_and_only_like_is_compared():
    assert told([home(1), home(2, "70000.00")], {}) == []
    assert told([home(1), home(2), home(3), home(4, "80000.00", **GARAGE)], {}) == []


def facts(*units, **more):
    return SurveyFilingFacts("C1", "CL1", SurveyKind.predicted, units=units, **more)


def test_prices_are_confirmed_only_where_none_is_missing_and_doubts_do_not_refuse():
    strange = facts(home(1, "9000.00"), price_corridor=CORRIDOR)
    assert price_gaps(strange) == []
    assert len(doubtful_prices(strange)) == 1
    (gap,) = price_gaps(facts(home(1), home(2, None)))
    assert (gap.code, str(gap), gap.at) == ("M14", "A01 201 销售单价", "units.2.price_sale")


@pytest.mark.parametrize("given", [{"price_required": False}, {}])
def test_what_is_not_for_sale_or_not_asked_for_needs_no_price(given):
    kind = SaleKind.saleable if given else SaleKind.public
    assert price_gaps(facts(home(1, None, sale_kind=kind), **given)) == []
