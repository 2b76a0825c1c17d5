"""PDF: whole, readable, and without anything that acts by itself or is hidden inside."""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf.settings import set_qpdf_limits

from app.documents.uploads.bare_picture import check_pixels
from app.documents.uploads.refusal import MAX_PAGES, refusal

MAX_NODES = 2_000_000
MAX_UNPACKED_BYTES = 128 * 1024 * 1024  # of one stream in a PDF
MAX_UNPACKED_TOTAL = 512 * 1024 * 1024

# These limits hold for the whole process: qpdf unpacks object streams while it opens a file, before we could look.
set_qpdf_limits(flate_max_memory=MAX_UNPACKED_BYTES, run_length_max_memory=MAX_UNPACKED_BYTES)

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


def judge_pdf(data: bytes) -> int:
    """The number of pages; refused where the file is broken, locked, or acts by itself."""
    try:
        # Repairing would hide what is missing, and each reader repairs differently.
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return judge_opened(pdf)
    except pikepdf.PasswordError:
        raise refusal("encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise refusal("broken") from error


def judge_opened(pdf: pikepdf.Pdf) -> int:
    """The number of pages of a file that could be opened."""
    if pdf.is_encrypted:
        raise refusal("encrypted")
    judge_objects(pdf)
    pages = len(pdf.pages)
    if pages == 0:
        raise refusal("no_pages")
    if pages > MAX_PAGES:
        raise refusal("too_many_pages")
    if pdf.get_warnings():
        raise refusal("broken")
    return pages


def judge_objects(pdf: pikepdf.Pdf) -> None:
    """Refused where any object is forbidden or all of them unpack to too much."""
    unpacked = 0
    for count, node in enumerate(nodes_of(pdf)):
        if count > MAX_NODES:
            raise refusal("too_complex")
        if isinstance(node, pikepdf.Array):
            continue
        judge_dictionary(node)
        if isinstance(node, pikepdf.Stream):
            unpacked += unpacked_size(node)
        if unpacked > MAX_UNPACKED_TOTAL:
            raise refusal("too_large_unpacked")


def nodes_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
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
            waiting.extend(direct_children(node))


def direct_children(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """What stands within the node itself."""
    values = node if isinstance(node, pikepdf.Array) else (value for _, value in node.items())
    return (value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect)


def judge_dictionary(node: pikepdf.Object) -> None:
    """Refused where the object acts, embeds a file or is a picture too large to show."""
    keys = set(node.keys())
    names = {str(node[key]) for key in NAMING_KEYS if key in keys and isinstance(node[key], pikepdf.Name)}
    if keys & EMBEDDING_KEYS or names & EMBEDDING_NAMES:
        raise refusal("embedded_file")
    if keys & ACTIVE_KEYS or names & ACTIVE_NAMES or ("/URI" in keys and LINK_THAT_ACTS.match(str(node["/URI"]))):
        raise refusal("active_content")
    if "/Image" in names and "/Width" in keys and "/Height" in keys:
        check_pixels(int(node["/Width"]), int(node["/Height"]))


def unpacked_size(stream: pikepdf.Stream) -> int:
    """Bytes of a stream once unpacked; pictures in their own compression count as nothing, their pixels are limited."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = {str(filters)} if isinstance(filters, pikepdf.Name) else {str(name) for name in filters}
    if names & PICTURE_FILTERS or stream.get("/Subtype") == "/Image":
        return 0
    try:
        return len(stream.read_bytes())
    except pikepdf.DataDecodingError as error:
        raise refusal("too_large_unpacked") from error
