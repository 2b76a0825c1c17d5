"""From what a browser or program sends to a stored, judged file; the bytes are safe before the unit of work begins."""

import datetime as dt
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage as PostedFile

from app.documents.legibility import kept_file
from app.documents.merge import merge_pictures
from app.documents.uploads.judgement import CheckedUpload, judge_upload
from app.documents.uploads.refusal import UploadRefused
from app.extensions import db
from app.web.unit_of_work import unit_of_work
from workflows import materials
from workflows.actor import Actor
from workflows.materials import KeptFile
from workflows.messages import Message, Refused

NOTHING_CHOSEN = Message("file_missing", "请选择文件，或引用一份项目证件")
FILE_REFUSED = Message("file_refused", "{file}：{sentence}")


def hand_in_upload(business_no: str, request: Any, actor: Actor, now: dt.datetime) -> str:
    """Hand in what a page posted under `key`: one file, several pictures as one PDF, or a certificate. Its title."""
    key = request.form.get("key", "")
    certificate_id = request.form.get("certificate_id", type=int)
    posted = [file for file in request.files.getlist("file") if file.filename]
    if not posted and certificate_id is None:
        raise Refused([NOTHING_CHOSEN(at="file")])
    kept = keep(posted) if posted else None
    with unit_of_work():
        _, material = materials.hand_in(
            db.session(), business_no, key, actor, now, kept=kept, certificate_id=None if kept else certificate_id
        )
        return material.title


def keep(posted: list[PostedFile]) -> KeptFile:
    """Judge every file by its content and store the one that comes of them; Refused names the file and its fault."""
    checked = [judged(file) for file in posted]
    return put_away(checked[0] if len(checked) == 1 else merged(checked))


def put_away(upload: CheckedUpload) -> KeptFile:
    """Store a judged file, after looking whether a person could read it."""
    current_app.extensions["storage"].put(upload.data)
    return kept_file(upload)


def judged(file: PostedFile) -> CheckedUpload:
    try:
        return judge_upload(file.read(), file.filename or "")
    except UploadRefused as refused:
        raise Refused(
            [Message(refused.code, FILE_REFUSED.text)(at="file", file=file.filename, sentence=refused.reason)]
        ) from refused


def merged(checked: list[CheckedUpload]) -> CheckedUpload:
    """Several files in their order as one PDF, named after the first."""
    data = merge_pictures(checked, [0] * len(checked))
    stem = checked[0].stored_name.rpartition(".")[0] or checked[0].stored_name
    return judge_upload(data, f"{stem}.pdf")
