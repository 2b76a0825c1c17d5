"""The automatic checks without a database: what holds, what is doubtful, what fails, each with both figures."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from models.enums import Legibility, OrganizationStatus, PricingMode, SaleKind, Sign, SurveyKind
from workflows.definitions.predicted_survey import PREDICTED_SURVEY
from workflows.definitions.user_enrolment import USER_ENROLMENT
from workflows.findings import Finding, against_agreeing, against_agreeing_unopened, all_hold, examine
from workflows.messages import Message
from workflows.rules.checks import areas, building, certificates, company, papers, people, prices, returns
from workflows.rules.checks.evidence import (
    CardFacts,
    CertificateFacts,
    CompanyFacts,
    EnrolmentEvidence,
    PaperFacts,
    PersonFacts,
    ReturnFacts,
    SurveyEvidence,
    SurveyFacts,
    UnitFigures,
)
from workflows.rules.price_doubts import corridor_of
from workflows.rules.rounding import RoundMode

TODAY = dt.date(2026, 11, 23)
PARCEL = "430802001006GB00031"
CORRIDOR = corridor_of([{"use": "10", "least": 6000, "most": 8000}])
COMPANY = CompanyFacts("某公司（测试）", OrganizationStatus.normal, valid=True, qualification_no="001", qualification_until=dt.date(2028, 12, 31))  # fmt: skip


def certificate(kind="construction_planning_permit", **more):
    base = CertificateFacts(
        id=7,
        kind=kind,
        title="建设工程规划许可证",
        number="建字第1号",
        issued_on=dt.date(2022, 1, 1),
        valid_until=None,
        area=Decimal(15700),
        project="澧岸云庭",
        company="某公司（测试）",
        of_project=True,
        of_company=True,
    )
    return replace(base, **more)


def unit(number, floor, place, **more):
    base = UnitFigures(
        id=number,
        entrance="A01",
        room_no=f"{floor}{place:02d}",
        actual_floor=floor,
        use="10",
        gross_area=Decimal("100.00"),
        inner_area=Decimal("80.00"),
        shared_area=Decimal("20.00"),
        surveyed_area=Decimal("100.00"),
        lift=True,
        sale_kind=SaleKind.saleable,
        pricing_mode=PricingMode.gross,
        price_sale=Decimal(7000),
        filed_total=Decimal("700000.00"),
    )
    return replace(base, **more)


def paper(key="survey_report", **more):
    base = PaperFacts(
        key, "测绘成果报告", True, handed_in=True, name="a.pdf", has_file=True, legibility=Legibility.legible
    )
    return replace(base, **more)


def evidence(**more):
    units = tuple(unit(10 * floor + place, floor, place) for floor in range(1, 7) for place in (1, 2))
    card = {"gross_area": Decimal(1200), "height": Decimal(18), "structure": "3", "location": "某路", "lift_count": 1}
    base = SurveyEvidence(
        today=TODAY,
        company=COMPANY,
        papers=(paper(),),
        returned=ReturnFacts(),
        project="澧岸云庭",
        parcel_codes=frozenset({PARCEL}),
        certificates=(certificate(),),
        survey=SurveyFacts(
            "CL1",
            SurveyKind.predicted,
            dt.date(2022, 4, 6),
            PARCEL,
            12,
            Decimal(1200),
            {"gross_area": Decimal(1200), "height": Decimal(18), "structure": "3"},
            area_warned=False,
        ),
        card=CardFacts(card, {name: name for name in card}, 6, 6, 0, 12),
        units=units,
        filed_area=Decimal(0),
        filed_average=None,
        same_number=(),
        same_cadastral=0,
        price_required=True,
        round_mode=RoundMode.cents,
    )
    return replace(base, **more)


def changed(position, **more):
    """The evidence with one unit changed."""
    sound = evidence()
    units = list(sound.units)
    units[position] = replace(units[position], **more)
    return replace(sound, units=tuple(units))


def card(**values):
    sound = evidence()
    return replace(sound, card=replace(sound.card, values={**sound.card.values, **values}))


def survey(**more):
    sound = evidence()
    return replace(sound, survey=replace(sound.survey, **more))


def built(completed_on):
    """Measured as built, with this day of completion on the card."""
    sound = card(completed_on=completed_on)
    return replace(sound, survey=replace(sound.survey, kind=SurveyKind.actual))


def signs(check, given):
    return {finding.key: finding.sign for finding in check(given)}


def test_a_sound_case_holds_throughout():
    findings = examine(PREDICTED_SURVEY.checks, evidence())
    assert len(findings) >= 18
    assert all_hold(findings)
    assert [finding.key for finding in findings if not finding.figures] == []


@pytest.mark.parametrize(
    ("found", "opened", "unopened"),
    [
        ([], [], ["not_every_check"]),
        ([Sign.holds], [], []),
        ([Sign.holds, Sign.doubtful], [], ["not_every_check"]),
        ([Sign.fails, Sign.doubtful, Sign.fails], ["check_failed"] * 2, ["check_failed"] * 2),
    ],
)
def test_a_doubt_is_for_who_has_opened_the_case(found, opened, unopened):
    findings = [Finding(sign, Message("some_check", "某项核验")()) for sign in found]
    assert [reason.code for reason in against_agreeing(findings)] == opened
    assert [reason.code for reason in against_agreeing_unopened(findings)] == unopened


@pytest.mark.parametrize(
    ("check", "given", "key", "sign"),
    [
        (areas.area_within_permit, survey(gross_area=Decimal("15700.01")), "area_within_permit", Sign.fails),
        (areas.area_within_permit, survey(gross_area=Decimal(15700)), "area_within_permit", Sign.holds),
        (areas.area_within_permit, evidence(certificates=(certificate(area=None),)), "permit_area_missing", Sign.doubtful),
        (areas.area_within_permit, evidence(filed_area=Decimal(14501)), "project_within_permit", Sign.doubtful),
        (areas.area_within_permit, evidence(filed_area=Decimal(14500)), "project_within_permit", Sign.holds),
        (areas.units_within_building, card(gross_area=Decimal("1199.80")), "units_within_building", Sign.fails),
        (areas.units_within_building, card(gross_area=Decimal("1199.88")), "units_within_building", Sign.holds),
        (areas.unit_areas_add_up, changed(0, shared_area=Decimal("20.02")), "unit_area_adds_up", Sign.fails),
        (areas.units_as_surveyed, changed(0, surveyed_area=Decimal("99.99")), "unit_as_surveyed", Sign.fails),
        (areas.units_as_surveyed, changed(0, surveyed_area=None), "unit_as_surveyed", Sign.fails),
        (building.unit_count, survey(unit_count=13), "unit_count", Sign.fails),
        (building.floors, changed(0, actual_floor=7), "units_on_floors", Sign.fails),
        (building.floors, changed(0, actual_floor=-1), "units_on_floors", Sign.fails),
        (building.card_as_surveyed, card(structure="1"), "card_field_as_surveyed", Sign.fails),
        (building.card_as_surveyed, survey(card={"structure": None, "height": Decimal(0)}), "card_as_surveyed", Sign.holds),
        (building.card_agrees_with_itself, card(lift_count=0), "lift_agrees", Sign.doubtful),
        (building.card_agrees_with_itself, card(height=Decimal(200)), "height_plausible", Sign.doubtful),
        (building.completion, card(completed_on=TODAY), "not_completed", Sign.doubtful),
        (building.completion, built(TODAY), "completed_by_now", Sign.holds),
        (building.completion, built(TODAY + dt.timedelta(days=1)), "completed_by_now", Sign.fails),
        (building.parcel, survey(parcel_code="430802009009GB00009"), "parcel_of_project", Sign.fails),
        (building.duplicates, evidence(same_number=("自然幢号 1",)), "building_number_once", Sign.fails),
        (building.duplicates, evidence(same_cadastral=2), "cadastral_once", Sign.doubtful),
        (building.measured_when, survey(measured_on=dt.date(2021, 12, 31)), "measured_after_permit", Sign.doubtful),
        (building.measured_when, survey(measured_on=TODAY + dt.timedelta(days=1)), "measured_by_now", Sign.fails),
        (certificates.planning_permit_there, evidence(certificates=()), "planning_permit_there", Sign.fails),
        (prices.all_priced, changed(0, price_sale=None, filed_total=None), "unit_priced", Sign.fails),
        (prices.all_priced, changed(0, price_sale=None, sale_kind=SaleKind.public), "all_priced", Sign.holds),
        (prices.totals_add_up, changed(0, filed_total=Decimal("700000.01")), "unit_total_adds_up", Sign.fails),
        (prices.average_like_project, evidence(filed_average=Decimal(5000)), "average_price", Sign.doubtful),
        (prices.average_like_project, evidence(filed_average=Decimal(6500)), "average_price", Sign.holds),
        (prices.prices_within_corridor, evidence(price_corridor=CORRIDOR), "prices_within_corridor", Sign.holds),
        (prices.prices_within_corridor, replace(changed(4, price_sale=Decimal(8001)), price_corridor=CORRIDOR), "price_within_corridor", Sign.doubtful),
        (prices.prices_within_corridor, replace(changed(4, price_sale=Decimal(5999)), price_corridor=CORRIDOR), "prices_within_corridor", Sign.doubtful),
        (prices.prices_like_neighbours, changed(4, price_sale=Decimal(70000)), "price_like_neighbours", Sign.doubtful),
        (prices.prices_like_neighbours, changed(4, price_sale=Decimal(9500)), "price_like_neighbours", Sign.doubtful),
        (prices.prices_like_neighbours, changed(4, price_sale=Decimal(7300)), "prices_like_neighbours", Sign.holds),
        (papers.papers_complete, evidence(papers=(paper(handed_in=False),)), "paper_missing", Sign.fails),
        (papers.papers_complete, evidence(papers=(paper(), paper(key="x", required=False, handed_in=False))), "papers_complete", Sign.holds),
        (papers.papers_readable, evidence(papers=(paper(legibility=Legibility.unreadable),)), "paper_readable", Sign.fails),
        (papers.papers_readable, evidence(papers=(paper(legibility=Legibility.blank),)), "paper_readable", Sign.doubtful),
        (papers.papers_readable, evidence(papers=(paper(legibility=None),)), "papers_readable", Sign.holds),
        (papers.papers_readable, evidence(papers=(paper(has_file=False),)), "paper_readable", Sign.doubtful),
        (papers.papers_newest, evidence(papers=(paper(certificate=certificate(), renewed=True),)), "paper_newest", Sign.doubtful),
        (returns.return_lines_mended, evidence(returned=ReturnFacts(2, ("栋信息·电梯部数",))), "return_lines_mended", Sign.doubtful),
        (returns.return_lines_mended, evidence(returned=ReturnFacts(2)), "return_lines_mended", Sign.holds),
        (company.company_standing, evidence(company=replace(COMPANY, status=OrganizationStatus.suspended)), "company_standing", Sign.fails),
        (company.company_standing, evidence(company=replace(COMPANY, valid=False)), "company_standing", Sign.fails),
        (company.qualification_in_force, evidence(company=replace(COMPANY, qualification_until=TODAY - dt.timedelta(days=1))), "qualification_in_force", Sign.fails),
        (company.qualification_in_force, evidence(company=replace(COMPANY, qualification_until=TODAY)), "qualification_in_force", Sign.doubtful),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_begins(check, given, key, sign):
    assert signs(check, given)[key] is sign


@pytest.mark.parametrize(
    ("days", "sign"), [(-1, Sign.fails), (0, Sign.doubtful), (30, Sign.doubtful), (31, Sign.holds)]
)
def test_a_certificate_is_told_thirty_days_before_its_end(days, sign):
    given = evidence(certificates=(certificate(valid_until=TODAY + dt.timedelta(days=days)),))
    (finding,) = certificates.certificates_in_force(given)
    assert finding.sign is sign
    assert finding.right == "2026-11-23"
    assert finding.proof == "certificates.7"


def test_an_ended_certificate_that_another_took_the_place_of_counts_only_where_a_paper_points_to_it():
    ended = certificate(id=8, valid_until=TODAY - dt.timedelta(days=1))
    assert list(certificates.certificates_in_force(evidence(certificates=(certificate(), ended)))) == []
    pointing = evidence(certificates=(certificate(), ended), papers=(paper(certificate=ended),))
    (finding,) = certificates.certificates_in_force(pointing)
    assert (finding.sign, finding.place) == (Sign.fails, "materials.survey_report")


def test_a_paper_that_points_to_another_projects_certificate_fails_with_both_names():
    strange = certificate(project="邻家地块", of_project=False, company="别家", of_company=False)
    findings = list(certificates.certificates_of_project(evidence(papers=(paper(certificate=strange),))))
    assert [(one.key, one.sign, one.left, one.right) for one in findings] == [
        ("certificate_of_project", Sign.fails, "邻家地块", "澧岸云庭"),
        ("certificate_of_company", Sign.fails, "别家", "某公司（测试）"),
    ]


def test_broken_sums_that_the_archive_warned_of_stay_a_doubt():
    wrong = changed(0, shared_area=Decimal(99))
    warned = replace(wrong, survey=replace(wrong.survey, area_warned=True))
    assert signs(areas.unit_areas_add_up, warned) == {
        "unit_area_adds_up": Sign.doubtful,
        "unit_areas_add_up": Sign.doubtful,
    }


def test_of_many_wrong_units_a_few_are_named_and_all_are_counted():
    sound = evidence()
    wrong = replace(sound, units=tuple(replace(one, shared_area=Decimal(1)) for one in sound.units))
    findings = list(areas.unit_areas_add_up(wrong))
    assert len(findings) == areas.MOST_TOLD + 1
    assert (findings[-1].left, findings[-1].right) == ("0", "12")


def test_a_place_priced_as_a_whole_is_compared_with_its_like_alone():
    parking = {
        "use": "61",
        "pricing_mode": PricingMode.set,
        "price_sale": Decimal(80000),
        "filed_total": Decimal(80000),
    }
    assert signs(prices.prices_like_neighbours, changed(0, **parking)) == {"prices_like_neighbours": Sign.holds}
    assert signs(prices.totals_add_up, changed(0, **parking)) == {"totals_add_up": Sign.holds}


def test_many_prices_outside_the_range_are_counted_and_the_first_named_with_both_figures():
    assert list(prices.prices_within_corridor(evidence())) == []
    narrow = corridor_of([{"use": "10", "least": 7001, "most": 8000}])
    *named, whole = prices.prices_within_corridor(evidence(price_corridor=narrow))
    assert len(named) == 5
    assert named[0].figures == "7,000.00 ＜ 7,001.00 元/m²"
    assert whole.figures == "0 ＜ 12 套"


def enrolment(**more):
    person = replace(PersonFacts(3, "瞿清扬", None, None, 0, 0), **more)
    return EnrolmentEvidence(TODAY, COMPANY, (paper("authorization"),), ReturnFacts(), (person,))


def test_people_are_judged_without_telling_their_numbers():
    assert all_hold(examine(USER_ENROLMENT.checks, enrolment()))
    (wrong, _) = people.identity_numbers(enrolment(id_fault="身份证号码校验位不符，请逐位核对"))
    assert wrong.sign is Sign.fails
    assert str(wrong.sources[0]) == "身份证号码校验位不符，请逐位核对"
    assert wrong.place == "applicants.3"
    assert signs(people.numbers_of_nobody_else, enrolment(same_phone=1, same_id=1)) == {
        "phone_once": Sign.fails,
        "id_number_once": Sign.doubtful,
    }


def test_without_units_or_permits_nothing_breaks():
    bare = evidence(units=(), certificates=(), papers=())
    told = {finding.key for finding in examine(PREDICTED_SURVEY.checks, bare) if finding.sign is Sign.fails}
    assert told == {"planning_permit_there", "unit_count"}
