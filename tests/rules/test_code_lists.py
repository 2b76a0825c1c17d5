import pytest

from models.enums import CertificateKind, OrganizationKind, PricingMode, SaleKind
from workflows.rules.code_lists import CODE_LISTS, CodeItem, CodeList, code_list_of

KEYS = [
    "structure",
    "house_type",
    "nature",
    "use",
    "layout",
    "layout_structure",
    "facing",
    "decoration",
    "identity_document",
    "co_ownership",
    "payment_method",
    "progress_node",
    "mortgage_kind",
    "sale_kind",
    "pricing_mode",
    "certificate_kind",
    "organization_kind",
    "unit_state",
    "right_mark",
]


def code_for(key: str, text: str) -> str | None:
    item = CODE_LISTS[key].find(text)
    return item.code if item else None


def test_every_list_is_there_under_its_key() -> None:
    assert list(CODE_LISTS) == sorted(KEYS, key=list(CODE_LISTS).index)
    assert set(CODE_LISTS) == set(KEYS)
    assert all(code_list.key == key for key, code_list in CODE_LISTS.items())


@pytest.mark.parametrize("key", KEYS)
def test_every_item_is_found_by_its_code_and_its_label(key: str) -> None:
    code_list = CODE_LISTS[key]
    assert len({item.code for item in code_list.items}) == len(code_list.items)
    for item in code_list.items:
        found = code_list.find(item.label)
        assert code_list.find(item.code) == item
        assert found is not None
        assert (found.label, found.exchange_code) == (item.label, item.exchange_code)


@pytest.mark.parametrize("key", KEYS)
def test_an_alias_never_hides_another_items_code_or_label(key: str) -> None:
    items = CODE_LISTS[key].items
    official = {text for item in items for text in (item.code, item.label)}
    aliases = [alias for item in items for alias in item.aliases]
    assert official.isdisjoint(aliases)
    assert len(set(aliases)) == len(aliases)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("structure", "钢筋混凝土结构", "3"),
        ("structure", "钢筋混凝土", "3"),
        ("structure", "钢结构", "1"),
        ("use", "高档公寓", "112"),
        ("use", "商业服务", "31"),
        ("use", "其它", "80"),
        ("use", "其他", "80"),
        ("use", "１１２", "112"),
        ("use", " 住宅\u200b", "10"),
        ("use", "飞船", None),
        ("use", "", None),
        ("nature", "市场化商品房", "0"),
        ("nature", "动迁房", "1"),
        ("house_type", "车库", "6"),
        ("decoration", "精装（全装修）", "3"),
        ("decoration", "精装", "3"),
        ("decoration", "毛坯", "1"),
        ("layout_structure", "复式楼", "4"),
        ("payment_method", "lump_sum", "1"),
        ("payment_method", "combined_loan", "5"),
        ("progress_node", "主体封顶", "40"),
        ("pricing_mode", "套（个）", "set"),
        ("pricing_mode", "SET", "set"),
        ("sale_kind", "人防", "civil_defence"),
        ("certificate_kind", "不动产权证", "land_certificate"),
    ],
)
def test_what_people_and_files_write(key: str, text: str, code: str | None) -> None:
    assert code_for(key, text) == code


@pytest.mark.parametrize(
    ("key", "code", "exchange_code"),
    [
        ("structure", "6", "06"),
        ("house_type", "99", "99"),
        ("nature", "0", "01"),
        ("nature", "9", "10"),
        ("use", "10", "001"),
        ("use", "112", "004"),
        ("use", "20", "007"),
        ("use", "27", "014"),
        ("use", "30", "015"),
        ("use", "35", "020"),
        ("use", "40", "021"),
        ("use", "55", "030"),
        ("use", "61", "031"),
        ("use", "84", "037"),
        ("layout", "5", "05"),
        ("layout_structure", "2", "04"),
        ("layout_structure", "3", "02"),
        ("facing", "8", "08"),
        ("identity_document", "1", "01"),
        ("identity_document", "8", "02"),
        ("identity_document", "21", "03"),
        ("co_ownership", "0", "01"),
        ("payment_method", "5", "03"),
    ],
)
def test_codes_of_the_national_exchange(key: str, code: str, exchange_code: str) -> None:
    item = CODE_LISTS[key].find(code)
    assert item is not None
    assert item.exchange_code == exchange_code


@pytest.mark.parametrize(
    ("key", "members"),
    [
        ("sale_kind", SaleKind),
        ("pricing_mode", PricingMode),
        ("certificate_kind", CertificateKind),
        ("organization_kind", OrganizationKind),
    ],
)
def test_lists_of_stored_words_follow_their_enum(key: str, members: type[SaleKind]) -> None:
    assert [(item.code, item.label) for item in CODE_LISTS[key].items] == [(m.value, m.title) for m in members]


RETIRED = CodeList("decoration", "装修情况", (CodeItem("1", "毛坯"), CodeItem("2", "简装", retired=True)))


def test_a_retired_item_is_not_offered_but_stays_readable() -> None:
    assert RETIRED.find("简装") is None
    assert RETIRED.find("2") is None
    assert RETIRED.find("简装", include_retired=True) == RETIRED.items[1]
    assert RETIRED.label_of("2") == "简装"
    assert [item.code for item in RETIRED.offered] == ["1"]


def test_a_retired_item_makes_way_for_the_one_that_took_its_label() -> None:
    both = CodeList("use", "房屋用途", (CodeItem("60", "办公", retired=True), CodeItem("61", "办公")))
    assert both.find("办公") == both.items[1]


def test_an_unknown_code_is_its_own_label() -> None:
    assert CODE_LISTS["use"].label_of("999") == "999"


def test_a_list_from_rows_still_takes_the_aliases_of_labels_that_stand_unchanged() -> None:
    kept = code_list_of("decoration", "装修情况", [CodeItem("3", "精装(全装修)"), CodeItem("4", "豪宅")])
    item = kept.find("精装")
    assert item is not None
    assert item.code == "3"
    assert kept.find("豪华装修") is None


def test_a_list_of_the_administrators_own_needs_no_declared_one() -> None:
    assert code_list_of("trader", "交易者性质", [CodeItem("01", "本市城镇居民")]).find("01") == CodeItem(
        "01", "本市城镇居民"
    )
