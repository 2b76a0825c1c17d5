"""常用语: kept by the desk's people, offered on the desk, and not another bureau's business."""

import pytest


@pytest.fixture
def call(create_caller):
    return create_caller("survey_reviewer")


def add(call, **more):
    body = {"use": "agree", "text": "数据一致，同意。", "role": "survey_reviewer", "position": 1, **more}
    return call("POST", "/records/phrases/", json=body)


def test_a_desk_keeps_its_own_and_is_offered_it_first(few, call, reviewer):
    assert add(call).status_code == 201
    reviewer.post(f"/review/{few.clean[0]}/receive", {"version": version_of(call, few.clean[0])})
    text = reviewer.opened(f"/review/{few.clean[0]}/")
    assert text.index(">数据一致，同意。<") < text.index(">材料齐全，符合规定，同意。<")


def version_of(call, number):
    return str(call("GET", f"/businesses/{number}").json["version"])


def test_another_desk_neither_sees_nor_changes_it(few, call, create_caller, visit):
    key = add(call).json["id"]
    assert create_caller("other_region_survey_reviewer")("GET", f"/records/phrases/{key}").status_code == 404
    presale = create_caller("presale_reviewer")
    changed = presale("PUT", f"/records/phrases/{key}", json={"text": "改掉", "version": 1})
    assert changed.status_code == 422
    assert changed.json["errors"][0]["code"] == "other_desk"
    assert presale("DELETE", f"/records/phrases/{key}").status_code == 422
    assert create_caller("developer_operator")("GET", "/records/phrases/").status_code == 403


def test_what_is_everybodys_is_the_platforms_and_all_desks_the_administrators(few, call, create_caller):
    assert add(call, role=None).status_code == 422
    admin = create_caller("authority_admin")
    assert add(admin, role=None).status_code == 201
    shared = call("GET", "/records/phrases/").json["result"]
    everybody = next(row for row in shared if row["text"] == "材料齐全，符合规定，同意。")
    assert admin("PUT", f"/records/phrases/{everybody['id']}", json={"text": "改掉", "version": 1}).status_code in {
        403,
        404,
        422,
    }
    platform = create_caller("admin")
    assert (
        platform("PUT", f"/records/phrases/{everybody['id']}", json={"text": "齐全，同意。", "version": 1}).status_code
        == 200
    )
