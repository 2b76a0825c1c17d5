"""文书核验: anybody may ask, nobody learns about people."""

import io

import pytest
from sqlalchemy import select

from models import Business, ProducedDocument
from tests.pages.conftest import text_of


@pytest.fixture
def document(city, desk, app, clock):
    """A produced document of the first filing, as number and bytes."""
    from models import StoredFile

    data = b"%PDF-1.7 a document"
    with desk() as session:
        business = session.scalars(select(Business).where(Business.business_type == "predicted_survey")).first()
        key = app.extensions["storage"].put(data)
        file = StoredFile(sha256=key, name="x.pdf", content_type="application/pdf", size=len(data), uploaded_by="系统")
        session.add(file)
        session.flush()
        session.add(
            ProducedDocument(
                business_id=business.id,
                kind="survey_filing_form",
                title="测绘成果备案表",
                number=f"{business.business_no}-T1",
                file_id=file.id,
                produced_at=clock.now,
            )
        )
        return f"{business.business_no}-T1", data, business.initiator_name


def test_a_document_is_told_without_a_person(visit, document):
    number, _, initiator = document
    text = visit().opened(f"/public/verify/{number}")
    assert "该文书由本系统生成" in text
    assert "测绘成果备案表" in text
    assert " · E" in text
    assert initiator not in text
    assert "该文书由本系统生成" in visit().opened(f"/public/verify/{number.lower()}")


def test_a_file_is_compared_to_its_last_byte(visit, document):
    number, data, _ = document
    visitor, path = visit(), f"/public/verify/{number}"
    same = visitor.post(path, {"file": (io.BytesIO(data), "a.pdf")})
    other = visitor.post(path, {"file": (io.BytesIO(data + b"\n"), "a.pdf")})
    assert "完全相同" in text_of(same)
    assert "不一致" in text_of(other)
    assert "没有收到文件" in text_of(visitor.post(path))


@pytest.mark.parametrize("number", ["X1", "%00", "A" * 300, "<b>", "' OR 1=1 --"])
def test_an_unknown_number_is_not_ours(visit, number):
    answer = visit().get(f"/public/verify/{number}")
    assert answer.status_code == 404
    assert "<b>" not in answer.get_data(as_text=True).partition("没有这份文书")[2].partition("</section>")[0]


def test_the_landing_leads_to_a_number(visit):
    visitor = visit()
    assert "文书编号" in visitor.opened("/public/")
    assert visitor.get("/public/?number=c2026-SL").location == "/public/verify/c2026-SL"
    assert visitor.get("/public/?number=//evil.example").status_code == 200
