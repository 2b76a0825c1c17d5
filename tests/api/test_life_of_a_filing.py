"""预测成果备案 from the survey to 归档, by API alone."""

from models import Membership
from models.enums import EnrolmentState
from tests.api.conftest import AGREE, codes, fields, pdf


def test_types_and_precheck_tell_what_is_asked_for(as_, town):
    types = {kind["code"]: kind for kind in as_.operator.get("/business-types").json["result"]}
    stages = types["predicted_survey"]["stages"]
    assert [stage["key"] for stage in stages] == ["edit", "review"]
    assert types["predicted_survey"]["subject_schema"]["required"] == ["survey_no"]
    assert [task["key"] for task in stages[0]["tasks"]] == ["building", "units", "price_check", "confirmation"]
    assert stages[0]["tasks"][0]["schema"]["properties"]["structure"]["title"] == "房屋结构"

    precheck = as_.operator.get("/precheck", type="predicted_survey", survey_no=town.survey_no).json
    assert precheck["allowed"]
    assert precheck["reasons"] == []
    assert len(precheck["preview"]["units"]) == 22
    assert precheck["preview"]["building_no"] == "D004"


def test_a_building_of_22_units_is_filed(case, as_, town):
    body = {"type": "预测成果备案", "subject": {"survey_no": town.survey_no, "project_id": town.project_id}}
    response = as_.operator.post("/businesses", body)
    accepted = response.json
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1/businesses/{accepted['business_no']}"
    assert accepted["business_no"] == "C202611230000001"
    assert (accepted["stage"], accepted["status"], accepted["type_title"]) == (
        "edit",
        "open",
        "【张家界市】预测成果备案",
    )
    case.no, case.building_id = accepted["business_no"], accepted["subject"]["building_id"]

    again = as_.operator.get("/precheck", type="predicted_survey", survey_no=town.survey_no).json
    assert [reason["code"] for reason in again["reasons"]] == ["M06"]
    assert case.no in again["reasons"][0]["message"]

    refused = case.operate("dispatch", as_.operator)
    assert refused.status_code == 422
    assert {"M14", "M21"} == set(codes(refused))
    assert any("1-01" in error["message"] for error in refused.json["errors"])
    assert "materials.survey_report" in fields(refused)

    case.complete_units().hand_in().do_tasks()
    assert case.operate("dispatch", as_.operator).json["stage"] == "review"
    assert [row["business_no"] for row in as_.reviewer.get("/businesses", scope="in_hand").json["result"]] == [case.no]
    assert case.operate("receive", as_.reviewer).json["run_state_code"] == "open"

    unit = case.units()["result"][0]
    lines = [
        {"target": f"units.{unit['id']}.decoration", "fault": "装修与报告不符", "wanted": "请核对"},
        {"target": "materials.floor_plans", "fault": "缺第二层"},
    ]
    returned = case.operate("send_back", as_.reviewer, lines=lines)
    assert (returned.json["stage"], returned.json["holder"]) == ("edit", "谷雨薇")
    assert case.set_units({"decoration": "2"}, {"ids": [unit["id"]]}).json["count"] == 1
    upload = as_.operator.upload(f"/businesses/{case.no}/materials", [("新图.pdf", pdf("new"))], {"key": "floor_plans"})
    assert upload.status_code == 201
    shown = as_.reviewer.get(f"/businesses/{case.no}").json["return_lines"]
    assert [(line["value_before"], line["value_now"], line["mended"]) for line in shown] == [
        ("毛坯", "简装", True),
        ("测绘报告.pdf", "新图.pdf", True),
    ]
    case.do_tasks()
    assert case.operate("dispatch", as_.operator).status_code == 200
    assert case.operate("receive", as_.reviewer).status_code == 200
    assert case.save("inspection", {"confirmed": True}, as_.reviewer).json["state"] == "已完成"
    assert codes(case.operate("archive", as_.reviewer)) == ["M15"]
    archived = case.operate("archive", as_.reviewer, opinion=AGREE)
    assert (archived.status_code, archived.json["status"], archived.json["status_title"]) == (200, "archived", "已办结")

    progress = as_.operator.get(f"/businesses/{case.no}/progress").json
    assert [(run["stage"], run["state"]) for run in progress["result"]] == [
        ("review", "正常完成"),
        ("edit", "正常完成"),
        ("review", "退件"),
        ("edit", "异常"),
    ]
    assert [line["text"] for line in progress["result"][1]["lines"]] == ["谷雨薇操作", "田思齐退件"]
    assert progress["start"]["lines"][0]["text"] == "谷雨薇发起业务"
    handled = as_.reviewer.get("/businesses", scope="handled").json["result"]
    assert [(row["stage_title"], row["run_state"], row["status_title"]) for row in handled] == [
        ("测绘科审核", "正常完成", "已办结"),
        ("测绘科审核", "退件", "已办结"),
    ]
    assert codes(as_.operator.post("/businesses", body)) == ["M19"]
    survey = as_.operator.get(f"/surveys/{town.survey_no}").json
    assert (survey["state"], survey["state_code"], len(survey["units"])) == ("已备案", "filed", 22)


def test_everything_the_workspace_shows_is_told(case, as_):
    case.received()
    told = as_.operator.get(f"/businesses/{case.no}").json
    assert [stage["progress"] for stage in told["stages"]] == ["done", "now"]
    assert {task["key"]: task["state"] for task in told["tasks"]} == {
        "building": "已完成",
        "units": "已完成",
        "price_check": "已完成",
        "confirmation": "已完成",
        "inspection": "待办",
    }
    assert [material["key"] for material in told["materials"]] == ["survey_report", "floor_plans"]
    assert [(one["key"], one["required"], one["id"] is None) for one in told["materials_asked"]] == [
        ("survey_report", True, False),
        ("floor_plans", True, False),
        ("planning_drawing", False, True),
    ]
    actions = {action["name"]: action for action in told["actions"]}
    assert not actions["archive"]["allowed"]
    assert actions["archive"]["reason"] == "该业务由田思齐办理"
    mine = {action["name"]: action["allowed"] for action in as_.reviewer.get(f"/businesses/{case.no}").json["actions"]}
    assert mine == {
        "receive": False,
        "dispatch": False,
        "archive": False,
        "send_back": True,
        "cancel": False,
        "recall": False,
        "release": True,
        "reassign": False,
        "suspend": False,
        "resume": False,
        "terminate": False,
    }
    assert told["building"]["structure_code"] is not None
    assert told["due_on"] is None or len(told["due_on"]) == 10


def test_a_sent_case_is_recalled_released_and_reassigned(case, as_):
    case.dispatched()
    assert case.operate("recall", as_.operator).json["stage"] == "edit"
    assert case.operate("dispatch", as_.operator).status_code == 200
    assert case.operate("receive", as_.reviewer).status_code == 200
    assert codes(case.operate("recall", as_.operator)) == ["already_received"]
    assert case.operate("release", as_.reviewer).json["run_state"] == "待接件"
    assert case.operate("receive", as_.second_reviewer).status_code == 200
    taken = case.operate("receive", as_.reviewer)
    assert (taken.status_code, codes(taken)) == (409, ["M17"])
    moved = case.operate("reassign", as_.head, to_user=as_.person("reviewer").person_id, reason="请假")
    assert moved.json["holder"] == "田思齐"
    assert codes(case.operate("reassign", as_.head, to_user=as_.person("operator").person_id, reason="请假")) == [
        "target_unfit"
    ]


def test_a_cancelled_filing_frees_the_survey(case, as_):
    case.accept()
    assert case.operate("cancel", as_.operator).json["status"] == "cancelled"
    first = case.no
    assert case.accept().no != first


def test_several_are_received_and_archived_with_a_result_for_each(case, as_):
    case.dispatched()
    items = [
        {"business_no": case.no, "version": case.version()},
        {"business_no": "C209901010000001", "version": 1},
    ]
    done = as_.reviewer.post("/businesses/receive", {"items": items})
    assert done.status_code == 200
    first, second = done.json["result"]
    assert (first["ok"], first["business"]["holder"]) == (True, "田思齐")
    assert (second["ok"], second["problem"]["status"]) == (False, 404)
    refused = as_.reviewer.post(
        "/businesses/archive", {"items": [{"business_no": case.no, "version": case.version()}], "opinion": AGREE}
    )
    assert [error["code"] for error in refused.json["result"][0]["problem"]["errors"]] == ["M14"]
    case.save("inspection", {"confirmed": True}, as_.reviewer)
    items = [{"business_no": case.no, "version": case.version()}]
    archived = as_.reviewer.post("/businesses/archive", {"items": items, "opinion": AGREE})
    assert archived.json["result"][0]["business"]["status"] == "archived"


def test_a_case_is_sent_to_a_named_person_only_if_that_person_can_take_it(case, as_):
    case.ready()
    for unfit in ("stranger", "far_reviewer", "authority_admin"):
        refused = case.operate("dispatch", as_.operator, to_user=as_.person(unfit).person_id)
        assert codes(refused) == ["target_unfit"], unfit
    assert codes(case.operate("dispatch", as_.operator, to_user=999999)) == ["target_unfit"]
    chosen = as_.person("second_reviewer").person_id
    assert case.operate("dispatch", as_.operator, to_user=chosen).json["stage"] == "review"
    assert as_.reviewer.get("/businesses", scope="in_hand").json["result"] == []
    assert case.operate("receive", as_.reviewer).status_code == 403
    assert case.operate("receive", as_.second_reviewer).json["holder_id"] == chosen


def test_a_return_that_waits_for_its_handler_is_not_recalled(case, as_, desk):
    case.received()
    with desk() as session:
        session.get(Membership, as_.person("operator").membership_id).state = EnrolmentState.disabled
    version = as_.reviewer.get(f"/businesses/{case.no}").json["version"]
    body = {"version": version, "lines": [{"target": "units", "fault": "缺"}]}
    returned = as_.reviewer.post(f"/businesses/{case.no}/send_back", body).json
    assert (returned["stage"], returned["run_state"]) == ("edit", "待接件")
    recalled = as_.reviewer.post(f"/businesses/{case.no}/recall", {"version": returned["version"]})
    assert [error["code"] for error in recalled.json["errors"]] == ["nothing_sent"]
    assert as_.administrator.post(f"/businesses/{case.no}/receive", {"version": returned["version"]}).status_code == 200
