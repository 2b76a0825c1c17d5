"""What kind of file it is, by its content and never by its name."""

import io
import re
from dataclasses import dataclass
from zipfile import is_zipfile

from app.documents.uploads.refusal import UploadRefused
from workflows.messages import Message

EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
}
ALLOWED_EXTENSIONS = {extension for extensions in EXTENSIONS.values() for extension in extensions}
UNSUPPORTED = 415
OTHER_ENDING = Message("type_mismatch", "内容是 {kind}，文件名却以 .{extension} 结尾，请把扩展名改为 .{ending} 后上传")
OTHER_CONTENT = Message("type_mismatch", "文件名以 .{extension} 结尾，内容却是{kind}，{help}")
TWO_KINDS = Message("type_mismatch", "文件既是 {kind} 又是压缩包，请用“打印为 PDF”另存一份后上传")
NOT_ALLOWED = Message("type_not_allowed", "只接收 PDF、JPEG、PNG，此文件是{kind}，{help}")
SAVE_AS = "请另存或打印为 PDF 后上传"
SAVE_PICTURE = "请用画图等软件另存为 JPEG 或 PNG 后上传"
HEIC_HELP = (
    "请在 iPhone“设置-相机-格式”中选“兼容性最佳”后重新拍摄，"
    "或在照片里选中图片，拷贝到“文件”或用微信发送，即得到 JPEG，再上传"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file known by its content; `content_type` is empty unless it may be kept."""

    title: str
    help: str = SAVE_AS
    content_type: str = ""


UNKNOWN_KIND = Kind("无法识别的文件")
SIGNATURES = (
    (rb"\s*%PDF-", Kind("PDF", content_type="application/pdf")),
    (rb"\xff\xd8\xff", Kind("JPEG 图片", content_type="image/jpeg")),
    (rb"\x89PNG\r\n\x1a\n", Kind("PNG 图片", content_type="image/png")),
    (rb"GIF8[79]a", Kind("GIF 图片", SAVE_PICTURE)),
    (rb"(?s).{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)", Kind("HEIC 图片（手机自有格式）", HEIC_HELP)),
    (rb"(?s).{4}ftypavi[fs]", Kind("AVIF 图片", SAVE_PICTURE)),
    (rb"(?s).{4}ftyp", Kind("视频", "请截取或拍摄图片后上传")),
    (rb"(?s)RIFF.{4}WEBP", Kind("WebP 图片", SAVE_PICTURE)),
    (rb"BM", Kind("BMP 图片", SAVE_PICTURE)),
    (rb"II\*\0|MM\0\*", Kind("TIFF 图片", SAVE_PICTURE)),
    (rb"\xd0\xcf\x11\xe0", Kind("旧版 Office 文档")),
    (rb"PK\x03\x04(?=(?s:.*)word/)", Kind("Word 文档（.docx）")),
    (rb"PK\x03\x04(?=(?s:.*)xl/)", Kind("Excel 表格（.xlsx）")),
    (rb"PK\x03\x04(?=(?s:.*)OFD\.xml)", Kind("OFD 文档")),
    (rb"PK|Rar!|7z\xbc\xaf", Kind("压缩包", "请解压后逐个上传其中的 PDF 或图片")),
    (rb"MZ|\x7fELF", Kind("程序", "系统不接收程序，请上传 PDF、JPEG 或 PNG")),
    (rb"(?is)(\xef\xbb\xbf)?\s*(<\?xml.{0,500})?(<!--.{0,500}-->\s*)?<svg", Kind("SVG 图形", SAVE_PICTURE)),
    (rb"(?is)(\xef\xbb\xbf)?\s*<(!doctype html|html)", Kind("网页")),
)


def kind_of(data: bytes) -> Kind:
    """The first kind whose signature the content begins with."""
    return next((kind for pattern, kind in SIGNATURES if re.match(pattern, data)), UNKNOWN_KIND)


def judge_type(data: bytes, extension: str) -> str:
    """The content type to keep it under; refused where the name says another, or the file is two things at once."""
    kind = kind_of(data)
    if not kind.content_type:
        raise foreign_type(kind, extension)
    if extension and extension not in EXTENSIONS[kind.content_type]:
        ending = EXTENSIONS[kind.content_type][0]
        raise UploadRefused(OTHER_ENDING(kind=kind.title, extension=extension, ending=ending), UNSUPPORTED)
    if is_zipfile(io.BytesIO(data)) and kind.content_type == "application/pdf":
        raise UploadRefused(TWO_KINDS(kind=kind.title), UNSUPPORTED)
    return kind.content_type


def foreign_type(kind: Kind, extension: str) -> UploadRefused:
    """Refused with what the file really is and what to do instead."""
    if extension in ALLOWED_EXTENSIONS:
        return UploadRefused(OTHER_CONTENT(extension=extension, kind=kind.title, help=kind.help), UNSUPPORTED)
    return UploadRefused(NOT_ALLOWED(kind=kind.title, help=kind.help), UNSUPPORTED)
