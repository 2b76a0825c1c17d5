"""Contents of every document for a fictional estate, small and as large as the desk meets them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from app.documents.contents import (
    AcceptanceReceipt,
    BuildingTableSheet,
    MappingChange,
    ReceivedMaterial,
    ReturnNotice,
    ReturnNoticeLine,
    ReviewForm,
    ReviewOpinion,
    SurveyFilingForm,
    TableFloor,
    TableUnit,
    UnitMappingSummary,
    UnitSchedule,
    UnitScheduleLine,
    UseTotal,
)

AUTHORITY = "张家界市永定区住房和城乡建设局（测试）"
DEVELOPER = "张家界澧岸置业有限公司（测试）"
PROJECT = "澧岸云庭"
LOCATION = "湖南省张家界市永定区澧水北岸03地块澧岸云庭D005栋"
NUMBER = "C202203290000011"
VERIFY_URL = "https://desk.example.cn/verify/C202203290000011"
PRODUCED_AT = datetime(2024, 5, 1, 2, 30, 5, tzinfo=UTC)
STATES = ("可售", "可售", "签约中", "已签约", "已备案", "不可售", "已办证", "未取得许可")

FLATS = (
    ("129.13", "101.36", "27.77"),
    ("99.91", "78.42", "21.49"),
    ("99.91", "78.42", "21.49"),
    ("144.70", "113.58", "31.12"),
)


def opinions() -> tuple[ReviewOpinion, ...]:
    return (
        ReviewOpinion(
            stage="测绘科审核",
            organization="测绘科",
            person="向㳇",
            result="不同意",
            text="3-02 的户型与分层分户图不一致，测绘成果报告第 12 页未加盖测绘机构公章，请核对后重新提交。",
            outcome="退件至预测成果导入",
            signed_at=datetime(2022, 3, 30, 1, 5, tzinfo=UTC),
            returned=True,
        ),
        ReviewOpinion(
            stage="测绘科审核",
            organization="测绘科",
            person="向㳇",
            result="同意",
            text="经审核，材料齐全，符合规定，同意。",
            outcome="归档",
            signed_at=datetime(2022, 4, 1, 8, 20, tzinfo=UTC),
        ),
    )


def acceptance_receipt(**changes: object) -> AcceptanceReceipt:
    values: dict[str, object] = {
        "authority": AUTHORITY,
        "business_no": NUMBER,
        "business_type": "预测成果备案",
        "project": PROJECT,
        "building": "D005",
        "units": "",
        "location": LOCATION,
        "developer": DEVELOPER,
        "credit_code": "91430899MA4TE5T13Y",
        "handler": "覃𬱖",
        "handler_phone": "13900000001",
        "accepted_at": datetime(2022, 3, 29, 1, 5, tzinfo=UTC),
        "accepted_by": "网签系统（开发企业自助受理）",
        "materials": (
            ReceivedMaterial("测绘成果报告", "电子件", 46),
            ReceivedMaterial("分层分户图", "电子件", 33),
            ReceivedMaterial("规划许可附图", "电子件", None, required=False, received=False, note="选交"),
        ),
        "promised_working_days": 3,
        "promised_on": date(2022, 4, 1),
        "query_address": "https://desk.example.cn/progress/C202203290000011",
        "query_phone": "0744-0000000",
    }
    return AcceptanceReceipt(**(values | changes))  # type: ignore[arg-type]


def survey_filing_form(*, with_mapping: bool = False) -> SurveyFilingForm:
    mapping = UnitMappingSummary(
        1009,
        1008,
        1008,
        (
            MappingChange("删除", "A01 109（28.27 ㎡）", ""),
            MappingChange("合并", "A01 33-01、33-02", "A01 33-01"),
            MappingChange("拆分", "A01 1-04", "A01 1-04、1-05"),
        ),
    )
    return SurveyFilingForm(
        authority=AUTHORITY,
        business_no=NUMBER,
        business_type="预测转实测成果备案" if with_mapping else "预测成果备案",
        developer=DEVELOPER,
        project=PROJECT,
        location=LOCATION,
        parcel_code="430802001006GB00031",
        survey_no="CL20220406002",
        survey_kind="实测" if with_mapping else "预测",
        survey_agency="澧州测绘院（测试）",
        agency_qualification="乙级 43500000",
        surveyed_on=date(2022, 4, 6),
        building_no="D005",
        natural_building_no="0002",
        structure="钢筋混凝土结构",
        use="住宅",
        floors=33,
        floors_above_ground=33,
        floors_below_ground=0,
        entrances=1,
        height=Decimal("98.60"),
        lift=True,
        gross_area=Decimal("15630.4500"),
        underground_area=None,
        uses=(
            UseTotal("成套住宅", 131, Decimal("15530.5400"), Decimal("12190.3200"), Decimal("3340.2200")),
            UseTotal("物管用房", 1, Decimal("99.9100"), Decimal("78.4200"), Decimal("21.4900")),
        ),
        opinions=opinions(),
        mapping=mapping if with_mapping else None,
        planning_certificate="建字第430802202200015号",
        construction_certificate="430802202203150101",
    )


def schedule_line(floor: int, room: int, entrance: str = "A01") -> UnitScheduleLine:
    gross, inner, shared = (Decimal(text) for text in FLATS[(room - 1) % 4])
    price = Decimal(6800 + (floor - 10) * (30 if floor >= 10 else 20))
    return UnitScheduleLine(
        room_no=f"{floor}-{room:02}",
        entrance=entrance,
        actual_floor=floor,
        nominal_floor=str(floor),
        gross_area=gross,
        inner_area=inner,
        shared_area=shared,
        structure="钢筋混凝土结构",
        house_type="住宅",
        use="成套住宅",
        nature="市场化商品房",
        layout="三室两厅两卫",
        decoration="毛坯",
        storey_height=Decimal("2.95"),
        lift=True,
        sale_price=price,
        filed_total=(gross * price).quantize(Decimal("0.01")),
    )


def unit_schedule(count: int, rooms_a_floor: int = 4) -> UnitSchedule:
    lines = (schedule_line(1 + index // rooms_a_floor, 1 + index % rooms_a_floor) for index in range(count))
    return UnitSchedule(AUTHORITY, DEVELOPER, PROJECT, "D005", LOCATION, "CL20220406002", "预测", tuple(lines))


def table_unit(entrance: str, floor: int, room_no: str, index: int) -> TableUnit:
    gross, inner, shared = (Decimal(text) for text in FLATS[index % 4])
    return TableUnit(
        entrance=entrance,
        actual_floor=floor,
        room_no=room_no,
        gross_area=gross,
        inner_area=inner,
        shared_area=shared,
        use="成套住宅" if floor > 0 else "车位",
        state=STATES[(floor * 7 + index) % len(STATES)],
        sale_price=Decimal(6800 + floor * 30),
        marks=("查",) if (floor + index) % 29 == 0 else (),
    )


def building(building_no: str, floors: tuple[TableFloor, ...], units: Iterator[TableUnit]) -> BuildingTableSheet:
    return BuildingTableSheet(
        authority=AUTHORITY,
        developer=DEVELOPER,
        project=PROJECT,
        location=LOCATION.replace("D005", building_no),
        building_no=building_no,
        phase="期房",
        survey_no="CL20220406002",
        drawn_at=PRODUCED_AT,
        floors=floors,
        units=tuple(units),
    )


def plain_floors(*numbers: int) -> tuple[TableFloor, ...]:
    return tuple(TableFloor(number, str(number)) for number in numbers)


def small_building() -> BuildingTableSheet:
    """Five floors of four and a sixth of two."""
    units = (
        table_unit("A01", floor, f"{floor}-{room:02}", room)
        for floor in range(1, 7)
        for room in range(1, 3 if floor == 6 else 5)
    )
    return building("D004", plain_floors(*range(1, 7)), units)


def tower() -> BuildingTableSheet:
    """33 floors of four."""
    units = (table_unit("A01", floor, f"{floor}-{room:02}", room) for floor in range(1, 34) for room in range(1, 5))
    return building("D005", plain_floors(*range(1, 34)), units)


def slab() -> BuildingTableSheet:
    """Ten shops, two floors of plant, 27 floors of 37 flats: 1,009 units."""

    def units() -> Iterator[TableUnit]:
        for shop in range(1, 11):
            yield table_unit("A01", 1, f"1{shop:02}", shop)
        for floor in range(4, 31):
            for room in range(1, 38):
                yield table_unit("A01", floor, f"{floor}{room:02}", room)

    return building("D006", plain_floors(*range(1, 31)), units())


def estate() -> BuildingTableSheet:
    """Three entrances that repeat their room numbers, named floors, 216 parking places on two floors below ground."""
    names = {4: "3A", 13: "12A", 14: "12B"}
    floors = tuple(TableFloor(number, names.get(number, str(number))) for number in (*range(-2, 0), *range(1, 19)))

    def units() -> Iterator[TableUnit]:
        for entrance in ("A01", "A02", "A03"):
            for floor in range(1, 19):
                for room in range(1, 5):
                    yield table_unit(entrance, floor, f"{names.get(floor, floor)}{room:02}", room)
        for floor, places in ((-1, 120), (-2, 96)):
            for place in range(1, places + 1):
                yield table_unit("地库", floor, f"{-floor}-{place:03}", place)

    return building("D007", floors, units())


def review_form() -> ReviewForm:
    return ReviewForm(
        authority=AUTHORITY,
        business_no=NUMBER,
        business_type="预测成果备案",
        project=PROJECT,
        building="D005",
        units="",
        location=LOCATION,
        developer=DEVELOPER,
        handler="覃𬱖",
        handler_phone="13900000001",
        accepted_at=datetime(2022, 3, 29, 1, 5, tzinfo=UTC),
        subject="申请对 D005 栋预测绘成果（测绘宗号 CL20220406002，共 132 套）进行备案。",
        opinions=opinions(),
        status="已办结",
        finished_at=datetime(2022, 4, 1, 8, 20, tzinfo=UTC),
    )


def return_notice() -> ReturnNotice:
    return ReturnNotice(
        authority=AUTHORITY,
        business_no=NUMBER,
        business_type="预测成果备案",
        project=PROJECT,
        building="D005",
        units="",
        developer=DEVELOPER,
        recipient="覃𬱖",
        from_stage="测绘科审核",
        to_stage="预测成果导入",
        returned_by="向㳇",
        department="测绘科",
        contact_phone="0744-0000000",
        returned_at=datetime(2022, 3, 30, 1, 5, tzinfo=UTC),
        opinion="3-02 的户型与分层分户图不一致，测绘成果报告缺章，请补正。",
        lines=(
            ReturnNoticeLine(
                "户室 3-02：户型", "填报为“三室两厅两卫”，分层分户图为两室两厅一卫。", "按分层分户图更正户型。"
            ),
            ReturnNoticeLine(
                "资料：测绘成果报告", "第 12 页未加盖测绘机构公章。", "加盖公章后的测绘成果报告第 12 页扫描件。"
            ),
        ),
        answer_by=date(2022, 4, 6),
    )
