"""What anybody may check without an account: whether the desk produced a document, and whether a file is that one."""

from typing import Any

from flask import redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.utils.limit import Limit
from flask_limiter.util import get_remote_address

from app.extensions import db
from views.posted import bytes_of
from workflows.reading.public_documents import LONGEST_NUMBER, public_document

CHECKS_A_MINUTE = "60 per minute"
NOT_FOUND = 404


class PublicView(BaseView):
    route_base = "/public"
    default_view = "index"
    limits = [Limit(limit_value=CHECKS_A_MINUTE, key_func=get_remote_address)]

    @expose("/")
    def index(self) -> Any:
        """What can be checked here; a number that was typed leads to its document."""
        number = request.args.get("number", "").strip()[:LONGEST_NUMBER]
        return redirect(f"/public/verify/{number}") if is_plain(number) else render_template("public/index.html")

    @expose("/verify/<number>", methods=["GET", "POST"])
    def verify(self, number: str) -> Any:
        """The document of this number; a PDF that is posted is compared with it and not kept."""
        document = public_document(db.session(), number)
        upload = request.files.get("file")
        data = bytes_of(upload)
        verdict = document.is_made_of(data) if document and data else None
        values = {"number": number, "document": document, "verdict": verdict, "asked": request.method == "POST"}
        return render_template("public/verify.html", **values), 200 if document else NOT_FOUND


def is_plain(number: str) -> bool:
    return bool(number) and all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in number)
