"""Files that were made to harm, built here so that none of them lies in the repository."""

import io
import random
import struct
import zlib

import pikepdf
from PIL import Image

JPEG_END = b"\xff\xd9"


def pdf_of(bodies: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF with a right cross-reference table around the objects given by number."""
    out, offsets = b"%PDF-1.7\n", {}
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(bodies) + 1
    rows = [b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(size)]
    out += b"xref\n0 %d\n" % size + b"".join(rows)
    return out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)


def one_page_pdf(catalog: bytes = b"", page: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>" + page + b">>",
    }
    return pdf_of(bodies | (more or {}))


def stream(dictionary: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n" % (dictionary, len(data)) + data + b"\nendstream"


def object_stream_bomb(unpacked: int) -> bytes:
    """A catalog inside an object stream followed by `unpacked` blanks: opening the file already unpacks it."""
    packed = zlib.compress(b"1 0 <</Type/Catalog/Pages 3 0 R>>" + b" " * unpacked, 9)
    out, offsets = b"%PDF-1.5\n", {}
    head = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    for number, body in ((3, b"<</Type/Pages/Count 0/Kids[]>>"), (2, stream(head, packed))):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = [b"\0\0\0\0\0\xff", b"\2" + struct.pack(">I", 2) + b"\0"]
    rows += [b"\1" + struct.pack(">I", offset) + b"\0" for offset in (offsets[2], offsets[3], start)]
    out += b"4 0 obj\n" + stream(b"/Type/XRef/Size 5/W[1 4 1]/Root 1 0 R", b"".join(rows))
    return out + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def script_in_object_stream() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(action)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def locked_pdf(user: str, owner: str) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def picture(picture_format: str, size=(40, 30), mode="RGB", **options) -> bytes:
    """The same noise at each call: nothing in it compresses well, so that a cut is always felt."""
    out = io.BytesIO()
    noise = Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))
    noise.convert(mode).save(out, picture_format, **options)
    return out.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int, packed: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
    return head + png_chunk(b"IDAT", packed or zlib.compress(b"\0" * 1000)) + png_chunk(b"IEND", b"")


def png_with(kind: bytes, body: bytes) -> bytes:
    """A sound PNG with one more chunk right after its header."""
    good = picture("PNG")
    return good[:33] + png_chunk(kind, body) + good[33:]


def exif(orientation: int) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "CAMERA-MAKER"
    tags.get_ifd(0x8825)[1] = "N"
    tags.get_ifd(0x8825)[2] = (29.0, 7.0, 1.0)
    return tags.tobytes()
