"""The translations: `python -m tools.translations collect`, `… check`, `… compile`.

Chinese is the source: the text itself is its key. The English catalogue must say every text; the Chinese one holds
only what Flask-AppBuilder's own catalogue lacks.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "translations"
ENGLISH, CHINESE = "en", "zh"
CALLS: Mapping[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
SKIPPED = (".venv", "tests", "node_modules", "instance")
LAST_CHANGE = datetime(2026, 1, 1, tzinfo=UTC)
FRAME_EXTRACTION = [("**.py", "python"), ("**.html", "jinja2")]
PERCENT_BLANK = re.compile(r"%\((\w+)\)")


def path_of(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str) -> Catalog:
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(locale: str, catalog: Catalog) -> None:
    """Sorted, without line numbers and without a date of writing, so that a change shows what changed."""
    catalog.header_comment = f"# {locale}: written by tools/translations.py; only the msgstr lines are a person's."
    catalog.project, catalog.version, catalog.fuzzy = "网签系统", "1", False
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    catalog.revision_date = catalog.creation_date = LAST_CHANGE
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=0)


# ---- what there is to translate ----


def called_texts() -> Iterator[tuple[Any, str]]:
    """Texts in calls of `_` and its kin, in Python and in templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(ROOT), methods, options, keywords=CALLS, directory_filter=is_ours)
    yield from ((text, name) for name, _, text, _, _ in found)


def is_ours(folder: str) -> bool:
    return Path(folder).name not in SKIPPED


def our_texts() -> Catalog:
    """Everything of ours that an English reader must be able to read; texts without a Chinese sign need nothing."""
    from tools.texts import data_texts

    catalog = Catalog()
    for text, place in [*called_texts(), *data_texts()]:
        if is_chinese(text):
            catalog.add(text, locations=[(place, 1)])
    return catalog


def is_chinese(text: object) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in str(text))


def frame_texts() -> Catalog:
    """Every text of Flask-AppBuilder itself."""
    import flask_appbuilder

    catalog = Catalog()
    folder = str(Path(flask_appbuilder.__file__).parent)
    for _, _, text, _, _ in extract_from_dir(folder, FRAME_EXTRACTION, keywords=CALLS):
        if text:
            catalog.add(text)
    return catalog


def frame_translations() -> Catalog:
    import flask_appbuilder

    path = Path(flask_appbuilder.__file__).parent / "translations" / CHINESE / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=CHINESE)


def missing_in_frame() -> Catalog:
    """What a Chinese reader would read in English."""
    there = frame_translations()
    catalog = Catalog()
    for message in texts_of(frame_texts()):
        known = there.get(message.id)
        if known is None or not known.string or known.fuzzy:
            catalog.add(message.id)
    return catalog


def texts_of(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


# ---- what is wrong ----


def faults(locale: str, wanted: Catalog) -> Iterator[str]:
    """One line for every text that is not, not surely or not rightly translated, and for what no one reads any more."""
    there = read(locale)
    for message in texts_of(wanted):
        known = there.get(message.id)
        if known is None:
            yield f"{locale}: not collected: {message.id}"
        elif not known.string or (isinstance(known.string, tuple) and not all(known.string)):
            yield f"{locale}: not translated: {message.id}"
        elif known.fuzzy:
            yield f"{locale}: fuzzy: {message.id}"
        elif blanks_of(known.id) != blanks_of(known.string):
            yield f"{locale}: other blanks: {message.id} -> {known.string}"
    yield from (f"{locale}: no longer used: {message.id}" for message in texts_of(there) if message.id not in wanted)


def blanks_of(text: Any) -> set[str]:
    """The names that are filled in, in either way of writing them."""
    words = text[0] if isinstance(text, list | tuple) else text
    named = {name for _, name, _, _ in Formatter().parse(words.replace("%(", "%%(")) if name} if "{" in words else set()
    return named | set(PERCENT_BLANK.findall(words))


# ---- the three acts ----


def collect() -> None:
    """Bring both catalogues up to the texts there are; what was translated stays."""
    for locale, wanted in ((ENGLISH, our_texts()), (CHINESE, missing_in_frame())):
        catalog = read(locale)
        catalog.update(wanted, no_fuzzy_matching=True)
        write(locale, catalog)
        empty = sum(not message.string for message in texts_of(catalog))
        sys.stdout.write(f"{locale}: {len(catalog)} texts, {empty} without translation\n")


def check() -> None:
    found = [*faults(ENGLISH, our_texts()), *faults(CHINESE, missing_in_frame())]
    if found:
        sys.exit("\n".join(found))


def compile_all() -> None:
    """The binary catalogues, where they are older than their source."""
    for source in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        with target.open("wb") as file:
            write_mo(file, catalog)


ACTS = {"collect": collect, "check": check, "compile": compile_all}


def main() -> None:
    ACTS[sys.argv[1] if len(sys.argv) > 1 else "check"]()


if __name__ == "__main__":
    main()
