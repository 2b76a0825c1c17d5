"""Files out of the storage: always as attachments under their own Chinese names, never shown by the browser itself."""

import io

from flask import Response, current_app, send_file

from models import StoredFile


def attachment(file: StoredFile) -> Response:
    """The bytes, whose hash the storage has checked."""
    data = current_app.extensions["storage"].get(file.sha256)
    return download(data, file.name, file.content_type)


def download(data: bytes, name: str, content_type: str) -> Response:
    response: Response = send_file(io.BytesIO(data), mimetype=content_type, as_attachment=True, download_name=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
