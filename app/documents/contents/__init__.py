"""What each document prints: plain frozen values, gathered by the caller."""

from app.documents.contents.acceptance_receipt import AcceptanceReceipt, ReceivedMaterial
from app.documents.contents.building_table import BuildingTableSheet, TableFloor, TableUnit
from app.documents.contents.return_notice import ReturnNotice, ReturnNoticeLine
from app.documents.contents.review_form import ReviewForm, ReviewOpinion
from app.documents.contents.survey_filing_form import MappingChange, SurveyFilingForm, UnitMappingSummary
from app.documents.contents.unit_schedule import UnitSchedule, UnitScheduleLine
from app.documents.contents.use_total import UseTotal

__all__ = [
    "AcceptanceReceipt",
    "BuildingTableSheet",
    "MappingChange",
    "ReceivedMaterial",
    "ReturnNotice",
    "ReturnNoticeLine",
    "ReviewForm",
    "ReviewOpinion",
    "SurveyFilingForm",
    "TableFloor",
    "TableUnit",
    "UnitMappingSummary",
    "UnitSchedule",
    "UnitScheduleLine",
    "UseTotal",
]
