"""Checks a survey workbook as a whole: four sheets in, one survey of one building out, or every fault at once.

Sources of the checks: GB/T 17986.1 for areas; the form of the workbook is that of the survey office's archive.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from models.enums import SurveyKind
from workflows.rules.areas import SHARED_TOLERANCE_PER_UNIT, UNIT_TOLERANCE, AreaCheck
from workflows.rules.code_list import CodeList
from workflows.rules.survey_columns import (
    BUILDINGS,
    COMMON_PARTS,
    FLOORS,
    SHEETS,
    UNITS,
    Column,
    building_columns,
    common_part_columns,
    floor_columns,
    head_columns,
    unit_columns,
)
from workflows.rules.survey_findings import Findings
from workflows.rules.survey_result import (
    CommonPart,
    SurveyedBuilding,
    SurveyedFloor,
    SurveyedUnit,
    SurveyRefused,
    SurveyResult,
)
from workflows.rules.survey_table import SheetRows, SurveyTable
from workflows.rules.survey_units import BuildingFrame, UnitChecks

__all__ = ["check_survey"]

STOREY_HEIGHTS = (Decimal("2.20"), Decimal(10))
LOWEST_FLOOR, HIGHEST_FLOOR = -5, 100
UNIT_FIELDS = len(fields(SurveyedUnit)) - 1
FLOOR_FIELDS = len(fields(SurveyedFloor))
BUILDING_FIELDS = len(fields(SurveyedBuilding))
