"""Survey workbooks made up for a test: good by default, each of them changed where the test wants it."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from app.integrations.survey_file import read_survey
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.survey_result import SurveyFault, SurveyRefused, SurveyResult

DATA = Path(__file__).parent.parent / "data" / "survey"
TODAY = dt.date(2026, 11, 23)
COEFFICIENT = Decimal("0.25")

Rows = list[list[object]]


def check(data: bytes, area_check: str = "error", today: dt.date = TODAY) -> SurveyResult:
    return read_survey(data, code_lists=CODE_LISTS, area_check=area_check, today=today)


def faults(data: bytes, area_check: str = "error", today: dt.date = TODAY) -> tuple[SurveyFault, ...]:
    """The faults that the workbook is refused with; none when it is taken."""
    try:
        check(data, area_check, today)
    except SurveyRefused as refusal:
        return refusal.faults
    return ()


def places(found: Sequence[SurveyFault]) -> list[tuple[str, str, int | None, str | None]]:
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in found]


def good_sheets(count: int = 8, kind: str = "预测") -> dict[str, Rows]:
    """A building of two entrances with four rooms on each floor of an entrance."""
    units = [_unit(place, kind) for place in range(count)]
    header = list(units[0])
    floors = max(unit["实际层"] for unit in units)
    total = sum(Decimal(str(unit[f"{kind}建筑面积(m²)"])) for unit in units)
    building = {
        "自然幢号": "0077", "逻辑幢号": "0077-1", "坐落": "测试路1号", "宗地代码": "430802001006GB00031",
        f"{kind}建筑面积(m²)": float(total), "房屋结构": "3", "房屋用途": "住宅", "总层数": floors, "地上层数": floors,
        "地下层数": 0, "总套数": count, "测绘宗号": "CL20260101001", "测绘类型": kind, "测绘机构": "测绘院(测试)",
        "测量日期": dt.date(2026, 1, 2), "栋号": "T1", "建筑高度(m)": 20.5,
    }  # fmt: skip
    floor_rows = [["0077", "0077-1", floor, str(floor), 2.9] for floor in range(1, floors + 1)]
    return {
        "自然幢": [list(building), list(building.values())],
        "层": [["自然幢号", "逻辑幢号", "实际层", "名义层", "层高(m)"], *floor_rows],
        "户": [header, *[list(unit.values()) for unit in units]],
        "共有部位": [["名称", "位置", "面积(m²)", "分摊范围", "是否分摊"], ["门厅", "一层", 12.5, "本幢", "是"]],
    }


def _unit(place: int, kind: str) -> dict[str, object]:
    inner = Decimal(8000 + place % 50) / 100
    shared = (inner * COEFFICIENT).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    floor, entrance = place // 8 % 90 + 1, f"A{place // 4 % 2 + 1:02d}"
    return {
        "不动产单元号": f"430802001006GB00031F{place:08d}", "自然幢号": "0077", "逻辑幢号": "0077-1", "实际层": floor,
        "名义层": str(floor), "户号": place + 1, "户型": "三室两厅一卫", "室号部位": f"{place // 8 + 1}-{place % 4 + 1:02d}",
        "房屋用途": "住宅", f"{kind}建筑面积(m²)": float(inner + shared), f"{kind}套内建筑面积(m²)": float(inner),
        f"{kind}分摊建筑面积(m²)": float(shared), f"{kind}分摊系数": float(COEFFICIENT), "房屋类型": "住宅",
        "房屋性质": "市场化商品房", "房屋结构": "钢筋混凝土结构", "单元号": entrance, "土地起始时间": "2021-07-01",
        "土地终止时间": "2091-06-30",
    }  # fmt: skip


def large_sheets(entrances: int, floors: int, rooms: int) -> dict[str, Rows]:
    """A building of so many entrances, each with so many floors of so many rooms."""
    sheets = good_sheets(count := entrances * floors * rooms)
    rows = sheets["户"]
    place = {title: column for column, title in enumerate(rows[0])}
    for number, row in enumerate(rows[1:]):
        entrance, rest = divmod(number, floors * rooms)
        floor, room = divmod(rest, rooms)
        row[place["单元号"]] = f"A{entrance + 1:02d}"
        row[place["实际层"]], row[place["名义层"]] = floor + 1, str(floor + 1)
        row[place["室号部位"]] = f"{floor + 1}{room + 1:02d}"
    for title, value in (("总层数", floors), ("地上层数", floors), ("总套数", count)):
        put(sheets, "自然幢", 2, title, value)
    put(sheets, "自然幢", 2, "栋号", "T5000")
    put(sheets, "自然幢", 2, "自然幢号", "0078")
    sheets["层"] = [sheets["层"][0], *[["0078", "0078-1", floor, str(floor), 2.9] for floor in range(1, floors + 1)]]
    for row in rows[1:]:
        row[place["自然幢号"]], row[place["逻辑幢号"]] = "0078", "0078-1"
    return sheets


def put(sheets: dict[str, Rows], sheet: str, row: int, column: str, value: object) -> dict[str, Rows]:
    """Writes one cell; the row as a spreadsheet counts it, the column by its header."""
    rows = sheets[sheet]
    rows[row - 1][rows[0].index(column)] = value
    return sheets


def as_xlsx(sheets: dict[str, Rows]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(at, place, dt.datetime.combine(value, dt.time()), day)
                    elif value not in (None, ""):
                        sheet.write(at, place, value)
    return packed.getvalue()


def repacked(data: bytes, changed: dict[str, bytes] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same archive with parts replaced or added."""
    packed, changed = io.BytesIO(), dict(changed or {})
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, changed.pop(name, None) or source.read(name))
        for name, content in changed.items():
            target.writestr(name, content)
    return packed.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
