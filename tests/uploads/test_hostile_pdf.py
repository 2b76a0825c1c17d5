"""PDFs that act by themselves, carry something, lie about themselves or wear the reader out."""

import io
import zipfile
import zlib

import pytest

from app.documents.uploads import pdf as pdf_check
from app.documents.uploads.judgement import judge_upload
from app.documents.uploads.refusal import UploadRefused
from tests.uploads.hostile import locked_pdf, object_stream_bomb, one_page_pdf, pdf_of, script_in_object_stream, stream


def code_of(data, name="材料.pdf"):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(data, name)
    return refused.value.code


def test_a_plain_page_with_a_link_and_an_opening_place_is_kept():
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.cn/)>>>>]"
    data = one_page_pdf(b"/OpenAction[3 0 R/Fit]", link)
    assert judge_upload(data, "材料.pdf").pages == 1


@pytest.mark.parametrize(
    ("catalog", "page", "more"),
    [
        (b"/OpenAction<</S/JavaScript/JS(1)>>", b"", {}),
        (b"/OpenAction<</S/Java#53cript>>", b"", {}),
        (b"/OpenAction<</S/Rendition/J#53(1)>>", b"", {}),
        (b"", b"/AA<</O<</S/JavaScript/JS 4 0 R>>>>", {4: stream(b"", b"app.alert(1)")}),
        (b"/AcroForm<</Fields[]/XFA 4 0 R>>", b"", {4: stream(b"", b"<xdp/>")}),
        (b"", b"/Annots[[[[<</S/Launch/F(a.exe)>>]]]]", {}),
        (b"", b"/Annots[<</Subtype/Link/A<</S/URI/URI(JavaScript:alert)>>>>]", {}),
        (b"", b"/Annots[<</Subtype/Link/A<</S/GoToR/F(\\\\\\\\host\\\\share)>>>>]", {}),
        (b"", b"/Annots[<</Subtype/RichMedia>>]", {}),
        (b"", b"", {7: b"<</S/Launch/F(unreachable.exe)>>"}),
        (b"", b"/Annots[<</A<</S/SubmitForm/F(http://x)>>>>]", {}),
    ],
)
def test_whatever_acts_is_refused_wherever_it_hides(catalog, page, more):
    assert code_of(one_page_pdf(catalog, page, more)) == "active_content"


def test_a_script_packed_into_an_object_stream_is_found():
    data = script_in_object_stream()
    assert b"JavaScript" not in data
    assert code_of(data) == "active_content"


@pytest.mark.parametrize(
    ("catalog", "page", "more"),
    [
        (b"/Collection<</View/D>>", b"", {}),
        (b"", b"/Annots[<</Subtype/FileAttachment/FS 4 0 R>>]", {4: b"<</Type/Filespec/F(a)>>"}),
        (b"", b"", {4: stream(b"/Type/EmbeddedFile", b"MZ")}),
        (b"/AF[<</Type/Filespec/EF<</F 4 0 R>>>>]", b"", {4: stream(b"", b"MZ")}),
    ],
)
def test_whatever_is_carried_along_is_refused(catalog, page, more):
    assert code_of(one_page_pdf(catalog, page, more)) == "embedded_file"


def test_ten_thousand_nested_arrays_end_in_a_refusal():
    nested = b"[" * 10_000 + b"]" * 10_000
    assert code_of(one_page_pdf(b"", b"", {4: nested})) in {"broken", "too_complex"}
    assert code_of(one_page_pdf(b"/Deep" + nested)) in {"broken", "too_complex"}


def test_a_page_tree_that_bites_its_tail_ends_in_a_refusal():
    bodies = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"}
    assert code_of(pdf_of(bodies)) in {"broken", "no_pages"}


def test_too_many_objects_are_not_walked_to_the_end(monkeypatch):
    monkeypatch.setattr(pdf_check, "MAX_NODES", 50)
    assert code_of(one_page_pdf(b"/Many[" + b"[]" * 60 + b"]")) == "too_complex"


def test_too_many_pages_are_refused():
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 1004))
    pages = dict.fromkeys(range(3, 1004), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    tree = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1001/Kids[" + kids + b"]>>"}
    assert code_of(pdf_of(tree | pages)) == "too_many_pages"


def test_an_object_stream_that_unpacks_a_thousandfold_is_refused():
    assert code_of(object_stream_bomb(150_000_000)) in {"broken", "too_large_unpacked"}


def test_a_content_stream_that_unpacks_a_thousandfold_is_refused():
    packed = zlib.compress(b"q Q " * 40_000_000, 9)
    assert (
        code_of(one_page_pdf(b"", b"/Contents 4 0 R", {4: stream(b"/Filter/FlateDecode", packed)}))
        == "too_large_unpacked"
    )


def test_a_stream_packed_twice_does_not_slip_through():
    packed = zlib.compress(zlib.compress(b"q Q " * 40_000_000, 9), 9)
    data = one_page_pdf(b"", b"/Contents 4 0 R", {4: stream(b"/Filter[/FlateDecode/FlateDecode]", packed)})
    assert code_of(data) == "too_large_unpacked"


def test_many_middling_streams_together_are_too_much(monkeypatch):
    monkeypatch.setattr(pdf_check, "MAX_UNPACKED_TOTAL", 100_000)
    packed = stream(b"/Filter/FlateDecode", zlib.compress(b" " * 30_000))
    assert code_of(one_page_pdf(b"", b"", dict.fromkeys(range(4, 9), packed))) == "too_large_unpacked"


def test_a_picture_of_too_many_pixels_inside_a_pdf_is_refused():
    image = stream(b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1", b"0")
    assert code_of(one_page_pdf(b"", b"", {4: image})) == "too_many_pixels"


@pytest.mark.parametrize(("user", "owner"), [("secret", "secret"), ("", "owner")])
def test_a_locked_pdf_is_refused_with_and_without_a_password_on_opening(user, owner):
    assert code_of(locked_pdf(user, owner)) == "encrypted"


def test_a_pdf_that_is_an_archive_too_is_refused():
    both = io.BytesIO()
    both.write(one_page_pdf())
    with zipfile.ZipFile(both, "a") as archive:
        archive.writestr("evil.class", "x" * 20)
        archive.comment = b"startxref\n0\n%%EOF\n"
    assert code_of(both.getvalue()) == "type_mismatch"


def test_a_web_page_before_or_after_a_pdf_is_refused():
    page = b"<html><script>alert(1)</script></html>"
    assert code_of(page + one_page_pdf()) == "type_mismatch"
    assert code_of(one_page_pdf() + page * 50) == "broken"


def test_a_pdf_cut_anywhere_is_refused(material):
    whole = material("测绘成果报告.pdf").rstrip()
    for length in range(10, len(whole) - 8, 997):
        assert code_of(whole[:length]) == "broken"


def test_a_pdf_with_a_hole_in_the_middle_is_refused(material):
    whole = material("合同签字扫描件_12页.pdf")
    assert code_of(whole[:300_000] + whole[340_000:]) == "broken"
