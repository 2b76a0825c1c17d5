"""What a request carries, read strictly: a JSON body, flags, uploaded files."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from views.tasks.faults import refuse_field

LARGEST_JSON = 16 * 1024 * 1024
LARGEST_EXPONENT = 40
YES, NO = frozenset({"1", "true"}), frozenset({"", "0", "false"})
UNSTORABLE = "\x00"


def read_json() -> dict[str, Any]:
    """The JSON object of the body: 415 for another type, 400 where it cannot be read, 413 where it is too much."""
    if not request.is_json:
        raise UnsupportedMediaType
    if (request.content_length or 0) > LARGEST_JSON:
        raise RequestEntityTooLarge
    try:
        data = json.loads(request.get_data(), parse_float=exact, parse_constant=refuse_constant)
        if any(unstorable(text) for text in texts_in(data)):
            raise BadRequest
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(data, dict):
        raise BadRequest
    return data


def exact(text: str) -> Decimal:
    """A number with decimals as it is written; one with an absurd exponent is unreadable."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(text)
    return number


def refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def unstorable(text: str) -> bool:
    """Half of a surrogate pair or a zero byte: no database keeps them."""
    return UNSTORABLE in text or any("\ud800" <= sign <= "\udfff" for sign in text)


def only(data: Mapping[str, Any], *names: str) -> None:
    """Nothing but these is asked for."""
    for name in data:
        if name not in names:
            raise refuse_field(name[:60], "unknown_field", "不认识此项")


def flag(name: str) -> bool:
    """A switch of the query: ?dry_run=1."""
    text = request.args.get(name, "").lower()
    if text not in YES | NO:
        raise refuse_field(name, "type", "应为 1 或 0")
    return text in YES


def whole(text: str, name: str) -> int:
    """A whole number of a multipart form."""
    if not (text.isascii() and text.removeprefix("-").isdecimal()) or len(text) > 9:
        raise refuse_field(name, "type", "应为整数")
    return int(text)


def read_files(name: str = "file") -> list[FileStorage]:
    """The uploaded files of that name; 415 where the request is no multipart form."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    files = request.files.getlist(name)
    if not files:
        raise refuse_field(name, "required", "请选择文件")
    return files


def read_file() -> bytes:
    """The bytes of the one uploaded file."""
    files = read_files()
    if len(files) != 1:
        raise refuse_field("file", "too_many", "一次只能上传一个文件")
    return files[0].read()


def fingerprint() -> str:
    """What the request asks for, as a hash: two requests with one key must have the same."""
    content: list[Any] = [request.method, request.path, sorted(request.args.items(multi=True))]
    if request.mimetype == "multipart/form-data":
        content += [sorted(request.form.items(multi=True)), [hash_of(f) for f in request.files.getlist("file")]]
    else:
        content.append(canonical(request.get_data()))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(data: bytes) -> str:
    """JSON without regard to blanks and the order of names; other bodies byte for byte."""
    try:
        return json.dumps(json.loads(data, parse_float=str), sort_keys=True)
    except (ValueError, RecursionError):
        return hashlib.sha256(data).hexdigest()


def hash_of(file: FileStorage) -> list[str]:
    file.stream.seek(0)
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return [file.filename or "", digest]
