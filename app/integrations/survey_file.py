"""A survey as the agency sends it: a workbook's bytes in, a checked survey out."""

import datetime as dt
from collections.abc import Mapping

from app.integrations.workbook import read_sheets
from workflows.rules.areas import AreaCheck
from workflows.rules.code_list import CodeList
from workflows.rules.survey_columns import SHEETS, header_key
from workflows.rules.survey_result import SurveyResult
from workflows.rules.survey_workbook import check_survey


def read_survey(
    data: bytes, *, code_lists: Mapping[str, CodeList], area_check: AreaCheck | str, today: dt.date
) -> SurveyResult:
    """The survey in a workbook; raises WorkbookRefused when it cannot be opened, SurveyRefused with all its faults."""
    sheets = read_sheets(data, lambda name: header_key(name) in SHEETS)
    return check_survey(sheets, code_lists=code_lists, area_check=area_check, today=today)
