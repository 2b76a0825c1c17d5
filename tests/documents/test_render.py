"""Rendering reads nothing, forgets nothing, and repeats itself."""

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from app.documents.render import render_pdf

from .reading import pages_of, text_of

STYLE = "<style>@page {size: A4; margin: 2cm} body {font-family: Song; -pdf-word-wrap: CJK}</style>"
SECRET_TEXT = "不应读到的内容"

_watched: list[tuple[str, str]] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is not None and event in {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request"}:
        _watched.append((event, str(arguments[:2])))


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every file and address the interpreter touches meanwhile."""
    global _watched
    seen: list[tuple[str, str]] = []
    _watched = seen
    try:
        yield seen
    finally:
        _watched = None


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a picture, a page and a stylesheet, which is also the working directory."""
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    (tmp_path / "secret.png").write_bytes(base64.b64decode(pixel))
    (tmp_path / "secret.pdf").write_bytes(render_pdf(f"{STYLE}<p>{SECRET_TEXT}</p>"))
    (tmp_path / "secret.css").write_text(f"p:before {{content: '{SECRET_TEXT}'}}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PROBES = (
    "<img src='{there}/secret.png'>",
    "<img src='secret.png'>",
    "<img src='file://{there}/secret.png'>",
    "<img src='http://127.0.0.1:9/secret.png'>",
    "<img src='https://example.com/secret.png'>",
    "<link rel='stylesheet' href='{there}/secret.css'>",
    "<link rel='stylesheet' href='http://127.0.0.1:9/secret.css'>",
    "<style>@import url('secret.css');</style>",
    "<style>@page {{background-image: url('{there}/secret.pdf')}}</style>",
    "<style>@page {{background-image: url('secret.pdf')}}</style>",
    "<style>@font-face {{font-family: Foreign; src: url('http://127.0.0.1:9/foreign.ttf')}}</style>",
    "<style>p {{background-image: url('{there}/secret.png')}}</style>",
    "<pdf:insertpdf src='{there}/secret.pdf'></pdf:insertpdf>",
    "<pdf:include src='{there}/secret.pdf'></pdf:include>",
)


@pytest.mark.parametrize("probe", PROBES)
def test_markup_reaches_no_file_and_no_network(probe: str, secret: Path) -> None:
    markup = f"<html><head>{STYLE}</head><body>{probe.format(there=secret)}<p>正文</p></body></html>"
    render_pdf(STYLE + "<p>先装字体</p>")
    with watched() as seen:
        pdf = render_pdf(markup)
    assert not [event for event in seen if "secret" in event[1] or event[0] != "open"]
    assert text_of(pdf) == "正文第1页共1页"
    assert not _images(pdf)


def test_the_watch_itself_sees_a_file_being_read(secret: Path) -> None:
    with watched() as seen:
        (secret / "secret.css").read_bytes()
    assert [event for event in seen if "secret.css" in event[1]]


def test_equal_input_gives_equal_bytes_and_the_given_date() -> None:
    moment = datetime(2024, 5, 1, 2, 30, 5, tzinfo=UTC)
    first, second = (render_pdf(f"{STYLE}<p>同样</p>", produced_at=moment) for _ in range(2))
    assert first == second
    assert pypdfium2.PdfDocument(first).get_metadata_value("CreationDate") == "D:20240501023005+00'00'"
    assert first != render_pdf(f"{STYLE}<p>同样</p>", produced_at=datetime(2024, 5, 2, tzinfo=UTC))


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"第{number}份{'甲乙丙丁'[number % 4] * 50}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        rendered = list(pool.map(lambda text: render_pdf(f"{STYLE}<p>{text}</p>"), texts))
    alone = [render_pdf(f"{STYLE}<p>{text}</p>") for text in texts]
    assert [hashlib.sha256(pdf).hexdigest() for pdf in rendered] == [hashlib.sha256(pdf).hexdigest() for pdf in alone]


def test_every_page_is_numbered_out_of_all() -> None:
    pages = pages_of(render_pdf(STYLE + "<p>长文</p>" * 200))
    assert len(pages) > 2
    assert all(f"第 {number} 页　共 {len(pages)} 页" in page for number, page in enumerate(pages, start=1))


def test_chinese_lines_break_and_no_line_begins_with_closing_punctuation() -> None:
    text = "商品房预售资金，应当全部存入监管账户；任何单位和个人不得截留、挪用。" * 20
    page = pages_of(render_pdf(f"{STYLE}<p>{text}</p>"))[0]
    lines = [line for line in re.split(r"[\r\n]+", page) if line][:-1]
    assert len(lines) > 10
    assert not [line for line in lines if line[0] in "，；、。"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("字" * 40 + "备案总价109,782,597.00元" * 9, "109,782,597.00"),
        ("字" * 37 + "自2024-05-01起" * 30, "2024-05-01"),
    ],
)
def test_a_figure_is_not_cut_in_two_by_the_end_of_a_line(text: str, kept: str) -> None:
    lines = re.split(r"[\r\n]+", pages_of(render_pdf(f"{STYLE}<p>{text}</p>"))[0])
    assert sum(line.count(kept) for line in lines) == text.count(kept)


def test_a_line_break_in_the_template_breaks_the_line() -> None:
    lines = re.split(r"[\r\n]+", pages_of(render_pdf(f"{STYLE}<p>甲<br/>乙<br/><b>丙</b></p>"))[0])
    assert lines[:3] == ["甲", "乙", "丙"]


def test_a_paragraph_carried_over_the_page_gets_no_blanks_inside() -> None:
    text = "".join(pages_of(render_pdf(f"{STYLE}<p>{'商品房预售合同' * 900}</p>")))
    assert re.sub(r"[\r\n]+|第 \d 页　共 \d 页", "", text) == "商品房预售合同" * 900


def test_a_cell_longer_than_a_page_goes_on_over_the_page_unshrunk() -> None:
    pages = pages_of(render_pdf(f"{STYLE}<table><tr><td>{'字' * 10000}</td></tr></table>"))
    assert sum(page.count("字") for page in pages) == 10000
    assert len(pages) > 2


def _images(pdf: bytes) -> list[object]:
    document = pypdfium2.PdfDocument(pdf)
    return [item for page in document for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
