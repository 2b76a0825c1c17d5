"""What a region may set differently: every rule with its kind, unit, choices and its default."""

from collections.abc import Mapping
from typing import Any

from workflows.rules.rule_values import Column, RegionRuleKey, ValueKind


def figure(key: str, title: str, default: int | str, unit: str, group: str, legal_basis: str = "") -> RegionRuleKey:
    return RegionRuleKey(key, title, default, ValueKind.figure, group, unit=unit, legal_basis=legal_basis)


def ratio(key: str, title: str, default: str, group: str, legal_basis: str = "") -> RegionRuleKey:
    return RegionRuleKey(key, title, default, ValueKind.ratio, group, legal_basis=legal_basis)


def switch(key: str, title: str, group: str, *, default: bool, legal_basis: str = "") -> RegionRuleKey:
    return RegionRuleKey(key, title, default, ValueKind.switch, group, legal_basis=legal_basis)


def choice(
    key: str, title: str, choices: Mapping[str, str], default: str, group: str, basis: str = ""
) -> RegionRuleKey:
    return RegionRuleKey(key, title, default, ValueKind.choice, group, choices=choices, legal_basis=basis)


def table(
    key: str, title: str, columns: tuple[Column, ...], default: list[Any], group: str, basis: str
) -> RegionRuleKey:
    return RegionRuleKey(key, title, default, ValueKind.table, group, columns=columns, legal_basis=basis)


SURVEY, PROPERTY, ESCROW, PERMIT, PRICE, SIGNING, DESK = (
    "测绘成果备案",
    "物管用房",
    "预售资金监管",
    "预售许可",
    "价格",
    "签约",
    "办理",
)
CHECKING = {"error": "不符不得办理", "warn": "不符仅提示", "off": "不校验"}
LENDING_BASIS = "金融监管与公积金现行首付规定"

_KEYS = (
    choice(
        "survey_import_mode",
        "测绘成果导入方式",
        {"query": "查询导入", "file": "文件导入", "both": "两者皆可"},
        "both",
        SURVEY,
    ),
    choice("area_check", "户室面积校验", CHECKING, "error", SURVEY, "GB/T 17986.1"),
    switch("price_at_survey", "测绘备案时填报价格", SURVEY, default=True),
    choice(
        "round_mode",
        "总价取整方式",
        {"cents": "到分", "floor_yuan": "舍到元", "half_up_yuan": "四舍五入到元"},
        "cents",
        PRICE,
    ),
    # What lies outside is marked, not refused; a use without a row of its own falls under 其他用途 (*).
    table(
        "price_corridor",
        "备案单价范围（元/m²）",
        (
            Column("use", "用途代码（* 为其他用途）"),
            Column("least", "最低单价", ValueKind.figure),
            Column("most", "最高单价", ValueKind.figure),
        ),
        [],
        PRICE,
        "",
    ),
    ratio("price_cap_ratio", "成交总价不高于备案总价的比例", "1", PRICE),
    ratio("price_floor_ratio", "成交总价不低于备案总价的比例", "0.85", PRICE),
    figure("price_lock_months", "备案价格锁定期", 6, "月", PRICE),
    figure("stage_total_limit", "承诺时限合计上限", 20, "工作日", DESK, "行政许可法第四十二条"),
    ratio("pm_ratio", "物管用房比例", "0.003", PROPERTY, "物业管理条例"),
    figure("pm_min_area", "物管用房最小面积", 50, "m²", PROPERTY, "物业管理条例"),
    choice(
        "pm_base_rule",
        "物管用房计算基数",
        {"above_ground": "地上面积", "above_and_half_garage": "地上面积加地下车库的一半", "total": "总建筑面积"},
        "above_and_half_garage",
        PROPERTY,
    ),
    choice("pm_ratio_enforce", "物管用房比例校验", CHECKING, "error", PROPERTY),
    switch("agreement_required_before_permit", "预售许可前须签监管协议", ESCROW, default=True),
    choice("agreement_parties", "监管协议签订方", {"2": "两方", "3": "三方"}, "3", ESCROW),
    choice(
        "key_method",
        "重点监管金额算法",
        {
            "cost_area": "单方造价×面积×系数",
            "cost_list": "工程造价清单×系数",
            "proceeds": "预售总额×比例",
            "per_unit": "逐户单方造价×面积",
        },
        "cost_area",
        ESCROW,
        "建房〔2022〕16号",
    ),
    table(
        "key_unit_cost",
        "单方造价",
        (
            Column("structure", "结构"),
            Column("height", "高度类别"),
            Column("cost", "造价（元/m²）", ValueKind.figure),
        ),
        [],
        ESCROW,
        "建房〔2022〕16号",
    ),
    figure("key_factor", "重点监管系数", "1.1", "倍", ESCROW, "建房〔2022〕16号"),
    ratio("key_min_ratio", "重点监管金额最低比例", "0.35", ESCROW),
    choice("release_form", "支取方式", {"retained": "按留存比例", "ceiling": "按支取上限"}, "retained", ESCROW),
    table(
        "release_nodes",
        "支取节点",
        (Column("node", "形象进度"), Column("keep", "留存比例", ValueKind.ratio)),
        [
            {"node": "取得预售许可", "keep": "1"},
            {"node": "正负零", "keep": "0.8"},
            {"node": "主体1/2", "keep": "0.6"},
            {"node": "主体封顶", "keep": "0.4"},
            {"node": "外墙及安装完成", "keep": "0.25"},
            {"node": "竣工验收备案", "keep": "0.1"},
            {"node": "首次登记", "keep": "0.05"},
        ],
        ESCROW,
        "建房〔2022〕16号",
    ),
    RegionRuleKey("permit_no_template", "许可证号格式", "", ValueKind.text, PERMIT),
    figure("permit_valid_months", "预售许可有效期", 24, "月", PERMIT),
    ratio("presale_progress_min", "预售形象进度下限", "0", PERMIT, "城市商品房预售管理办法"),
    ratio("invest_min_ratio", "投入开发资金比例下限", "0.25", PERMIT, "城市房地产管理法第四十五条"),
    table(
        "down_payment",
        "最低首付比例",
        (
            Column("loan", "贷款类型"),
            Column("use", "房屋用途"),
            Column("house", "套数"),
            Column("ratio", "最低首付", ValueKind.ratio),
        ),
        [],
        SIGNING,
        LENDING_BASIS,
    ),
    ratio("instalment_first_min", "分期首付下限", "0.30", SIGNING),
    figure("loan_unit", "贷款金额取整单位", 10000, "元", SIGNING),
    figure("fund_loan_cap", "公积金贷款上限", 700000, "元", SIGNING, LENDING_BASIS),
    ratio("deposit_max_ratio", "定金上限", "0.20", SIGNING, "民法典第五百八十六条"),
    figure("sign_hold_hours", "签约占用时长", 72, "小时", SIGNING),
    switch("paper_flow_allowed", "可办纸质签约", SIGNING, default=True),
    switch("face_required", "签约须人脸核验", SIGNING, default=False),
    switch("purchase_limit_check", "核查购房资格", SIGNING, default=False),
    figure("resale_after_cancel_days", "退房后再售间隔", 0, "日", SIGNING),
    choice(
        "pledge_sale_policy",
        "抵押户室销售",
        {"block": "不得销售", "authorised": "抵押权人同意后可售", "allow": "可售"},
        "authorised",
        SIGNING,
    ),
    # named: only whom a case is sent to and who holds it; pool: also everybody it waits for
    choice(
        "sms_notices",
        "短信提醒范围",
        {"named": "指定人与办理人", "pool": "含待接件人员", "off": "不发短信"},
        "named",
        DESK,
    ),
)

REGION_RULES = {rule.key: rule for rule in _KEYS}
