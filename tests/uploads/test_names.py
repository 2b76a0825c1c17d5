"""Names as browsers, telephones and attackers send them."""

import pytest

from app.documents.uploads.judgement import judge_upload
from app.documents.uploads.refusal import UploadRefused
from tests.uploads.hostile import one_page_pdf, picture

PDF = one_page_pdf()


@pytest.mark.parametrize(
    ("claimed", "stored"),
    [
        ("image", "image.pdf"),
        ("", "material.pdf"),
        ("..", "material.pdf"),
        ("../", "material.pdf"),
        ("...pdf", "material.pdf"),
        ("第3.2节", "第3.2节.pdf"),
        ("验收2025.03", "验收2025.03.pdf"),
        ("合同.exe.pdf", "合同.exe.pdf"),
        ("合同.pdf. ", "合同.pdf"),
        ("C:合同.pdf", "合同.pdf"),
        ("资料\\../合同.pdf", "合同.pdf"),
        ("e\u0301tage.pdf", "\u00e9tage.pdf"),
        ("合\u00ad同\u2060.p\u200bdf", "合同.pdf"),
        ("合" * 83 + ".pdf", "合" * 83 + ".pdf"),
    ],
)
def test_a_name_is_reduced_to_its_last_part_with_a_right_ending(claimed, stored):
    assert judge_upload(PDF, claimed).stored_name == stored


@pytest.mark.parametrize(
    "claimed", ["合\x7f同.pdf", "合\u2028同.pdf", "合\u2066同.pdf", "合\ud800.pdf", "a\0/合同.pdf", "\x85.pdf"]
)
def test_control_characters_anywhere_in_a_name_are_refused(claimed):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(PDF, claimed)
    assert refused.value.code == "name_control_character"


def test_a_name_is_too_long_from_the_first_character_that_file_systems_do_not_take():
    with pytest.raises(UploadRefused) as refused:
        judge_upload(PDF, "合" * 84 + ".pdf")
    assert refused.value.code == "name_too_long"


@pytest.mark.parametrize("claimed", ["照片.png", "照片.pdf", "照片.heic", "照片.jpg.php", "照片.html"])
def test_a_jpeg_under_a_foreign_ending_is_refused_with_the_right_one_named(claimed):
    with pytest.raises(UploadRefused, match=r"改为 \.jpg") as refused:
        judge_upload(picture("JPEG"), claimed)
    assert (refused.value.code, refused.value.status) == ("type_mismatch", 415)


@pytest.mark.parametrize("claimed", ["照片.jpg", "照片.JPEG", "照片.jfif", "照片"])
def test_each_usual_ending_of_a_jpeg_is_taken(claimed):
    assert judge_upload(picture("JPEG"), claimed).content_type == "image/jpeg"
