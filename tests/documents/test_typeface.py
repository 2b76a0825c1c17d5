"""Rare characters are printed and can be copied; what no face has is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts

from app.documents import typeface
from app.documents.contents import UnitSchedule
from app.documents.ledger import LedgerColumn, ledger_table
from app.documents.production import produce
from app.documents.render import render_pdf
from app.documents.typeface import CharacterMissing, printable

from . import samples
from .reading import text_of


@pytest.mark.parametrize("name", ["㳇", "𬱖", "向㳇𬱖", "𬭚𫍯"])
def test_a_rare_name_can_be_copied_out_of_the_document(name: str) -> None:
    assert name in text_of(render_pdf(f"<style>body {{font-family: Song, Rare}}</style><p>{name}</p><b>{name}</b>"))


def test_rare_characters_in_a_ledger_can_be_copied() -> None:
    content = samples.unit_schedule(1)
    line = samples.schedule_line(1, 1, entrance="𬱖㳇")
    produced = produced_schedule(replace(content, lines=(line,)))
    assert "𬱖㳇" in text_of(produced)


@pytest.mark.parametrize("character", ["\U000f0000", "🏠", "\u0e01", "\ufe0f"])
def test_a_character_without_a_face_is_refused_by_name(character: str) -> None:
    with pytest.raises(CharacterMissing) as refusal:
        produce(
            "acceptance_receipt",
            samples.acceptance_receipt(handler=f"王{character}"),
            number=samples.NUMBER,
            verify_url=samples.VERIFY_URL,
            produced_at=samples.PRODUCED_AT,
        )
    assert refusal.value.characters == character
    assert f"U+{ord(character):04X}" in str(refusal.value)


def test_a_ledger_cell_is_searched_for_missing_characters_too() -> None:
    with pytest.raises(CharacterMissing):
        produced_schedule(
            UnitSchedule("局", "司", "目", "栋", "址", "宗", "预测", (samples.schedule_line(1, 1, "🏠"),))
        )


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(CharacterMissing):
        render_pdf("<p>\ud842</p>")


def test_invisible_characters_are_left_out_and_visible_ones_kept() -> None:
    assert printable("甲\u202e乙\u200f\u200b丙\x00\ufeff丁\u2028·\n戊") == "甲乙丙丁·\n戊"


@pytest.fixture
def rare_face() -> Iterator[None]:
    """A second face that has what the Song lacks; the product takes one from the system where there is one."""
    path = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    typeface.register_faces()
    pdfmetrics.registerFont(ttfonts.TTFont(typeface.RARE, path))
    typeface._coverage.cache_clear()
    yield
    del pdfmetrics._fonts[typeface.RARE]
    typeface._coverage.cache_clear()


@pytest.mark.usefixtures("rare_face")
def test_the_rare_face_takes_over_what_the_song_lacks() -> None:
    lacking = next(
        chr(code)
        for code in sorted(typeface._coverage(typeface.RARE) - typeface._coverage(typeface.SONG))
        if code > 0xA1
    )
    assert typeface.runs_by_face(f"王{lacking}明", typeface.SONG) == [
        ("王", typeface.SONG),
        (lacking, typeface.RARE),
        ("明", typeface.SONG),
    ]
    typeface.require_printable(lacking)
    ledger_table([LedgerColumn("名", 60)], [[f"王{lacking}"]], [""], "完").wrap(500, 500)


def produced_schedule(content: UnitSchedule) -> bytes:
    return produce(
        "unit_schedule",
        content,
        number=samples.NUMBER,
        verify_url=samples.VERIFY_URL,
        produced_at=samples.PRODUCED_AT,
    ).pdf
