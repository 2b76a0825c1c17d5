"""实测成果备案 of buildings without a prediction: by API and by page, what it makes and when it is refused."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from app.demo.archive import store_workbooks
from models import Building, Business, FiledPrice, ProjectCertificate, Survey, Unit
from models.enums import BuildingState, CertificateKind, Phase, SaleKind, SaleState, SurveyKind, SurveyState
from tests.api.conftest import AGREE, codes
from tests.documents.reading import text_of as pdf_text
from tests.pages.conftest import Visitor, rows_of, text_of
from tests.races.together import together
from workflows.registry import business_type
from workflows.rules import survey_filing as rule
from workflows.sale_state import sale_state

D006, D007 = "CL20240618003", "CL20261012007"
D006_PREDICTED = "CL20220406003"
START = "/start/actual_survey/"


@pytest.fixture
def archive(app, desk, create_actor, clock):
    """Puts a delivered workbook in the survey archive: `archive("CL20240618003_*")`."""
    agency = create_actor("survey_agency")

    def store(name):
        with desk() as session:
            store_workbooks(session, app.extensions["storage"], agency, clock.now, f"{name}.xlsx")

    return store


@pytest.fixture
def as_built(case, archive):
    """The case of `case`, but of the building D007 as built."""
    archive(f"{D007}_*")
    case.town = replace(case.town, survey_no=D007)
    return case


def accept(case, survey_no=None):
    body = {"type": "actual_survey", "subject": {"survey_no": survey_no or case.town.survey_no}}
    return case.operator.post("/businesses", body)


def file(case):
    """From 业务受理 to 归档; what the surveys leave blank is filled for every unit."""
    response = accept(case)
    assert response.status_code == 201, response.json
    case.no, case.building_id = response.json["business_no"], response.json["subject"]["building_id"]
    case.complete_units()
    case.hand_in().do_tasks()
    for operation, api, more in (
        ("dispatch", case.operator, {}),
        ("receive", case.reviewer, {}),
    ):
        answer = case.operate(operation, api, **more)
        assert answer.status_code == 200, answer.json
    assert case.save("inspection", {"confirmed": True}, case.reviewer).status_code == 200
    answer = case.operate("archive", case.reviewer, opinion=AGREE)
    assert answer.status_code == 200, answer.json
    return answer


def test_the_type_says_of_itself_what_differs(as_):
    types = {kind["code"]: kind for kind in as_.operator.get("/business-types").json["result"]}
    predicted, actual = types["predicted_survey"], types["actual_survey"]
    assert (actual["prefix"], actual["title"], actual["group"]) == ("C", "实测成果备案", "测绘成果备案")
    assert actual["subject_schema"] == predicted["subject_schema"]
    assert [stage["title"] for stage in actual["stages"]] == ["实测成果导入", "测绘科审核"]
    assert [stage["tasks"] for stage in actual["stages"]] == [stage["tasks"] for stage in predicted["stages"]]
    papers = {paper["key"]: paper["required"] for paper in actual["stages"][0]["materials"]}
    assert papers == {
        "survey_report": True,
        "floor_plans": True,
        "planning_drawing": False,
        "completion_filing": False,
    }


@pytest.mark.parametrize(("workbook", "building_no", "units"), [(D006, "D006", 1008), (D007, "D007", 376)])
def test_a_building_as_built_becomes_existing_housing(case, desk, archive, workbook, building_no, units):
    archive(f"{workbook}_*")
    case.town = replace(case.town, survey_no=workbook)
    assert file(case).json["status"] == "archived"
    with desk() as session:
        building = session.scalars(select(Building).where(Building.building_no == building_no)).one()
        assert (building.state, building.phase) == (BuildingState.current, Phase.existing)
        assert building.predicted_survey_id is None
        assert building.actual_survey.state is SurveyState.filed
        assert building.completed_on is not None
        assert session.scalar(select(func.count(Unit.id)).where(Unit.unit_code.is_not(None))) == units
        priced = select(func.count(FiledPrice.id)).join(Unit).where(Unit.sale_kind == SaleKind.saleable)
        assert session.scalar(priced) == units
        states = {sale_state(building, unit) for unit in session.scalars(select(Unit))}
    assert SaleState.existing_not_permitted in states
    assert states <= {SaleState.existing_not_permitted, SaleState.withheld}


def test_its_documents_speak_of_the_building_as_measured(as_built, cli):
    file(as_built)
    assert cli("outbox", "deliver").exit_code == 0
    rows = as_built.operator.get(f"/businesses/{as_built.no}/documents").json["result"]
    texts = {row["kind"]: pdf_text(as_built.operator.get(f"/documents/{row['id']}").data) for row in rows}
    assert "实测成果备案" in texts["survey_filing_form"]
    assert D007 in texts["unit_schedule"]
    assert "现房" in texts["building_table"]
    assert "未办现售许可" in texts["building_table"]


def test_by_page_from_the_search_to_the_building_table(as_built, create_client, desk):
    operator = Visitor(create_client("developer_operator"))
    assert "实测成果备案" in operator.opened("/")
    assert "实测绘宗号" in operator.opened(START)
    shown = operator.opened(f"{START}?survey_no={D007}")
    assert len(rows_of(shown)) == 376
    assert "可以受理：受理后产生业务序号，进入实测成果导入" in shown
    answer = operator.post(START, {"survey_no": D007})
    assert answer.status_code == 302
    as_built.no = answer.location.strip("/").rpartition("/")[2]
    workspace = operator.opened(answer.location)
    assert "实测成果导入" in workspace
    assert "竣工验收备案表" in workspace
    with desk() as session:
        as_built.building_id = session.scalars(select(Building.id)).one()
    assert "未办现售许可" in operator.opened(f"/building/{as_built.building_id}/table/")


def test_a_predicted_survey_is_not_filed_as_built_nor_the_other_way_round(as_built, as_, town):
    wrong = as_.operator.get("/precheck", type="actual_survey", survey_no="CL20220406001").json
    assert [reason["code"] for reason in wrong["reasons"]] == ["wrong_survey_kind"]
    other = as_.operator.get("/precheck", type="predicted_survey", survey_no=D007).json
    assert [reason["code"] for reason in other["reasons"]] == ["wrong_survey_kind"]


def test_without_completion_filing_it_is_refused(as_built, desk):
    with desk() as session:
        session.execute(delete(ProjectCertificate).where(ProjectCertificate.kind == CertificateKind.completion_filing))
    answer = accept(as_built)
    assert answer.status_code == 422
    assert codes(answer) == ["project_incomplete"]
    assert "竣工验收备案" in answer.json["detail"]


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        (Phase.presale, "已按预测成果备案，请办理预测转实测成果备案"),
        (Phase.existing, "已按实测成果备案，请办理实测变更成果备案"),
    ],
)
def test_a_building_that_is_filed_is_pointed_to_the_business_for_it(as_built, desk, phase, sentence, create_client):
    """As it stands after its prediction was filed: in force, under the same parcel and natural building number."""
    assert accept(as_built).status_code == 201
    with desk() as session:
        session.execute(update(Building).values(state=BuildingState.current, phase=phase))
        session.execute(update(Survey).where(Survey.survey_no == D007).values(state=SurveyState.unfiled))
    reasons = as_built.operator.get("/precheck", type="actual_survey", survey_no=D007).json["reasons"]
    assert any(reason["code"] == "M19" and sentence in reason["message"] for reason in reasons), reasons
    assert sentence in Visitor(create_client("developer_operator")).opened(f"{START}?survey_no={D007}")


def test_two_surveys_of_one_building_are_not_filed_side_by_side(case, archive, create_client):
    archive(f"{D007}_*")
    archive("CL20250516007_*")
    predicted = {"type": "predicted_survey", "subject": {"survey_no": "CL20250516007"}}
    first = case.operator.post("/businesses", predicted)
    assert first.status_code == 201, first.json
    refused = accept(case, D007)
    assert codes(refused) == ["M06"]
    assert "该栋正在办理【预测成果备案】" in refused.json["detail"]
    assert first.json["business_no"] in refused.json["detail"]
    page = Visitor(create_client("developer_operator")).post(START, {"survey_no": D007})
    assert page.status_code == 422
    assert "该栋正在办理【预测成果备案】" in text_of(page)


def test_two_surveys_of_one_building_accepted_at_once_give_one_business(case, archive, desk):
    archive(f"{D007}_*")
    archive("CL20250516007_*")
    bodies = [
        {"type": "predicted_survey", "subject": {"survey_no": "CL20250516007"}},
        {"type": "actual_survey", "subject": {"survey_no": D007}},
    ]
    clerks = [case.operator, case.operator]
    answers = together(
        [
            lambda clerk=clerk, body=body: clerk.post("/businesses", body)
            for clerk, body in zip(clerks, bodies, strict=True)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert "M06" in next(codes(answer) for answer in answers if answer.status_code == 422)
    with desk() as session:
        assert session.scalar(select(func.count(Business.id))) == 1


def test_another_company_learns_nothing(as_built, as_):
    answer = as_.stranger.get("/precheck", type="actual_survey", survey_no=D007).json
    assert [reason["code"] for reason in answer["reasons"]] == ["M18"]
    assert "D007" not in json.dumps(answer["preview"])


@pytest.mark.parametrize("filed", [None, *Phase])
@pytest.mark.parametrize("wanted", SurveyKind)
def test_every_pair_of_survey_and_phase_has_its_way_on(wanted, filed):
    facts = rule.SurveyFilingFacts(
        None, "CL1", wanted, survey_kind=wanted, survey_state=SurveyState.unfiled, filed_phase=filed
    )
    reason = rule.building_not_filed(facts)
    assert (reason is None) == (filed is None)


def test_the_definition_differs_where_the_manual_does():
    predicted, actual = business_type("predicted_survey"), business_type("actual_survey")
    same = (
        "prefix",
        "group",
        "initiator_roles",
        "subject",
        "facts",
        "on_accept",
        "on_cancel",
        "on_archive",
        "documents",
    )
    assert all(getattr(predicted, name) == getattr(actual, name) for name in same)
    assert actual.preconditions[:-1] == predicted.preconditions
    assert actual.stages[1] == predicted.stages[1]
