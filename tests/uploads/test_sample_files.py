"""Every sample file and every sample name gets the verdict that was written down for it."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from app.documents.uploads.judgement import judge_upload
from app.documents.uploads.refusal import UploadRefused

EXPECTED = json.loads((Path(__file__).parents[1] / "data/materials/expected.json").read_text(encoding="utf-8"))
ACCEPTED = {name: row for name, row in EXPECTED["files"].items() if row["verdict"] == "accept"}
REFUSED = {name: row for name, row in EXPECTED["files"].items() if row["verdict"] == "refuse"}
GOOD_NAMES = [row for row in EXPECTED["names"] if row["verdict"] == "accept"]
BAD_NAMES = [row for row in EXPECTED["names"] if row["verdict"] == "refuse"]


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_good_file_is_kept_under_its_name_with_type_pages_and_pixels(name, material):
    row = ACCEPTED[name]
    checked = judge_upload(material(name), name)
    assert (checked.content_type, checked.stored_name) == (row["type"], name)
    assert checked.pages == row.get("pages")
    assert checked.pixels == (tuple(row.get("shown_upright", row["pixels"])) if "pixels" in row else None)
    assert checked.sha256 == hashlib.sha256(checked.data).hexdigest()


@pytest.mark.parametrize(
    "name", [name for name, row in ACCEPTED.items() if not {"strip", "exif_orientation"} & set(row)]
)
def test_a_file_with_nothing_to_remove_stays_byte_for_byte(name, material):
    assert judge_upload(material(name), name).sha256 == ACCEPTED[name]["sha256"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_its_code_and_a_chinese_sentence(name, material):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(material(name), name)
    assert refused.value.code == REFUSED[name]["code"]
    assert refused.value.status in REFUSED[name]["status"]
    assert "请" in str(refused.value.reason)


def test_the_heic_message_says_how_to_get_a_jpeg(material):
    with pytest.raises(UploadRefused, match=r"兼容性最佳.*JPEG"):
        judge_upload(material("IMG_0417.HEIC"), "IMG_0417.HEIC")


@pytest.mark.parametrize("row", GOOD_NAMES, ids=lambda row: ascii(row["name"]))
def test_a_harmless_name_is_kept_or_cleaned(row, material):
    checked = judge_upload(material("测绘成果报告.pdf"), row["name"])
    assert checked.stored_name == row["stored_name"]


@pytest.mark.parametrize("row", BAD_NAMES, ids=lambda row: ascii(row["name"][:20]))
def test_a_harmful_name_is_refused(row, material):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(material("测绘成果报告.pdf"), row["name"] + row.get("extension", ""))
    assert refused.value.code == row["code"]
    assert refused.value.status in row["status"]


@pytest.mark.parametrize("row", EXPECTED["described"], ids=lambda row: row["code"])
def test_the_oversized_scan_is_refused(row, material):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(material("合同签字扫描件_12页.pdf").ljust(row["bytes"], b"%"), row["name"])
    assert refused.value.code == row["code"]
    assert refused.value.status in row["status"]


def test_place_and_camera_do_not_stay_in_a_telephone_picture(material):
    sent = material("手机拍照_带定位.jpg")
    kept = judge_upload(sent, "手机拍照_带定位.jpg").data
    assert dict(Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825))
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


def test_a_picture_on_its_side_is_kept_upright(material):
    sent = Image.open(io.BytesIO(material("账户开立证明_横置.jpg")))
    kept = Image.open(io.BytesIO(judge_upload(material("账户开立证明_横置.jpg"), "a.jpg").data))
    assert kept.getexif().get(0x0112, 1) == 1
    turned = sent.transpose(Image.Transpose.ROTATE_270).convert("L").resize((50, 70))
    difference = [
        abs(a - b) for a, b in zip(turned.tobytes(), kept.convert("L").resize((50, 70)).tobytes(), strict=True)
    ]
    assert max(difference) < 12
