"""How findings write their figures, and the sources that many of them name."""

import datetime as dt
from decimal import Decimal

from models.enums import Sign
from workflows.findings import Finding
from workflows.messages import Message, Reason
from workflows.rules.checks.evidence import CertificateFacts

CERTIFICATE = Message("certificate", "{kind} {number}")
SURVEY = Message("survey", "测绘成果 {survey_no}")
UNIT_TABLE = Message("unit_table", "户室表")
CARD = Message("card", "栋信息")
CALENDAR = Message("today", "核验日期 {day}")
PLAIN = Message("plain", "{words}")
# Words that stand where figures stand, and the measures behind them.
WORDS = ("相符", "不符", "没有文件", "已更新", "最新", "无效")
MEASURES = ("套", "栋", "部", "层", "项", "份", "人", "元", "元/m²", "元/套", "m/层")


def area(amount: Decimal) -> str:
    """Square metres with two decimals, as they are printed."""
    return f"{amount:,.2f}"


def money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def count(number: int) -> str:
    return f"{number:,}"


def certificate_source(certificate: CertificateFacts) -> Reason:
    return CERTIFICATE(kind=certificate.title, number=certificate.number)


def today_source(today: dt.date) -> Reason:
    return CALENDAR(day=today.isoformat())


def compared(
    rule: Reason,
    left: str,
    right: str,
    sign: Sign,
    holding: str,
    failing: str,
    *,
    measure: str = "",
    sources: tuple[Reason, ...] = (),
    place: str = "",
    proof: str = "",
) -> Finding:
    """Two figures with the relation that holds, or the one that shows why it does not."""
    relation = holding if sign is Sign.holds else failing
    return Finding(sign, rule, left, relation, right, measure, sources, place, proof)


def held(condition: bool, otherwise: Sign = Sign.fails) -> Sign:
    return Sign.holds if condition else otherwise
