"""Materials: handed in, replaced, merged, pointed at, and given out again under their own names."""

import io

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from models import Material, ProjectCertificate, StoredFile
from tests.api.conftest import codes, pdf


def picture(colour, size=(40, 20)):
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()


def hand_in(case, files, key="survey_report", **form):
    return case.operator.upload(f"/businesses/{case.no}/materials", files, {"key": key, **form})


def test_a_file_comes_back_as_it_went_in_under_its_name(case, as_):
    case.accept()
    data = pdf("报告")
    sent = hand_in(case, [("测绘成果报告（终稿）.pdf", data)])
    assert (sent.status_code, sent.json["version"], sent.json["name"]) == (201, 2, "测绘成果报告（终稿）.pdf")
    back = as_.reviewer.get(f"/materials/{sent.json['id']}")
    assert back.data == data
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert back.headers["X-Content-Type-Options"] == "nosniff"


def test_a_new_file_replaces_the_former_which_is_not_lost(case, desk):
    case.accept()
    first = hand_in(case, [("一.pdf", pdf("one"))]).json
    second = hand_in(case, [("二.pdf", pdf("two"))]).json
    shown = case.operator.get(f"/businesses/{case.no}/materials").json["result"]
    assert [material["id"] for material in shown] == [second["id"]]
    assert case.operator.get(f"/materials/{first['id']}").data == pdf("one")
    with desk() as session:
        former = session.get(Material, first["id"])
        assert former.withdrawn_at is not None


def test_several_pictures_become_one_pdf_turned_as_wished(case):
    case.accept()
    files = [("正面.jpg", picture("red")), ("反面.jpg", picture("blue"))]
    sent = hand_in(case, files, rotation=["0", "90"])
    assert (sent.status_code, sent.json["pages"], sent.json["name"]) == (201, 2, "正面.pdf")
    with pikepdf.open(io.BytesIO(case.operator.get(f"/materials/{sent.json['id']}").data)) as merged:
        assert [page.mediabox[2] > page.mediabox[3] for page in merged.pages] == [True, False]


@pytest.mark.parametrize("turns", [["45"], ["x"], ["0", "0"], ["90000000000"]])
def test_a_turn_that_is_none_is_refused(case, turns):
    case.accept()
    assert hand_in(case, [("正面.jpg", picture("red"))], rotation=turns).status_code == 422


def test_only_what_the_stage_asks_for_is_taken(case):
    case.accept()
    assert codes(hand_in(case, [("a.pdf", pdf())], key="love_letter")) == ["unknown_material"]
    assert hand_in(case, [("a.pdf", pdf())], key="x" * 41).status_code == 422
    assert hand_in(case, []).status_code == 422


def test_a_file_that_acts_is_refused(case):
    case.accept()
    assert codes(hand_in(case, [("a.pdf", b"MZ" + b"0" * 100)])) == ["type_mismatch"]
    assert codes(hand_in(case, [("a.pdf", b"")])) == ["empty_file"]
    assert codes(hand_in(case, [("../../\u202efdp.exe.pdf", pdf())])) == ["name_control_character"]
    assert case.operator.get(f"/businesses/{case.no}/materials").json["result"] == []


def test_a_certificate_is_pointed_at_in_the_version_it_had(case, desk, town):
    case.accept()
    with desk() as session:
        certificate = session.scalars(
            select(ProjectCertificate).where(
                ProjectCertificate.project_id == town.project_id, ProjectCertificate.file_id.is_not(None)
            )
        ).first()
        if certificate is None:
            certificate = session.scalars(
                select(ProjectCertificate).where(ProjectCertificate.project_id == town.project_id)
            ).first()
            certificate.file_id = session.scalars(select(StoredFile.id)).first()
            session.flush()
        number, version = certificate.id, certificate.version
        foreign = session.scalars(
            select(ProjectCertificate.id).where(ProjectCertificate.project_id == town.other_project_id)
        ).first()
    path = f"/businesses/{case.no}/materials"
    sent = case.operator.post(path, {"key": "planning_drawing", "certificate_id": number})
    assert (sent.status_code, sent.json["certificate_version"], sent.json["certificate_renewed"]) == (
        201,
        version,
        False,
    )
    with desk() as session:
        session.get(ProjectCertificate, number).issuer = "另一机关"
    assert case.operator.get(path).json["result"][0]["certificate_renewed"]
    assert foreign is not None
    for unknown in (foreign, 999999):
        refused = case.operator.post(path, {"key": "planning_drawing", "certificate_id": unknown})
        assert (refused.status_code, codes(refused)) == (422, ["certificate_unknown"])


def test_whoever_does_not_hold_the_case_hands_nothing_in(case, as_):
    case.dispatched()
    assert hand_in(case, [("a.pdf", pdf())]).status_code == 403
    upload = as_.reviewer.upload(f"/businesses/{case.no}/materials", [("a.pdf", pdf())], {"key": "floor_plans"})
    assert codes(upload) == ["not_received"]
