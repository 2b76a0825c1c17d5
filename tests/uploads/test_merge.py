"""What a merged PDF looks like when it is rendered."""

import io
import struct

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from app.documents.merge import A4, merge_pictures
from app.documents.uploads.judgement import judge_upload
from tests.uploads.hostile import one_page_pdf, picture

A4_UPRIGHT, A4_ACROSS = tuple(map(round, A4)), tuple(map(round, A4[::-1]))
QUARTERS = ["top left", "top right", "bottom right", "bottom left"]


def pages_of(data):
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=0.5).to_pil().convert("L") for page in pdf]


def sizes_of(data):
    with pypdfium2.PdfDocument(data) as pdf:
        return [tuple(map(round, page.get_size())) for page in pdf]


def marked(width, height, picture_format="PNG", mode="RGB"):
    """A grey picture whose top left quarter is black."""
    image = Image.new("RGB", (width, height), (200, 200, 200))
    image.paste("black", (0, 0, width // 2, height // 2))
    raw = io.BytesIO()
    image.convert(mode).save(raw, picture_format)
    return judge_upload(raw.getvalue(), "图")


def dark_quarter(page):
    across, down = page.width // 4, page.height // 4
    middle = (page.width // 2, page.height // 2)
    near = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    spots = [(middle[0] + x * across // 2, middle[1] + y * down // 2) for x, y in near]
    return [place for place, spot in zip(QUARTERS, spots, strict=True) if page.getpixel(spot) < 60]


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG"])
@pytest.mark.parametrize(("width", "height"), [(300, 400), (400, 300)])
@pytest.mark.parametrize("quarters", range(5))
def test_a_picture_is_turned_clockwise_and_the_page_lies_as_the_picture_lies(picture_format, width, height, quarters):
    merged = merge_pictures([marked(width, height, picture_format)], [90 * quarters])
    [page] = pages_of(merged)
    lies = (width > height) != (quarters % 2 == 1)
    assert sizes_of(merged) == [A4_ACROSS if lies else A4_UPRIGHT]
    assert dark_quarter(page) == [QUARTERS[quarters % 4]]


@pytest.mark.parametrize(("width", "height"), [(50, 4000), (4000, 50), (7, 5), (3508, 2480)])
@pytest.mark.parametrize("degrees", [0, 90])
def test_a_picture_fits_inside_the_margin_and_keeps_its_proportions(width, height, degrees):
    upload = judge_upload(picture("PNG", (width, height), "L"), "图.png")
    [page] = pages_of(merge_pictures([upload], [degrees]))
    left, top, right, bottom = page.point(lambda value: 255 if value < 250 else 0).getbbox()
    assert min(left, top, page.width - right, page.height - bottom) >= 13
    shown = (right - left) / (bottom - top)
    meant = width / height if degrees == 0 else height / width
    if 0.2 < meant < 5:
        assert shown == pytest.approx(meant, rel=0.03)
    assert min(left, top) <= 16


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA"])
def test_every_kind_of_picture_shows_its_marks(mode):
    [page] = pages_of(merge_pictures([marked(300, 400, mode=mode)], [0]))
    assert dark_quarter(page) == ["top left"]


def test_sixteen_bits_of_grey_are_not_washed_out():
    upper, lower = struct.pack("<150H150H", *[1_000] * 150, *[60_000] * 150), struct.pack("<300H", *[60_000] * 300)
    image = Image.frombytes("I;16", (300, 400), upper * 200 + lower * 200)
    raw = io.BytesIO()
    image.save(raw, "PNG")
    [page] = pages_of(merge_pictures([judge_upload(raw.getvalue(), "图")], [0]))
    assert dark_quarter(page) == ["top left"]
    assert 225 < page.getpixel((page.width // 2 + 20, page.height // 2 + 20)) < 240


def test_sixteen_bits_of_grey_with_a_transparent_shade_are_merged_too():
    raw = io.BytesIO()
    Image.new("I;16", (30, 40), 1_000).save(raw, "PNG", transparency=60_000)
    assert len(pages_of(merge_pictures([judge_upload(raw.getvalue(), "图")], [0]))) == 1


def test_what_is_transparent_shows_the_white_page():
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 50, 50))
    raw = io.BytesIO()
    clear.save(raw, "PNG")
    [page] = pages_of(merge_pictures([judge_upload(raw.getvalue(), "章")], [0]))
    assert page.getpixel((page.width // 2 + 30, page.height // 2 + 30)) == 255
    assert page.getpixel((page.width // 2 - 30, page.height // 2 - 30)) == 0


def test_a_print_shop_jpeg_keeps_its_colours():
    upload = marked(300, 400, "JPEG", "CMYK")
    assert dark_quarter(pages_of(merge_pictures([upload], [0]))[0]) == ["top left"]


def test_a_jpeg_goes_in_without_loss():
    upload = judge_upload(picture("JPEG"), "a.jpg")
    with pikepdf.open(io.BytesIO(merge_pictures([upload], [0]))) as pdf:
        assert pdf.pages[0].Resources.XObject.Picture.read_raw_bytes() == upload.data


def test_pictures_and_pdfs_keep_the_order_given(material):
    scan = judge_upload(material("测绘成果报告.pdf"), "测绘成果报告.pdf")
    upright, across = marked(300, 400), marked(400, 300)
    merged = merge_pictures([across, scan, upright], [0, 0, 0])
    assert sizes_of(merged) == [A4_ACROSS, *sizes_of(scan.data), A4_UPRIGHT]


def test_a_pdf_is_turned_with_all_its_pages():
    upload = judge_upload(one_page_pdf(page=b"/Rotate 90"), "a.pdf")
    assert sizes_of(merge_pictures([upload], [0])) == [(842, 595)]
    assert sizes_of(merge_pictures([upload], [90])) == [(595, 842)]


def test_the_sideways_account_proof_is_merged_upright(material):
    upload = judge_upload(material("账户开立证明_横置.jpg"), "账户开立证明_横置.jpg")
    assert sizes_of(merge_pictures([upload], [0])) == [A4_UPRIGHT]


def test_a_merged_pdf_passes_the_judge_and_is_the_same_each_time():
    uploads = [marked(300, 400), judge_upload(one_page_pdf(), "a.pdf"), marked(400, 300, "JPEG")]
    merged = merge_pictures(uploads, [0, 90, 270])
    assert judge_upload(merged, "合并.pdf").pages == 3
    assert merge_pictures(uploads, [0, 90, 270]) == merged


@pytest.mark.parametrize("rotations", [[], [0, 0], [45]])
def test_a_missing_or_askew_rotation_is_an_error(rotations):
    with pytest.raises(ValueError, match="rotation"):
        merge_pictures([marked(3, 4)], rotations)


def test_nothing_cannot_be_merged():
    with pytest.raises(ValueError, match="at least one"):
        merge_pictures([], [])
