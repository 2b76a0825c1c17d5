"""Every kind of document the desk prints, by key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.documents.building_grid import paper_for, sheet_values
from app.documents.contents import (
    AcceptanceReceipt,
    BuildingTableSheet,
    ReturnNotice,
    ReviewForm,
    SurveyFilingForm,
    UnitSchedule,
)
from app.documents.paper import A4_LYING, A4_UPRIGHT, Paper


@dataclass(frozen=True)
class DocumentKind:
    """`paper` chooses the sheet from the content; `arranged` adds what depends on both (the sheets of a grid)."""

    key: str
    title: str
    template: str
    content_type: type[Any]
    paper: Callable[[Any], Paper]
    arranged: Callable[[Any, Paper], dict[str, Any]] = lambda _content, _paper: {}
    has_sheets: bool = False


def _upright(_content: object) -> Paper:
    return A4_UPRIGHT


def _lying(_content: object) -> Paper:
    return A4_LYING


KINDS = (
    DocumentKind("acceptance_receipt", "业务受理单", "acceptance_receipt.html", AcceptanceReceipt, _upright),
    DocumentKind("survey_filing_form", "测绘成果备案表", "survey_filing_form.html", SurveyFilingForm, _upright),
    DocumentKind("unit_schedule", "户室明细表", "unit_schedule.html", UnitSchedule, _lying),
    DocumentKind("building_table", "楼盘表", "building_table.html", BuildingTableSheet, paper_for, sheet_values, True),
    DocumentKind("review_form", "审批表", "review_form.html", ReviewForm, _upright),
    DocumentKind("return_notice", "退件通知", "return_notice.html", ReturnNotice, _upright),
)

DOCUMENTS: Mapping[str, DocumentKind] = {kind.key: kind for kind in KINDS}
