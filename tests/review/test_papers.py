"""Pages as pictures: drawn within the rows, kept by nobody, and a sentence where nothing can be drawn."""

import io

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from app.documents import page_pictures
from app.documents.legibility import legibility_of
from app.documents.page_pictures import PageUnshowable, page_picture
from app.documents.uploads.judgement import CheckedUpload, judge_upload
from models import Business, Material, ProjectCertificate
from models.enums import Legibility
from tests.browser.clerk import jpeg, pdf
from tests.uploads import hostile


def material_of(desk, number, key="survey_report"):
    with desk() as session:
        query = select(Material.id).join(Business, Business.id == Material.business_id)
        return session.scalars(query.where(Business.business_no == number, Material.key == key)).first()


def opened(data):
    return Image.open(io.BytesIO(data))


def test_a_page_is_drawn_as_wide_as_asked_and_turned(few, reviewer, desk):
    path = f"/review/papers/materials/{material_of(desk, few.clean[0])}.png"
    answer = reviewer.get(f"{path}?page=1&width=600")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "image/png"
    upright = opened(answer.data)
    turned = opened(reviewer.get(f"{path}?width=600&turn=90").data)
    assert upright.width == 600
    assert turned.size == upright.size[::-1]


@pytest.mark.parametrize("query", ["page=2", "page=0", "page=999999", "turn=45", "width=-1&page=7"])
def test_what_is_not_there_says_so(few, reviewer, desk, query):
    answer = reviewer.get(f"/review/papers/materials/{material_of(desk, few.clean[0])}.png?{query}")
    assert answer.status_code == 422


def test_a_damaged_file_says_so_and_is_not_agreed_to_unopened(few, reviewer, desk):
    number = few.faulty["分层分户图文件损坏"]
    answer = reviewer.client.get(f"/review/papers/materials/{material_of(desk, number, 'floor_plans')}.png")
    assert answer.status_code == 422
    assert answer.json["detail"] == "文件已损坏或格式不完整，无法显示"


def test_strangers_draw_nothing(few, visit, desk):
    number = material_of(desk, few.clean[0])
    with desk() as session:
        certificate = session.scalars(select(ProjectCertificate.id)).first()
    for username in ("other_developer_operator", "other_region_survey_reviewer"):
        assert visit(username).get(f"/review/papers/materials/{number}.png").status_code == 404
        assert visit(username).get(f"/review/papers/certificates/{certificate}.png").status_code == 404
    assert visit("survey_reviewer").get(f"/review/papers/certificates/{certificate}.png").status_code == 200
    assert visit("survey_reviewer").get("/review/papers/materials/99999999999.png").status_code == 404


# ---- without a database ----


def test_pictures_are_never_larger_than_they_are_nor_than_the_screen():
    assert opened(page_picture(jpeg(), "image/jpeg", 1, 600)).width == 600
    assert opened(page_picture(jpeg(), "image/jpeg", 1, 5000)).width == 1240
    assert opened(page_picture(pdf(), "application/pdf", 1, 10**9)).width == page_pictures.WIDEST


def test_transparent_pictures_lie_on_paper():
    written = io.BytesIO()
    Image.new("RGBA", (500, 500), (0, 0, 0, 0)).save(written, "PNG")
    assert opened(page_picture(written.getvalue(), "image/png", 1, 400)).getpixel((5, 5)) == (255, 255, 255)


def sheet(width, height):
    paper = pikepdf.Pdf.new()
    paper.add_blank_page(page_size=(width, height))
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "application/pdf"),
        (b"%PDF-1.7 cut off", "application/pdf"),
        (pdf()[:200], "application/pdf"),
        (jpeg()[:100], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"<svg onload='alert(1)'>", "image/svg+xml"),
        (sheet(3, 14400), "application/pdf"),
    ],
)
def test_hostile_bytes_end_in_a_sentence(data, kind):
    with pytest.raises(PageUnshowable) as why:
        page_picture(data, kind, 1, 2400)
    assert str(why.value).endswith(("无法显示", "请下载后查看"))


def test_a_picture_of_too_many_pixels_is_not_unpacked():
    with pytest.raises(PageUnshowable):
        page_picture(hostile.png_claiming(60_000, 60_000), "image/png", 1, 2400)


def test_a_paper_is_looked_at_when_it_comes_in():
    assert legibility_of(judge_upload(pdf(), "a.pdf")) is Legibility.blank
    assert legibility_of(judge_upload(jpeg(), "a.jpg")) is Legibility.legible
    written = io.BytesIO()
    Image.new("RGB", (120, 160), "white").save(written, "JPEG")
    assert legibility_of(judge_upload(written.getvalue(), "a.jpg")) is Legibility.coarse
    cut = CheckedUpload(b"%PDF-1.7 cut off", "application/pdf", 1, None, "a.pdf", "0" * 64)
    assert legibility_of(cut) is Legibility.unreadable
