"""The embedded Song face, and which characters it can print."""

import html
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts
from xhtml2pdf import default

FONT_DIRECTORY = Path(__file__).parent / "fonts"
SONG, SONG_BOLD, RARE = "Song", "Song-Bold", "Rare"
FACES = {
    SONG: FONT_DIRECTORY / "NotoSerifSC_400Regular.ttf",
    SONG_BOLD: FONT_DIRECTORY / "NotoSerifSC_700Bold.ttf",
}
# A face beyond the Song for characters of personal names, used where the system has one.
RARE_FACES = (
    Path("/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"),
    Path("/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"),
)
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})

_registering = threading.Lock()


class CharacterMissing(ValueError):
    """No face can print these characters; printing a box in their place would falsify the document."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(set(characters)))
        named = "、".join(f"{character!a}（U+{ord(character):04X}）" for character in self.characters)
        super().__init__(f"字体缺少下列字符，不能打印：{named}")


def register_faces(rare_faces: Sequence[Path] = RARE_FACES) -> None:
    """Make the faces known to the renderer; later calls do nothing. About 0.15 s the first time."""
    with _registering:
        if SONG in pdfmetrics.getRegisteredFontNames():
            return
        for name, path in FACES.items():
            pdfmetrics.registerFont(ttfonts.TTFont(name, path))
        _map_family(SONG, SONG, SONG_BOLD)
        for path in filter(Path.is_file, rare_faces):
            pdfmetrics.registerFont(ttfonts.TTFont(RARE, path))
            _map_family(RARE, RARE, RARE)
            return


def printable(text: str) -> str:
    """The text without control, formatting and direction characters, which have no shape and can only mislead."""
    invisible = {ord(character): None for character in set(text) if _is_invisible(character)}
    return text.translate(invisible)


def require_printable(text: str) -> None:
    """Refuse text (markup allowed) with a character that no registered face draws; raises CharacterMissing."""
    missing = {character for character in set(html.unescape(text)) if not _is_drawn(character)}
    if missing:
        raise CharacterMissing(missing)


def runs_by_face(text: str, face: str) -> list[tuple[str, str]]:
    """The text cut into (run, face) where the rare face takes over what `face` lacks."""
    covered = _coverage(face)
    runs: list[tuple[str, str]] = []
    for character in text:
        drawn_by = face if ord(character) in covered or not _coverage(RARE) else RARE
        if runs and runs[-1][1] == drawn_by:
            runs[-1] = (runs[-1][0] + character, drawn_by)
        else:
            runs.append((character, drawn_by))
    return runs


def _map_family(family: str, regular: str, bold: str) -> None:
    for italic in (0, 1):
        addMapping(family, 0, italic, regular)
        addMapping(family, 1, italic, bold)
    default.DEFAULT_FONT[family.lower()] = family


def _is_drawn(character: str) -> bool:
    return character in "\n\r\t" or any(ord(character) in _coverage(face) for face in (SONG, RARE))


@cache
def _coverage(face: str) -> frozenset[int]:
    if face not in pdfmetrics.getRegisteredFontNames():
        return frozenset()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


def _is_invisible(character: str) -> bool:
    return character not in "\n\r\t" and unicodedata.category(character) in INVISIBLE
