"""Survey workbooks of any size, in the form that agencies send: four sheets, 39 columns in the sheet of units."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import xlsxwriter

TODAY = dt.date(2026, 11, 23)
PARCEL = "430802001006GB00031"  # of the demo town's first project
COEFFICIENT = Decimal("0.185616")
ROOMS_A_FLOOR, FLOORS = 8, 90
BLANK = (
    *("地下部分建筑面积(m²)", "其它建筑面积(m²)"),
    *("共有土地面积(m²)", "分摊土地面积(m²)", "独用土地面积(m²)", "户型结构", "权利性质", "土地用途"),
    *("实测建筑面积(m²)", "实测套内建筑面积(m²)", "实测分摊建筑面积(m²)", "实测地下部分建筑面积(m²)"),
    *("实测其它建筑面积(m²)", "实测分摊系数", "附加说明", "登簿人", "登簿时间"),
)

Cells = Sequence[object]


def unit(place: int) -> dict[str, object]:
    """One flat; areas add up, room numbers do not repeat."""
    inner = Decimal(8000 + place % 500) / 100
    shared = (inner * COEFFICIENT).quantize(Decimal("0.01"), ROUND_HALF_UP)
    floor = place // ROOMS_A_FLOOR % FLOORS + 1
    return {
        "不动产单元号": f"{PARCEL}F{place:08d}",
        "坐落": "澧水北岸03地块",
        "自然幢号": "0077",
        "逻辑幢号": "0077-1",
        "实际层": floor,
        "名义层": str(floor),
        "户号": str(place + 1),
        "户型": ("三室两厅两卫", "三室两厅一卫", "两室两厅一卫")[place % 3],
        "室号部位": f"{place // ROOMS_A_FLOOR + 1}-{place % 4 + 1:02d}",
        "房屋用途": "住宅",
        "预测建筑面积(m²)": float(inner + shared),
        "预测套内建筑面积(m²)": float(inner),
        "预测分摊建筑面积(m²)": float(shared),
        "预测分摊系数": float(COEFFICIENT),
        "房屋类型": "住宅",
        "房屋性质": "市场化商品房",
        "房屋结构": "钢筋混凝土结构",
        "单元号": f"A{place // 4 % 2 + 1:02d}",
        "土地起始时间": "2021-07-01",
        "土地终止时间": "2091-06-30",
        "备注": "",
        "面积单位": "1",
    } | dict.fromkeys(BLANK, "")


def sheets(survey_no: str, count: int) -> Iterator[tuple[str, Iterator[Cells]]]:
    units = (unit(place) for place in range(count))
    yield "自然幢", iter(building(survey_no, count))
    head = ["自然幢号", "逻辑幢号", "实际层", "名义层", "层高(m)"]
    yield "层", iter([head, *(["0077", "0077-1", floor, str(floor), 2.9] for floor in range(1, FLOORS + 1))])
    yield "户", iter_rows(list(unit(0)), units)
    yield "共有部位", iter([["名称", "位置", "面积(m²)", "分摊范围", "是否分摊"], ["门厅", "一层", 12.5, "本幢", "是"]])


def iter_rows(head: list[str], units: Iterator[dict[str, object]]) -> Iterator[Cells]:
    yield head
    for each in units:
        yield list(each.values())


def building(survey_no: str, count: int) -> list[Cells]:
    values: dict[str, object] = {
        "自然幢号": "0077",
        "逻辑幢号": "0077-1",
        "坐落": "澧水北岸03地块",
        "宗地代码": PARCEL,
        "预测建筑面积(m²)": 0,
        "房屋结构": "3",
        "房屋用途": "住宅",
        "总层数": FLOORS,
        "地上层数": FLOORS,
        "地下层数": 0,
        "总套数": count,
        "测绘宗号": survey_no,
        "测绘类型": "预测",
        "测绘机构": "澧州测绘院(测试)",
        "测量日期": "2026-01-02",
        "栋号": "D077",
        "建筑高度(m)": 262.5,
    }
    return [list(values), list(values.values())]


def workbook(count: int, survey_no: str = "CL20260101077") -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True}) as book:
        for name, rows in sheets(survey_no, count):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [None if cell == "" else cell for cell in row])
    return packed.getvalue()
