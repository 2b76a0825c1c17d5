"""What an uploaded workbook must not be, judged by its bytes alone and before anything of it is unpacked."""

import html
import io
import zipfile
import zlib
from collections import Counter
from enum import StrEnum

from app.integrations.compound_file import COMPOUND_MAGIC, BrokenCompoundFile, CompoundFile

MEGABYTE = 1024 * 1024
MAX_FILE = 50 * MEGABYTE
MAX_UNPACKED = 1000 * 1000 * 1000
MAX_RATIO = 100
HARMLESS_PART = MEGABYTE  # a part this small may be packed as tightly as it likes
MAX_DIRECTORY = MEGABYTE
MAX_SMALL_PART = 4 * MEGABYTE
ENCRYPTED_FLAG = 0x1
PACKING_METHODS = (0, 8)  # stored and deflated
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
MAIN_TYPES = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")


class WorkbookKind(StrEnum):
    xlsx = "xlsx"
    xls = "xls"
    ods = "ods"


# What zipfile and zlib raise for damaged bytes; RuntimeError stands for a password.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)

MESSAGES = {
    "empty_file": "文件是空的，请重新导出后上传",
    "not_a_workbook": "不是可读取的工作簿，请上传 .xlsx、.xls 或 .ods 文件",
    "macro_workbook": "工作簿含有宏，不能上传；请另存为不含宏的 .xlsx 文件",
    "zip_bomb": "工作簿解压后过大或压缩比异常，已拒绝读取",
    "too_large": "文件超过 50 MB，请拆分后上传",
    "encrypted": "工作簿设有打开密码，请取消密码后上传",
    "broken": "工作簿已损坏，无法读取；请用表格软件打开并重新保存后上传",
}


class WorkbookRefused(Exception):
    """The file as a whole is not read: one code of MESSAGES and the sentence for the person who sent it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.message = MESSAGES[code]
        super().__init__(self.message)


def guard_workbook(data: bytes) -> WorkbookKind:
    """The kind of a workbook that may be opened; raises WorkbookRefused for anything else."""
    if not data:
        raise WorkbookRefused("empty_file")
    if len(data) > MAX_FILE:
        raise WorkbookRefused("too_large")
    if data.startswith(COMPOUND_MAGIC):
        return _guard_compound(data)
    if data.startswith(b"PK"):
        return _guard_archive(data)
    raise WorkbookRefused("not_a_workbook")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip directory, which is itself bounded; raises WorkbookRefused when there is none."""
    _guard_directory(data)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ARCHIVE as error:
        raise WorkbookRefused("broken") from error


def read_small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that is small in every honest file; a larger one is refused."""
    try:
        info = archive.getinfo(name)
        if info.file_size > MAX_SMALL_PART:
            raise WorkbookRefused("zip_bomb")
        return archive.read(info)
    except BROKEN_ARCHIVE as error:
        raise WorkbookRefused("broken") from error


def _guard_directory(data: bytes) -> None:
    """Measures the directory before it is parsed: a million empty entries fit into 50 MB."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        raise WorkbookRefused("broken" if _begins_with_part(data) else "not_a_workbook")
    if int.from_bytes(data[end + 12 : end + 16], "little") > MAX_DIRECTORY:
        raise WorkbookRefused("zip_bomb")


def _begins_with_part(data: bytes) -> bool:
    """A part's header in front tells a cut-off archive from something that merely begins with the same letters."""
    return data.startswith(b"PK\x03\x04") and len(data) > 30 and data[8] in PACKING_METHODS and data[9] == 0


def _guard_archive(data: bytes) -> WorkbookKind:
    with open_archive(data) as archive:
        _guard_sizes(archive, len(data))
        _guard_entries(archive)
        if "mimetype" in archive.NameToInfo:
            return _guard_open_document(archive)
        if "[Content_Types].xml" in archive.NameToInfo:
            return _guard_open_xml(archive)
    raise WorkbookRefused("not_a_workbook")


def _guard_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    unpacked = sum(info.file_size for info in archive.filelist)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed + HARMLESS_PART:
        raise WorkbookRefused("zip_bomb")
    if any(_is_bomb(info) for info in archive.filelist):
        raise WorkbookRefused("zip_bomb")


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > HARMLESS_PART and info.file_size > MAX_RATIO * info.compress_size


def _guard_entries(archive: zipfile.ZipFile) -> None:
    if any(info.flag_bits & ENCRYPTED_FLAG for info in archive.filelist):
        raise WorkbookRefused("encrypted")
    # Two entries of one name are read differently by different programs.
    if max(Counter(info.filename.lower() for info in archive.filelist).values(), default=0) > 1:
        raise WorkbookRefused("broken")


def _guard_open_document(archive: zipfile.ZipFile) -> WorkbookKind:
    if read_small_part(archive, "mimetype").strip() != OPEN_DOCUMENT:
        raise WorkbookRefused("not_a_workbook")
    if any(info.filename.startswith(("Basic/", "Scripts/")) and not info.is_dir() for info in archive.filelist):
        raise WorkbookRefused("macro_workbook")
    if b"encryption-data" in read_small_part(archive, "META-INF/manifest.xml"):
        raise WorkbookRefused("encrypted")
    return WorkbookKind.ods


def _guard_open_xml(archive: zipfile.ZipFile) -> WorkbookKind:
    types = html.unescape(read_small_part(archive, "[Content_Types].xml").decode("utf-8", "replace"))
    if "sheet.binary" in types:
        raise WorkbookRefused("not_a_workbook")
    names = [info.filename.lower() for info in archive.filelist]
    if "macroenabled" in types.lower() or "vbaproject" in types.lower() or any(map(_is_macro_part, names)):
        raise WorkbookRefused("macro_workbook")
    if not any(main in types for main in MAIN_TYPES):
        raise WorkbookRefused("not_a_workbook")
    return WorkbookKind.xlsx


def _is_macro_part(name: str) -> bool:
    return "vbaproject" in name or name.startswith("xl/macrosheets/")


def _guard_compound(data: bytes) -> WorkbookKind:
    try:
        names = {name.lower() for name in CompoundFile(data).names}
    except BrokenCompoundFile as error:
        raise WorkbookRefused("broken") from error
    if "encryptedpackage" in names:
        raise WorkbookRefused("encrypted")
    if not names & {"workbook", "book"}:
        raise WorkbookRefused("not_a_workbook")
    if names & {"_vba_project_cur", "_vba_project", "vba"}:
        raise WorkbookRefused("macro_workbook")
    return WorkbookKind.xls
