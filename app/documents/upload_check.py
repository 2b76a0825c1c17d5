"""What people upload, judged by its content before anything is kept: one verdict, one sentence that helps.

Only PDF, JPEG and PNG up to 20 MB are kept. A picture is kept upright and without place, camera or anything after its
end; a PDF is kept byte for byte, for it may carry signatures, and is refused if it could act by itself.
"""

import hashlib
import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import is_zipfile

import pikepdf
from pikepdf.settings import set_qpdf_limits
from PIL import Image, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
MAX_SIDE = 30_000 - 1
MAX_PAGES = 1000
MAX_SCANS = 100  # a progressive JPEG has about ten; thousands of tiny ones keep a decoder busy for hours
MAX_NODES = 2_000_000
MAX_UNPACKED_BYTES = 128 * 1024 * 1024  # of one stream in a PDF
MAX_UNPACKED_TOTAL = 512 * 1024 * 1024
MAX_NAME_BYTES = 255  # what common file systems take, in UTF-8

# These limits hold for the whole process: qpdf unpacks object streams while it opens a file, before we could look.
set_qpdf_limits(flate_max_memory=MAX_UNPACKED_BYTES, run_length_max_memory=MAX_UNPACKED_BYTES)

MESSAGES = {
    "empty_file": "文件是空的（0 字节），请确认文件能打开后重新选择",
    "too_large": "文件超过 20 MB，请降低扫描分辨率或拆成几份后上传",
    "name_control_character": "文件名含有控制字符或改变文字方向的字符，请重新命名后上传",
    "name_too_long": "文件名太长，请缩短到 80 个汉字以内后上传",
    "encrypted": "PDF 设有密码或权限限制，请在阅读器中取消加密，或“打印为 PDF”另存一份后上传",
    "active_content": "PDF 中含有脚本、表单提交或启动程序等动作，请用“打印为 PDF”另存一份后上传",
    "embedded_file": "PDF 中夹带了附件，请去掉附件，或用“打印为 PDF”另存一份，附件单独上传",
    "no_pages": "PDF 中没有页面，请检查扫描或导出是否成功，重新生成后上传",
    "too_many_pages": f"PDF 超过 {MAX_PAGES} 页，请拆成几份后上传",
    "too_complex": "PDF 的内部结构过于复杂，请用“打印为 PDF”另存一份后上传",
    "too_large_unpacked": "PDF 解压后的内容过大，请用“打印为 PDF”另存一份后上传",
    "broken": "文件不完整或已损坏（可能上传中断），请确认文件能正常打开后重新上传",
    "too_many_pixels": "图片像素过多（最多 8000 万像素），请按 300 dpi 重新扫描或缩小图片后上传",
    "animated": "不支持动态图片，请另存为静态的 JPEG 或 PNG 图片后上传",
}

EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
}
ALLOWED_EXTENSIONS = {extension for extensions in EXTENSIONS.values() for extension in extensions}
SAVE_AS = "请另存或打印为 PDF 后上传"
SAVE_PICTURE = "请用画图等软件另存为 JPEG 或 PNG 后上传"
HEIC_HELP = (
    "请在 iPhone“设置-相机-格式”中选“兼容性最佳”后重新拍摄，"
    "或在照片里选中图片，拷贝到“文件”或用微信发送，即得到 JPEG，再上传"
)

DIRECTION_CHARACTERS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROL_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}


class UploadRefused(Exception):
    """An upload that is not kept: `code` for programs, `message` for people, the HTTP `status` to answer with."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file as it may be kept.

    data: the bytes to keep, which for a picture may differ from those sent; sha256: their hash in hexadecimal;
    pages: of a PDF; pixels: width and height of a picture as shown upright; stored_name: what a download is called.
    """

    data: bytes
    content_type: str
    pages: int | None
    pixels: tuple[int, int] | None
    stored_name: str
    sha256: str


def judge_upload(data: bytes, claimed_name: str) -> CheckedUpload:
    """The upload as it may be kept under a safe name; raises UploadRefused with the first thing that is wrong."""
    _check_size(data)
    name = _clean_name(claimed_name)
    content_type = _judge_type(data, _extension(name))
    pages, pixels = None, None
    if content_type == "application/pdf":
        pages = _judge_pdf(data)
    else:
        data, pixels = _judge_picture(data, content_type)
    return CheckedUpload(
        data, content_type, pages, pixels, _stored_name(name, content_type), hashlib.sha256(data).hexdigest()
    )


def _refusal(code: str) -> UploadRefused:
    return UploadRefused(code, MESSAGES[code], 413 if code == "too_large" else 422)


def _check_size(data: bytes) -> None:
    if not data:
        raise _refusal("empty_file")
    if len(data) > MAX_BYTES:
        raise _refusal("too_large")


# Names


def _clean_name(claimed_name: str) -> str:
    if any(char in DIRECTION_CHARACTERS or unicodedata.category(char) in CONTROL_CATEGORIES for char in claimed_name):
        raise _refusal("name_control_character")
    visible = "".join(char for char in claimed_name if unicodedata.category(char) != "Cf")
    # Macs send accents and syllables taken apart; older browsers send the whole path with its drive.
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", visible))[-1]
    name = re.sub(r"^[A-Za-z]:", "", last_part).strip().rstrip(". ")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise _refusal("name_too_long")
    return name


def _extension(name: str) -> str:
    """What follows the last dot, if a computer would take it for an extension: 2025.03 and 第1.2节 have none."""
    found = re.search(r"\.([A-Za-z0-9]{1,10})$", name)
    return found[1].lower() if found and not found[1].isdigit() else ""


def _stored_name(name: str, content_type: str) -> str:
    ending = EXTENSIONS[content_type][0]
    extension = _extension(name)
    stem = name.removesuffix(name[-len(extension) - 1 :]) if extension else name
    if not stem.strip(". "):
        return f"material.{extension or ending}"
    return name if extension else f"{name}.{ending}"


# Types


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file known by its content; `content_type` is empty unless it may be kept."""

    title: str
    help: str = SAVE_AS
    content_type: str = ""


UNKNOWN_KIND = _Kind("无法识别的文件")
SIGNATURES = (
    (rb"\s*%PDF-", _Kind("PDF", content_type="application/pdf")),
    (rb"\xff\xd8\xff", _Kind("JPEG 图片", content_type="image/jpeg")),
    (rb"\x89PNG\r\n\x1a\n", _Kind("PNG 图片", content_type="image/png")),
    (rb"GIF8[79]a", _Kind("GIF 图片", SAVE_PICTURE)),
    (rb"(?s).{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", _Kind("HEIC 图片（手机自有格式）", HEIC_HELP)),
    (rb"(?s).{4}ftypavi[fs]", _Kind("AVIF 图片", SAVE_PICTURE)),
    (rb"(?s).{4}ftyp", _Kind("视频", "请截取或拍摄图片后上传")),
    (rb"(?s)RIFF.{4}WEBP", _Kind("WebP 图片", SAVE_PICTURE)),
    (rb"BM", _Kind("BMP 图片", SAVE_PICTURE)),
    (rb"II\*\0|MM\0\*", _Kind("TIFF 图片", SAVE_PICTURE)),
    (rb"\xd0\xcf\x11\xe0", _Kind("旧版 Office 文档")),
    (rb"PK\x03\x04(?=(?s:.*)word/)", _Kind("Word 文档（.docx）")),
    (rb"PK\x03\x04(?=(?s:.*)xl/)", _Kind("Excel 表格（.xlsx）")),
    (rb"PK\x03\x04(?=(?s:.*)OFD\.xml)", _Kind("OFD 文档")),
    (rb"PK|Rar!|7z\xbc\xaf", _Kind("压缩包", "请解压后逐个上传其中的 PDF 或图片")),
    (rb"MZ|\x7fELF", _Kind("程序", "系统不接收程序，请上传 PDF、JPEG 或 PNG")),
    (rb"(?is)(\xef\xbb\xbf)?\s*(<\?xml.{0,500})?(<!--.{0,500}-->\s*)?<svg", _Kind("SVG 图形", SAVE_PICTURE)),
    (rb"(?is)(\xef\xbb\xbf)?\s*<(!doctype html|html)", _Kind("网页")),
)


def _kind_of(data: bytes) -> _Kind:
    return next((kind for pattern, kind in SIGNATURES if re.match(pattern, data)), UNKNOWN_KIND)


def _judge_type(data: bytes, extension: str) -> str:
    kind = _kind_of(data)
    if not kind.content_type:
        raise _foreign_type(kind, extension)
    if extension and extension not in EXTENSIONS[kind.content_type]:
        ending = EXTENSIONS[kind.content_type][0]
        message = f"内容是 {kind.title}，文件名却以 .{extension} 结尾，请把扩展名改为 .{ending} 后上传"
        raise UploadRefused("type_mismatch", message, 415)
    if is_zipfile(io.BytesIO(data)) and kind.content_type == "application/pdf":
        raise UploadRefused("type_mismatch", f"文件既是 {kind.title} 又是压缩包，请用“打印为 PDF”另存一份后上传", 415)
    return kind.content_type


def _foreign_type(kind: _Kind, extension: str) -> UploadRefused:
    if extension in ALLOWED_EXTENSIONS:
        message = f"文件名以 .{extension} 结尾，内容却是{kind.title}，{kind.help}"
        return UploadRefused("type_mismatch", message, 415)
    return UploadRefused("type_not_allowed", f"只接收 PDF、JPEG、PNG，此文件是{kind.title}，{kind.help}", 415)


# PDF

ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
ACTIVE_NAMES = (
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"}
    | {"/Rendition", "/Movie", "/Sound", "/Screen"}
    | {"/RichMedia", "/RichMediaExecute", "/3D"}
)
EMBEDDING_KEYS = {"/EmbeddedFiles", "/EF", "/Collection"}
EMBEDDING_NAMES = {"/EmbeddedFile", "/FileAttachment"}
NAMING_KEYS = ("/S", "/Subtype", "/Type")
PICTURE_FILTERS = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
LINK_THAT_ACTS = re.compile(r"\s*(javascript|vbscript|file):", re.IGNORECASE)


def _judge_pdf(data: bytes) -> int:
    try:
        # Repairing would hide what is missing, and each reader repairs differently.
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _judge_opened_pdf(pdf)
    except pikepdf.PasswordError:
        raise _refusal("encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise _refusal("broken") from error


def _judge_opened_pdf(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise _refusal("encrypted")
    _judge_objects(pdf)
    pages = len(pdf.pages)
    if pages == 0:
        raise _refusal("no_pages")
    if pages > MAX_PAGES:
        raise _refusal("too_many_pages")
    if pdf.get_warnings():
        raise _refusal("broken")
    return pages


def _judge_objects(pdf: pikepdf.Pdf) -> None:
    unpacked = 0
    for count, node in enumerate(_nodes(pdf)):
        if count > MAX_NODES:
            raise _refusal("too_complex")
        if isinstance(node, pikepdf.Array):
            continue
        _judge_dictionary(node)
        if isinstance(node, pikepdf.Stream):
            unpacked += _unpacked_size(node)
        if unpacked > MAX_UNPACKED_TOTAL:
            raise _refusal("too_large_unpacked")


def _nodes(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary, stream and array once, reachable from a page or not; no recursion, no reference followed."""
    waiting = [pdf.trailer]
    for indirect in pdf.objects:
        if isinstance(indirect, pikepdf.Object):
            waiting.append(indirect)
        while waiting:
            node = waiting.pop()
            if not isinstance(node, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
                continue
            yield node
            waiting.extend(_direct_children(node))


def _direct_children(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    values = node if isinstance(node, pikepdf.Array) else (value for _, value in node.items())
    return (value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect)


def _judge_dictionary(node: pikepdf.Object) -> None:
    keys = set(node.keys())
    names = {str(node[key]) for key in NAMING_KEYS if key in keys and isinstance(node[key], pikepdf.Name)}
    if keys & EMBEDDING_KEYS or names & EMBEDDING_NAMES:
        raise _refusal("embedded_file")
    if keys & ACTIVE_KEYS or names & ACTIVE_NAMES or ("/URI" in keys and LINK_THAT_ACTS.match(str(node["/URI"]))):
        raise _refusal("active_content")
    if "/Image" in names and "/Width" in keys and "/Height" in keys:
        _check_pixels(int(node["/Width"]), int(node["/Height"]))


def _unpacked_size(stream: pikepdf.Stream) -> int:
    """Bytes of a stream once unpacked; pictures in their own compression count as nothing, their pixels are limited."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = {str(filters)} if isinstance(filters, pikepdf.Name) else {str(name) for name in filters}
    if names & PICTURE_FILTERS or stream.get("/Subtype") == "/Image":
        return 0
    try:
        return len(stream.read_bytes())
    except pikepdf.DataDecodingError as error:
        raise _refusal("too_large_unpacked") from error


# Pictures

JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # neither a stuffed FF00 nor a restart
JPEG_END, JPEG_SCAN = 0xD9, 0xDA
JPEG_ALONE = {0x01, 0xD8}
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_COMMENT, JPEG_EXIF = 0xFE, 0xE1
JPEG_APPLICATION = range(0xE0, 0xF0)
JPEG_KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
EXIF_HEAD = b"Exif\0\0"
ORIENTATION = 0x0112

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"IDAT", b"IEND"}
PNG_ANIMATION = {b"acTL", b"fcTL", b"fdAT"}

UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture without its metadata: bytes, header size, and how EXIF says it must be turned (1: not at all)."""

    data: bytes
    size: tuple[int, int]
    orientation: int


def _judge_picture(data: bytes, content_type: str) -> tuple[bytes, tuple[int, int]]:
    picture = _bare_jpeg(data) if content_type == "image/jpeg" else _bare_png(data)
    try:
        return _upright(picture, content_type.removeprefix("image/").upper())
    except UNREADABLE as error:
        raise _refusal("broken") from error


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _refusal("too_many_pixels")


def _upright(picture: _Picture, picture_format: str) -> tuple[bytes, tuple[int, int]]:
    shown = _small_view(picture.data, picture_format)
    if picture_format == "JPEG" and _small_view(_overfilled(picture.data), picture_format) != shown:
        raise _refusal("broken")
    if picture.orientation == 1:
        return picture.data, picture.size
    with Image.open(io.BytesIO(picture.data), formats=(picture_format,)) as image:
        image.getexif()[ORIENTATION] = picture.orientation
        turned = ImageOps.exif_transpose(image)
        kept = io.BytesIO()
        profile = image.info.get("icc_profile")
        turned.save(kept, picture_format, exif=b"", icc_profile=profile, **_finest(picture_format))
        return kept.getvalue(), turned.size


def _small_view(data: bytes, picture_format: str) -> bytes:
    """The picture's pixels after every byte was read; of a JPEG an eighth of each side, which spares the memory."""
    with Image.open(io.BytesIO(data), formats=(picture_format,)) as image:
        image.draft(image.mode, (1, 1))
        image.load()
        return image.tobytes() if picture_format == "JPEG" else b""


def _overfilled(jpeg: bytes) -> bytes:
    """More coded data before the end mark: a whole picture ignores them, one that was cut and closed shows them."""
    return jpeg[:-2] + bytes(range(1, 0xFF, 2)) + b"\xff\xd9"


def _finest(picture_format: str) -> dict[str, int]:
    return {"quality": 95, "subsampling": 0} if picture_format == "JPEG" else {}


def _orientation(tiff: bytes) -> int:
    """1 to 8 as EXIF counts (CIPA DC-008, tag 0x0112); unreadable EXIF turns nothing, the picture may be sound."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        entries = [struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place) for place in range(count)]
    except struct.error:
        return 1
    return next((value for tag, _, _, value in entries if tag == ORIENTATION and value in range(1, 9)), 1)


def _bare_jpeg(data: bytes) -> _Picture:
    kept, size, orientation, scans = [b"\xff\xd8"], (0, 0), 1, 0
    for marker, segment in _jpeg_segments(data):
        body = segment[4:]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", body.ljust(5, b"\0"), 1)
            _check_pixels(width, height)
            size = (width, height)
        scans += marker == JPEG_SCAN
        if marker == JPEG_EXIF and body.startswith(EXIF_HEAD):
            orientation = _orientation(body[len(EXIF_HEAD) :])
        if _jpeg_keeps(marker, body):
            kept.append(segment)
    if size == (0, 0) or scans not in range(1, MAX_SCANS):
        raise _refusal("broken")
    return _Picture(b"".join(kept), size, orientation)


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    if marker in JPEG_APPLICATION:
        return marker in JPEG_KEPT_APPLICATION and body.startswith(JPEG_KEPT_APPLICATION[marker])
    return marker != JPEG_COMMENT


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan together with its coded data, up to the end marker; the rest is not read.

    Telephones append films and previews after the end: nothing there belongs to the picture.
    """
    position = 2
    while found := JPEG_MARKER.search(data, position):
        marker = found[1][0]
        start = found.end() - 2
        if marker == JPEG_END:
            yield marker, b"\xff\xd9"
            return
        position = found.end()
        if marker in JPEG_ALONE:
            continue
        position += int.from_bytes(data[position : position + 2], "big")
        if marker == JPEG_SCAN:
            following = JPEG_MARKER.search(data, position)
            position = following.start() if following else len(data)
        yield marker, data[start:position]
    raise _refusal("broken")


def _bare_png(data: bytes) -> _Picture:
    kept, size, orientation = [PNG_HEAD], (0, 0), 1
    for kind, body, chunk in _png_chunks(data):
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body.ljust(8, b"\0"))
            _check_pixels(*size)
        if kind in PNG_ANIMATION:
            raise _refusal("animated")
        if kind == b"eXIf":
            orientation = _orientation(body)
        if kind in PNG_KEPT:
            kept.append(chunk)
    if 0 in size:
        raise _refusal("broken")
    return _Picture(b"".join(kept), size, orientation)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, body and whole bytes of each chunk up to IEND, each with a right check sum; the rest is not read."""
    position = len(PNG_HEAD)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        chunk = data[position : position + 12 + length]
        kind, body, check = chunk[4:8], chunk[8 : 8 + length], chunk[8 + length :]
        if zlib.crc32(kind + body).to_bytes(4, "big") != check:
            raise _refusal("broken")
        yield kind, body, chunk
        if kind == b"IEND":
            return
        position += len(chunk)
    raise _refusal("broken")
