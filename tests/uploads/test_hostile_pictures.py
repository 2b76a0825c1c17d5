"""Pictures that lie about their size, carry something, move, are cut, or say where they were taken."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from app.documents.uploads.judgement import judge_upload
from app.documents.uploads.refusal import UploadRefused
from tests.uploads.hostile import JPEG_END, exif, picture, png_chunk, png_claiming, png_with

SCRIPT = b"<script>alert(1)</script>"


def code_of(data, name):
    with pytest.raises(UploadRefused) as refused:
        judge_upload(data, name)
    return refused.value.code


def kept(data, name="照片.jpg"):
    return judge_upload(data, name).data


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 1), (10_000, 8_001), (30_000, 2)])
def test_a_png_is_judged_by_its_header_before_anything_is_unpacked(size):
    assert code_of(png_claiming(*size), "平面图.png") == "too_many_pixels"


def test_a_jpeg_is_judged_by_its_header_too():
    data = picture("JPEG")
    start = data.index(b"\xff\xc0") + 5
    assert code_of(data[:start] + b"\xff\xff\xff\xff" + data[start + 4 :], "照片.jpg") == "too_many_pixels"


def test_a_png_whose_data_unpack_to_more_than_its_header_says_does_no_harm():
    bomb = png_claiming(2, 2, zlib.compress(b"\0" * 300_000_000, 9))
    assert judge_upload(bomb, "图.png").pixels == (2, 2)


@pytest.mark.parametrize("size", [(0, 5), (5, 0)])
def test_a_png_without_an_area_is_broken(size):
    assert code_of(png_claiming(*size), "图.png") == "broken"


def test_what_follows_the_end_of_a_picture_is_not_kept():
    for data, name in ((picture("JPEG"), "a.jpg"), (picture("PNG"), "a.png")):
        assert kept(data + SCRIPT + b"PK\x05\x06" + b"\0" * 18, name) == kept(data, name) == data


def test_what_is_written_beside_a_picture_is_not_kept():
    comment = picture("JPEG", comment=SCRIPT)
    assert SCRIPT in comment
    assert SCRIPT not in kept(comment)
    for kind, body in ((b"tEXt", b"Comment\0" + SCRIPT), (b"prVt", SCRIPT), (b"tIME", b"\x07\xe9\1\1\1\1\1")):
        written = png_with(kind, body)
        assert judge_upload(written, "图.png").data == written.replace(png_chunk(kind, body), b"")


def test_a_text_that_unpacks_a_thousandfold_is_dropped_unread():
    bomb = png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b" " * 100_000_000, 9))
    assert len(judge_upload(bomb, "图.png").data) < 10_000


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("picture_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_picture_is_turned_as_its_camera_said_and_forgets_place_and_camera(orientation, picture_format, name):
    sides = Image.new("RGB", (64, 32), "white")
    sides.paste("black", (0, 0, 32, 16))
    raw = io.BytesIO()
    sides.save(raw, picture_format, exif=exif(orientation))
    checked = judge_upload(raw.getvalue(), name)
    shown = Image.open(io.BytesIO(checked.data))
    assert checked.pixels == shown.size == ((64, 32) if orientation < 5 else (32, 64))
    right, bottom = shown.width - 4, shown.height - 4
    corners = {"top left": (4, 4), "top right": (right, 4), "bottom right": (right, bottom), "bottom left": (4, bottom)}
    dark = [place for place, corner in corners.items() if sum(shown.convert("RGB").getpixel(corner)) < 200]
    places = ["top left", "top right", "bottom right", "bottom left"]
    assert dark == [places[(orientation - 1) % 4]]
    assert b"CAMERA-MAKER" in raw.getvalue()
    assert b"CAMERA-MAKER" not in checked.data
    assert dict(shown.getexif()) == {}


def test_the_colour_profile_stays():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for picture_format, name in (("JPEG", "a.jpg"), ("PNG", "a.png")):
        for turn in (1, 6):
            data = picture(picture_format, icc_profile=profile, exif=exif(turn))
            assert Image.open(io.BytesIO(kept(data, name))).info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_is_kept_as_it_is(mode):
    image = Image.new(mode, (20, 10))
    raw = io.BytesIO()
    image.save(raw, "PNG")
    assert kept(raw.getvalue(), "a.png") == raw.getvalue()


@pytest.mark.parametrize(
    ("mode", "options"),
    [("L", {}), ("CMYK", {}), ("RGB", {"progressive": True}), ("RGB", {"restart_marker_blocks": 1})],
)
def test_every_kind_of_jpeg_is_kept_as_it_is(mode, options):
    data = picture("JPEG", size=(200, 100), mode=mode, **options)
    assert kept(data) == data


def test_a_picture_that_moves_is_refused():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    raw = io.BytesIO()
    frames[0].save(raw, "PNG", save_all=True, append_images=frames[1:])
    assert code_of(raw.getvalue(), "动图.png") == "animated"


@pytest.mark.parametrize(("picture_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_picture_cut_anywhere_is_refused(picture_format, name):
    whole = picture(picture_format, size=(120, 90))
    for length in range(12, len(whole) - 1, 61):
        assert code_of(whole[:length], name) == "broken"


def test_a_cut_jpeg_does_not_pass_with_an_end_mark_put_behind_it():
    whole = picture("JPEG", size=(300, 300))
    assert code_of(whole[: len(whole) // 2] + JPEG_END, "a.jpg") == "broken"


def test_a_png_with_one_flipped_bit_is_refused():
    whole = bytearray(picture("PNG"))
    whole[len(whole) // 2] ^= 1
    assert code_of(bytes(whole), "a.png") == "broken"


def test_a_palette_with_one_flipped_bit_is_refused():
    whole = bytearray(picture("PNG", mode="P"))
    whole[whole.index(b"PLTE") + 10] ^= 1
    assert code_of(bytes(whole), "a.png") == "broken"


def test_a_jpeg_of_thousands_of_scans_is_refused_undecoded():
    data = picture("JPEG", progressive=True)
    scan = data[data.index(b"\xff\xda") : -2]
    assert code_of(data[:-2] + scan * 2000 + JPEG_END, "a.jpg") == "broken"


def test_unreadable_exif_turns_nothing():
    data = picture("JPEG")
    rubbish = b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 20
    segment = b"\xff\xe1" + (len(rubbish) + 2).to_bytes(2, "big") + rubbish
    assert kept(data[:2] + segment + data[2:]) == data


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"])
)
def test_random_bytes_are_refused_and_never_break_the_judge(noise, head):
    with pytest.raises(UploadRefused):
        judge_upload(head + noise, "材料")


@given(st.data())
def test_a_good_picture_with_random_damage_is_kept_readable_or_refused(data):
    whole = bytearray(data.draw(st.sampled_from([picture("JPEG", (60, 60)), picture("PNG", (60, 60))])))
    for place in data.draw(st.lists(st.integers(8, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        checked = judge_upload(bytes(whole), "图")
    except UploadRefused:
        return
    assert Image.open(io.BytesIO(checked.data)).size == checked.pixels


def test_png_info_is_what_these_tests_think_it_is():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x")
    assert b"tEXt" in picture("PNG", pnginfo=info)
    assert b"tEXt" not in kept(picture("PNG", pnginfo=info), "a.png")
