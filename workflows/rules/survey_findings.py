"""Collects what is wrong in a survey workbook, all of it, up to a number that a person could still work through."""

from workflows.messages import Reason
from workflows.rules import survey_words as words
from workflows.rules.areas import AreaCheck
from workflows.rules.survey_cells import Cell, as_told, is_blank
from workflows.rules.survey_columns import SHEETS
from workflows.rules.survey_result import Found, SurveyFault

MOST_FAULTS = 10_000

TITLES = {
    "sheet_missing": "缺少工作表",
    "too_many_rows": "工作表过大",
    "column_missing": "缺少列",
    "column_repeated": "同名的列不止一列",
    "formula_cell": "单元格是公式",
    "missing_value": "未填写",
    "not_a_number": "不是数字",
    "not_an_integer": "不是整数",
    "negative_number": "数字为负",
    "number_too_large": "数字过大",
    "negative_area": "面积为负",
    "not_a_date": "不是日期",
    "date_in_future": "日期晚于今天",
    "date_order": "起止日期颠倒",
    "unknown_code": "不在代码表中",
    "unknown_layout": "户型不能识别",
    "text_too_long": "文字过长",
    "parcel_code": "宗地代码有误",
    "building_count": "自然幢不是一行",
    "building_mismatch": "自然幢号不是本幢",
    "duplicate_floor": "同一层重复",
    "duplicate_room": "同一单元内室号重复",
    "duplicate_cadastral_unit": "不动产单元号重复",
    "cadastral_unit_form": "不动产单元号格式可疑",
    "floor_out_of_range": "实际层超出本幢层数",
    "floors_total": "总层数与地上、地下层数不符",
    "storey_height": "层高超出 2.20 至 10 米",
    "count_mismatch": "总套数与户室行数不符",
    "area_not_positive": "面积应大于 0",
    "area_sum": "建筑面积不等于套内与分摊之和",
    "area_total": "幢面积不等于各户之和",
    "usable_ratio": "得房率可疑",
    "share_coefficient": "分摊面积与分摊系数不符",
    "too_many_faults": "问题过多",
}
AREA_CODES = frozenset({"area_sum", "area_total", "area_not_positive"})


class Findings:
    """Faults refuse the workbook, warnings go with it; the region's area check decides where areas belong."""

    def __init__(self, area_check: AreaCheck) -> None:
        self._area_check = area_check
        self._faults: list[SurveyFault] = []
        self._warnings: list[SurveyFault] = []
        self._places: set[tuple[str, int | None, str | None]] = set()
        self._untold = 0

    def fault(
        self, code: str, sheet: str, row: int | None, column: str | None, cell: Cell | None, expected: Reason
    ) -> None:
        """The first fault of a place; area faults become warnings, or nothing, where the region says so."""
        if code in AREA_CODES and self._area_check is not AreaCheck.error:
            if self._area_check is AreaCheck.warn:
                self.warning(code, sheet, row, column, cell, expected)
        elif (sheet, row, column) not in self._places:
            self._tell(code, sheet, row, column, cell, expected)

    def _tell(
        self, code: str, sheet: str, row: int | None, column: str | None, cell: Cell | None, expected: Reason
    ) -> None:
        if len(self._faults) >= MOST_FAULTS:
            self._untold += 1
            return
        self._places.add((sheet, row, column))
        self._faults.append(_found(code, sheet, row, column, cell, expected))

    def warning(
        self, code: str, sheet: str, row: int | None, column: str | None, cell: Cell | None, expected: Reason
    ) -> None:
        if len(self._warnings) < MOST_FAULTS:
            self._warnings.append(_found(code, sheet, row, column, cell, expected))

    @property
    def faults(self) -> tuple[SurveyFault, ...]:
        """Every fault in the order of sheets and rows, and how many more there are beyond what is told."""
        rest = (
            (_found("too_many_faults", "", None, None, None, words.UNTOLD(count=self._untold)),) if self._untold else ()
        )
        return (*sorted(self._faults, key=_place), *rest)

    @property
    def warnings(self) -> tuple[SurveyFault, ...]:
        return tuple(sorted(self._warnings, key=_place))


def _place(fault: SurveyFault) -> tuple[int, int]:
    return (SHEETS.index(fault.sheet) if fault.sheet in SHEETS else len(SHEETS), fault.row or 0)


def _found(
    code: str, sheet: str, row: int | None, column: str | None, cell: Cell | None, expected: Reason
) -> SurveyFault:
    found: Found = None if cell is None or is_blank(cell) else as_told(cell)
    return SurveyFault(sheet, row, column, found, expected, code, TITLES[code])
