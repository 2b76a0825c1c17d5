"""Code lists: the national codes of the 不动产登记数据库标准, their labels, and the codes of the national exchange.

These are the declared lists; the administrator's tables start from them and may retire or add items.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.enums import CertificateKind, CodedEnum, OrganizationKind, PricingMode, SaleKind
from workflows.rules.code_list import CodeItem, CodeList, code_item
from workflows.rules.layouts import LAYOUT, Layout, layout_matches, parse_layout

__all__ = ["CODE_LISTS", "CodeItem", "CodeList", "Layout", "code_list_of", "layout_matches", "parse_layout"]


def code_list_of(key: str, title: str, items: Iterable[CodeItem]) -> CodeList:
    """A list as the administrator keeps it; where a declared label stands unchanged, its aliases are still taken."""
    declared = {(item.code, item.label): item.aliases for item in CODE_LISTS[key].items} if key in CODE_LISTS else {}
    known = (replace(item, aliases=item.aliases or declared.get((item.code, item.label), ())) for item in items)
    return CodeList(key, title, tuple(known))


def _of_enum(key: str, title: str, members: type[CodedEnum], aliases: Mapping[str, tuple[str, ...]]) -> CodeList:
    items = (CodeItem(member.value, member.title, None, aliases.get(member.value, ())) for member in members)
    return CodeList(key, title, tuple(items))


STRUCTURE = CodeList(
    "structure",
    "房屋结构",
    (
        code_item("1", "钢结构", "01"),
        code_item("2", "钢和钢筋混凝土结构", "02", "钢、钢筋混凝土结构", "钢和钢筋混凝土"),
        code_item("3", "钢筋混凝土结构", "03", "钢筋混凝土", "钢混", "钢混结构"),
        code_item("4", "混合结构", "04", "混合", "砖混", "砖混结构"),
        code_item("5", "砖木结构", "05", "砖木"),
        code_item("6", "其它结构", "06", "其它"),
    ),
)

HOUSE_TYPE = CodeList(
    "house_type",
    "房屋类型",
    (
        code_item("1", "住宅", "01"),
        code_item("2", "商业用房", "02", "商业"),
        code_item("3", "办公用房", "03", "办公"),
        code_item("4", "工业用房", "04", "工业"),
        code_item("5", "仓储用房", "05", "仓储"),
        code_item("6", "车库", "06", "车位"),
        code_item("99", "其它", "99"),
    ),
)

NATURE = CodeList(
    "nature",
    "房屋性质",
    (
        code_item("0", "市场化商品房", "01", "商品房"),
        code_item("1", "动迁房", "02"),
        code_item("2", "配套商品房", "03"),
        code_item("3", "公共租赁住房", "04", "公租房"),
        code_item("4", "廉租住房", "05", "廉租房"),
        code_item("5", "限价普通商品住房", "06", "限价房"),
        code_item("6", "经济适用住房", "07", "经济适用房"),
        code_item("7", "定销商品房", "08"),
        code_item("8", "集资建房", "09"),
        code_item("9", "福利房", "10"),
        code_item("99", "其它", "99"),
    ),
)

USE = CodeList(
    "use",
    "房屋用途",
    (
        code_item("10", "住宅", "001"),
        code_item("11", "成套住宅", "002"),
        code_item("111", "别墅", "003"),
        code_item("112", "高档公寓", "004"),
        code_item("12", "非成套住宅", "005"),
        code_item("13", "集体宿舍", "006"),
        code_item("20", "工业交通仓储", "007", "工业、交通、仓储"),
        code_item("21", "工业", "008"),
        code_item("22", "公共设施", "009"),
        code_item("23", "铁路", "010"),
        code_item("24", "民航", "011"),
        code_item("25", "航运", "012"),
        code_item("26", "公共运输", "013"),
        code_item("27", "仓储", "014"),
        code_item("30", "商业金融信息", "015", "商业、金融、信息"),
        code_item("31", "商业服务", "016", "商业"),
        code_item("32", "经营", "017"),
        code_item("33", "旅游", "018"),
        code_item("34", "金融保险", "019"),
        code_item("35", "电讯信息", "020"),
        code_item("40", "教育医疗卫生科研", "021", "教育、医疗、卫生、科研"),
        code_item("41", "教育", "022"),
        code_item("42", "医疗卫生", "023"),
        code_item("43", "科研", "024"),
        code_item("50", "文化娱乐体育", "025", "文化、娱乐、体育"),
        code_item("51", "文化", "026"),
        code_item("52", "新闻", "027"),
        code_item("53", "娱乐", "028"),
        code_item("54", "园林绿化", "029"),
        code_item("55", "体育", "030"),
        code_item("60", "办公", "031"),
        code_item("61", "办公", "031"),
        code_item("70", "军事", "032"),
        code_item("71", "军事", "032"),
        code_item("80", "其它", "033"),
        code_item("81", "涉外", "034"),
        code_item("82", "宗教", "035"),
        code_item("83", "监狱", "036"),
        code_item("84", "物管用房", "037", "物业管理用房"),
    ),
)

LAYOUT_STRUCTURE = CodeList(
    "layout_structure",
    "户型结构",
    (
        code_item("1", "平层", "01"),
        code_item("2", "跃层", "04"),
        code_item("3", "错层", "02"),
        code_item("4", "复式楼", "03", "复式"),
        code_item("5", "其它", "99"),
    ),
)

FACING = CodeList(
    "facing",
    "朝向",
    (
        code_item("1", "东", "01"),
        code_item("2", "西", "02"),
        code_item("3", "南", "03"),
        code_item("4", "北", "04"),
        code_item("5", "东北", "05"),
        code_item("6", "东南", "06"),
        code_item("7", "西北", "07"),
        code_item("8", "西南", "08"),
    ),
)

DECORATION = CodeList(
    "decoration",
    "装修情况",
    (
        code_item("1", "毛坯", None, "毛胚"),
        code_item("2", "简装", None, "简装修"),
        code_item("3", "精装(全装修)", None, "精装", "精装修", "全装修"),
        code_item("4", "豪装", None, "豪华装修"),
    ),
)

IDENTITY_DOCUMENT = CodeList(
    "identity_document",
    "证件类型",
    (
        code_item("1", "身份证", "01", "居民身份证"),
        code_item("2", "港澳台身份证", "03"),
        # Kept apart from 2, which the exchange joins: each of them has its own form of number.
        code_item("21", "港澳居民来往内地通行证", "03"),
        code_item("22", "台湾居民来往大陆通行证", "03"),
        code_item("23", "港澳台居民居住证", "03"),
        code_item("3", "护照", "04"),
        code_item("31", "外国人永久居留身份证", "99"),
        code_item("4", "户口簿", "05"),
        code_item("5", "军官证(士兵证)", "06", "军官证", "士兵证"),
        code_item("6", "组织机构代码", "07"),
        code_item("7", "营业执照", "08"),
        code_item("8", "统一社会信用代码", "02"),
        code_item("99", "其它", "99"),
    ),
)

CO_OWNERSHIP = CodeList(
    "co_ownership",
    "共有方式",
    (
        code_item("0", "单独所有", "01"),
        code_item("1", "共同共有", "02"),
        code_item("2", "按份共有", "03"),
        code_item("3", "其它", "99"),
    ),
)

PAYMENT_METHOD = CodeList(
    "payment_method",
    "付款方式",
    (
        code_item("1", "一次性付款", "01", "lump_sum", "一次性"),
        code_item("2", "分期付款", "02", "installments", "分期"),
        code_item("3", "商业贷款", "03", "commercial_loan"),
        code_item("4", "公积金贷款", "03", "provident_fund_loan"),
        code_item("5", "组合贷", "03", "combined_loan", "组合贷款"),
    ),
)

PROGRESS_NODE = CodeList(
    "progress_node",
    "工程进度",
    (
        code_item("00", "取得预售许可"),
        code_item("10", "正负零"),
        code_item("20", "主体1/3"),
        code_item("30", "主体1/2"),
        code_item("40", "主体封顶"),
        code_item("50", "外墙及安装完成"),
        code_item("60", "竣工验收备案"),
        code_item("70", "首次登记"),
    ),
)

MORTGAGE_KIND = CodeList(
    "mortgage_kind",
    "抵押方式",
    (code_item("1", "一般抵押", "1"), code_item("2", "最高额抵押", "2")),
)

UNIT_STATE = CodeList(
    "unit_state",
    "销售状态",
    (
        code_item("not_permitted", "未取得许可"),
        code_item("existing_not_permitted", "未办现售许可"),
        code_item("saleable", "可售"),
        code_item("not_saleable", "不可售"),
        code_item("signing", "签约中"),
        code_item("signed", "已签约"),
        code_item("filed", "已备案"),
        code_item("titled", "已办证"),
    ),
)

RIGHT_MARK = CodeList(
    "right_mark",
    "权利标记",
    (
        code_item("seizure", "查", None, "查封"),
        code_item("preliminary_seizure", "预查", None, "预查封"),
        code_item("restriction", "限", None, "限制", "行政限制"),
        code_item("mortgage", "押", None, "抵押"),
        code_item("property_room", "物", None, "物管用房"),
        code_item("permit_change", "变", None, "许可变更"),
    ),
)

SALE_KIND = _of_enum("sale_kind", "销售类别", SaleKind, {})
PRICING_MODE = _of_enum(
    "pricing_mode",
    "计价方式",
    PricingMode,
    {"gross": ("建筑",), "inner": ("套内",), "set": ("套", "个", "按套")},
)
CERTIFICATE_KIND = _of_enum(
    "certificate_kind",
    "证件种类",
    CertificateKind,
    {
        "land_certificate": ("国有土地使用证", "不动产权证"),
        "construction_permit": ("建设工程施工许可证", "施工许可证"),
    },
)
ORGANIZATION_KIND = _of_enum("organization_kind", "机构类型", OrganizationKind, {})

CODE_LISTS: Mapping[str, CodeList] = {
    code_list.key: code_list
    for code_list in (
        STRUCTURE,
        HOUSE_TYPE,
        NATURE,
        USE,
        LAYOUT,
        LAYOUT_STRUCTURE,
        FACING,
        DECORATION,
        IDENTITY_DOCUMENT,
        CO_OWNERSHIP,
        PAYMENT_METHOD,
        PROGRESS_NODE,
        MORTGAGE_KIND,
        SALE_KIND,
        PRICING_MODE,
        CERTIFICATE_KIND,
        ORGANIZATION_KIND,
        UNIT_STATE,
        RIGHT_MARK,
    )
}
