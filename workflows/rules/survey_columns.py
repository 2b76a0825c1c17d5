"""The columns of a survey workbook: found by their header, read into which field, needed or not.

A needed column must be there; a required value must be filled. Codes may be left blank in the survey, for the
developer fills what the survey leaves open.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from models.enums import SurveyKind
from workflows.rules import survey_cells as cells
from workflows.rules.code_list import CodeList
from workflows.rules.survey_cells import Read, required

BUILDINGS, FLOORS, UNITS, COMMON_PARTS = SHEETS = ("自然幢", "层", "户", "共有部位")

UNIT_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]$")
BARE_UNIT = re.compile(r"(?<=[\u4e00-\u9fff])(?:m2|m|平方米)$")


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is empty where the value is only checked; `repeats` says that its values recur and may be remembered."""

    header: str
    field: str
    read: Read
    needed: bool = False
    repeats: bool = True


def header_key(header: str) -> str:
    """What a header says without blanks and without its unit in brackets of any width: 层高（m） is 层高."""
    plain = "".join(unicodedata.normalize("NFKC", header).split()).replace("其他", "其它")
    return BARE_UNIT.sub("", UNIT_IN_BRACKETS.sub("", plain))


def head_columns(today: dt.date) -> tuple[Column, ...]:
    """Of sheet 自然幢, what belongs to the survey and not to the building."""
    return (
        Column("测绘宗号", "survey_no", required(cells.text(32)), needed=True),
        Column("测绘类型", "kind", required(cells.kind), needed=True),
        Column("测绘机构", "agency", required(cells.text(100)), needed=True),
        Column("测量日期", "measured_on", cells.past_day(today), needed=True),
    )


def building_columns(kind: SurveyKind, code_lists: Mapping[str, CodeList], today: dt.date) -> tuple[Column, ...]:
    """Of sheet 自然幢, in the order of SurveyedBuilding, then what is only checked."""
    own, other = _prefixes(kind)
    return (
        Column("自然幢号", "natural_building_no", required(cells.text(20)), needed=True),
        Column("逻辑幢号", "logical_building_no", cells.text(20)),
        Column("坐落", "location", cells.text(200), needed=True),
        Column("门牌号", "doorplate", cells.text(100)),
        Column("宗地代码", "parcel_code", required(cells.parcel), needed=True),
        Column("小区名称", "community", cells.text(100)),
        Column(f"{own}建筑面积(m²)", "gross_area", cells.total, needed=True),
        Column(f"{own}地下面积(m²)", "basement_area", cells.total),
        Column(f"{own}其它面积(m²)", "other_area", cells.total),
        Column("竣工日期", "completed_on", cells.past_day(today)),
        Column("房屋结构", "structure", cells.code(code_lists["structure"]), needed=True),
        Column("建筑物状态", "status", cells.text(20)),
        Column("房屋用途", "use", cells.code(code_lists["use"]), needed=True),
        Column("总层数", "floors_total", required(cells.count), needed=True),
        Column("地上层数", "floors_above", required(cells.count), needed=True),
        Column("地下层数", "floors_below", required(cells.count), needed=True),
        Column("备注", "remark", cells.text(500)),
        Column("总套数", "unit_count", required(cells.count), needed=True),
        Column("栋号", "building_no", required(cells.text(20)), needed=True),
        Column("建筑高度(m)", "height", cells.length),
        Column(f"{other}建筑面积(m²)", "", cells.total),
        Column(f"{other}地下面积(m²)", "", cells.total),
        Column(f"{other}其它面积(m²)", "", cells.total),
    )


def floor_columns() -> tuple[Column, ...]:
    """Of sheet 层, in the order of SurveyedFloor, then the building's number."""
    return (
        Column("层号", "floor_no", cells.text(50)),
        Column("逻辑幢号", "logical_building_no", cells.text(20)),
        Column("实际层", "actual_floor", required(cells.whole), needed=True),
        Column("名义层", "nominal_floor", cells.text(10)),
        Column("层建筑面积(m²)", "gross_area", cells.total),
        Column("层套内面积(m²)", "inner_area", cells.total),
        Column("层共有面积(m²)", "shared_area", cells.total),
        Column("层高(m)", "storey_height", cells.length, needed=True),
        Column("自然幢号", "natural_building_no", cells.text(20)),
    )


def unit_columns(kind: SurveyKind, code_lists: Mapping[str, CodeList], today: dt.date) -> tuple[Column, ...]:
    """Of sheet 户, in the order of SurveyedUnit, then what is only checked."""
    own, other = _prefixes(kind)
    return (
        Column("不动产单元号", "cadastral_unit_no", cells.text(28), repeats=False),
        Column("坐落", "location", cells.text(200), repeats=False),
        Column("实际层", "actual_floor", required(cells.whole), needed=True),
        Column("名义层", "nominal_floor", cells.text(10), needed=True),
        Column("户号", "household_no", cells.text(20), repeats=False),
        Column("户型", "layout", cells.layout, needed=True),
        Column("室号部位", "room_no", required(cells.text(20)), needed=True, repeats=False),
        Column("户型结构", "layout_structure", cells.code(code_lists["layout_structure"])),
        Column("房屋用途", "use", cells.code(code_lists["use"]), needed=True),
        Column(f"{own}建筑面积(m²)", "gross_area", required(cells.area), needed=True),
        Column(f"{own}套内建筑面积(m²)", "inner_area", required(cells.area), needed=True),
        Column(f"{own}分摊建筑面积(m²)", "shared_area", required(cells.area), needed=True),
        Column(f"{own}地下部分建筑面积(m²)", "basement_area", cells.area),
        Column(f"{own}其它建筑面积(m²)", "other_area", cells.area),
        Column(f"{own}分摊系数", "share_coefficient", cells.coefficient),
        Column("共有土地面积(m²)", "common_land_area", cells.area),
        Column("分摊土地面积(m²)", "land_share", cells.area),
        Column("独用土地面积(m²)", "own_land_area", cells.area),
        Column("房屋类型", "house_type", cells.code(code_lists["house_type"]), needed=True),
        Column("房屋性质", "nature", cells.code(code_lists["nature"]), needed=True),
        Column("房屋结构", "structure", cells.code(code_lists["structure"]), needed=True),
        Column("单元号", "entrance", required(cells.text(20)), needed=True),
        Column("权利性质", "rights_nature", cells.text(50)),
        Column("土地用途", "land_use", cells.text(50)),
        Column("土地起始时间", "land_from", cells.past_day(today)),
        Column("土地终止时间", "land_until", cells.day),
        Column("备注", "remark", cells.text(200)),
        Column("自然幢号", "natural_building_no", required(cells.text(20)), needed=True),
        Column("逻辑幢号", "logical_building_no", cells.text(20)),
        Column("面积单位", "", cells.square_metres),
        Column(f"{other}建筑面积(m²)", "", cells.area),
        Column(f"{other}套内建筑面积(m²)", "", cells.area),
        Column(f"{other}分摊建筑面积(m²)", "", cells.area),
        Column(f"{other}地下部分建筑面积(m²)", "", cells.area),
        Column(f"{other}其它建筑面积(m²)", "", cells.area),
        Column(f"{other}分摊系数", "", cells.coefficient),
    )


def common_part_columns() -> tuple[Column, ...]:
    """Of sheet 共有部位, in the order of CommonPart."""
    return (
        Column("名称", "name", required(cells.text(100)), needed=True),
        Column("位置", "position", cells.text(200)),
        Column("面积(m²)", "area", cells.area, needed=True),
        Column("分摊范围", "scope", cells.text(200)),
        Column("是否分摊", "shared_out", cells.answer, needed=True),
    )


def _prefixes(kind: SurveyKind) -> tuple[str, str]:
    return ("实测", "预测") if kind is SurveyKind.actual else ("预测", "实测")
