"""Writes an .ods by hand, for nothing else here can."""

import io
import zipfile
from html import escape

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{NAMES}:office:1.0" '
    f'xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0"><office:body><office:spreadsheet>'
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"


def as_ods(tables: dict[str, str], manifest: str = "<manifest/>", more: dict[str, str] | None = None) -> bytes:
    content = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", HEAD + content + TAIL)
        archive.writestr("META-INF/manifest.xml", manifest)
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return packed.getvalue()


def tables_of(sheets: dict[str, list[list[object]]]) -> dict[str, str]:
    return {name: "".join(map(row_of, rows)) for name, rows in sheets.items()}


def row_of(row: list[object]) -> str:
    return f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>"


def cell_of(value: object, more: str = "") -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {more}><text:p>{escape(str(value))}</text:p></table:table-cell>"
