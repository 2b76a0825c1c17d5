"""文书模板: the texts of the documents of a region, written, looked at on real data, published and rolled back."""

from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from app.documents.catalogue import DOCUMENTS
from app.documents.templates import versions
from app.documents.templates.checking import faults_of
from app.documents.templates.example import example_of, preview_pdf
from app.documents.templates.overview import overview
from app.documents.templates.proof import prove
from app.documents.templates.versions import Key
from app.extensions import db
from app.security.manager import granted
from app.web.current import current_actor, now
from app.web.errors import STATUS
from app.web.unit_of_work import unit_of_work
from models import Region
from models.enums import OrganizationKind
from models.region import region_prefix
from views.address import asked
from views.document_template_page import Typed, address_of, editor, fault_lines, public_address
from workflows.messages import NotVisible, Refused

RECORD = "document-templates"


class DocumentTemplatesView(BaseView):
    route_base = f"/{RECORD}"
    default_view = "list"
    record = RECORD
    record_page = True
    list_title = lazy_gettext("文书模板")

    @expose("/list/")
    def list(self) -> str:
        """Every kind of document with what is in force."""
        region = region_asked()
        lines = overview(db.session(), region.code)
        return render_template("document_templates/list.html", region=region, regions=regions(), lines=lines)

    @expose("/<kind>/")
    def edit(self, kind: str) -> str:
        """The editor, with one of its panels: fields, preview, differences, versions."""
        return editor(key_of(kind))

    @expose("/<kind>/", methods=["POST"])
    def save(self, kind: str) -> Any:
        """暂存, 预览, 发布 and 放弃草稿: the button names the act; what is refused stays as it was typed."""
        key, typed = key_of(kind), Typed.of(request.form)
        try:
            return ACTS[request.form.get("act", "")](key, typed)
        except Refused as refused:
            return editor(key, typed=typed, refused=refused), STATUS[refused.kind]
        except KeyError as unknown:
            raise NotVisible(str(unknown)) from unknown

    @expose("/<kind>/keep", methods=["POST"])
    def keep(self, kind: str) -> Any:
        """暂存 while somebody is typing; answers with the faults by line."""
        key, typed = key_of(kind), Typed.of(request.form)
        draft = keep_draft(key, typed)
        return {"version": draft.version, "faults": fault_lines(faults_of(typed.body, key.kind))}

    @expose("/<kind>/preview.pdf")
    def preview(self, kind: str) -> Response:
        """The PDF of one version on real data, for the frame beside the editor."""
        key = key_of(kind)
        body = versions.body_numbered(db.session(), key, number_asked("number"))
        example = example_of(db.session(), key.kind, key.region_code, asked("business_no"))
        pdf = preview_pdf(key.kind, example, body, public_address(), now())
        response = Response(pdf, mimetype="application/pdf")
        response.headers["Content-Disposition"] = "inline"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @expose("/<kind>/roll-back", methods=["POST"])
    def roll_back(self, kind: str) -> Any:
        """An earlier version, or the product's own, is in force again."""
        key, number = key_of(kind), request.form.get("number", -1, int)
        body = versions.body_numbered(db.session(), key, number)
        try:
            prove(body, key.kind, now())
            with unit_of_work():
                versions.roll_back(db.session(), key, number, body, current_actor(), now())
        except Refused as refused:
            return editor(key, refused=refused, panel="versions"), STATUS[refused.kind]
        flash(gettext("已启用%(version)s，此后生成的文书按此版", version=version_name(number)), "success")
        return redirect(address_of(key, panel="versions"))


# ---- the acts of the editor ----


def keep_draft(key: Key, typed: Typed) -> Any:
    with unit_of_work():
        return versions.save_draft(db.session(), key, typed.body, typed.note, typed.version, current_actor(), now())


def save_only(key: Key, typed: Typed) -> Any:
    keep_draft(key, typed)
    flash(gettext("已暂存草稿"), "success")
    return redirect(address_of(key, panel=typed.panel, business_no=typed.business_no))


def look(key: Key, typed: Typed) -> Any:
    """Kept first, so that what is shown is what was typed."""
    keep_draft(key, typed)
    return redirect(address_of(key, panel="preview", business_no=typed.business_no))


def publish(key: Key, typed: Typed) -> Any:
    """Kept, proven on samples of three sizes outside any lock, and then put in force if it is still the same."""
    draft = keep_draft(key, typed)
    number, seen = draft.number, draft.version
    try:
        prove(typed.body, key.kind, now())
        with unit_of_work():
            versions.publish(db.session(), key, typed.body, seen, current_actor(), now())
    except Refused as refused:
        return editor(key, refused=refused), STATUS[refused.kind]
    flash(gettext("已发布%(version)s，此后生成的文书按此版", version=version_name(number)), "success")
    return redirect(address_of(key, panel="versions"))


def discard(key: Key, typed: Typed) -> Any:
    with unit_of_work():
        versions.discard_draft(db.session(), key, typed.version, current_actor(), now())
    flash(gettext("已放弃草稿"), "success")
    return redirect(address_of(key))


ACTS = {"save": save_only, "preview": look, "publish": publish, "discard": discard}


# ---- whose ----


def key_of(kind: str) -> Key:
    """The document and the region asked for, where this person may write its template."""
    region = region_asked()
    if kind not in DOCUMENTS:
        raise NotVisible(kind)
    return Key(region.code, DOCUMENTS[kind])


def region_asked() -> Region:
    """The own region, or the one named that lies below it; the platform chooses any."""
    actor = current_actor()
    if ("can_edit", RECORD) not in granted():
        raise NotVisible(RECORD)
    code = request.values.get("region", "") or actor.region_code
    region = db.session.get(Region, code)
    if region is None or not may_write(code):
        raise NotVisible(code)
    return region


def may_write(code: str) -> bool:
    return any(region.code == code for region in regions())


def regions() -> list[Region]:
    """Every region whose templates this person writes."""
    everywhere = current_actor().organization_kind is OrganizationKind.platform
    prefix = "" if everywhere else region_prefix(current_actor().region_code)
    query = select(Region).where(Region.code.startswith(prefix)).order_by(Region.code)
    return [*db.session.scalars(query)]


def number_asked(name: str) -> int:
    text = asked(name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def version_name(number: int) -> str:
    return gettext("第 %(number)s 版", number=number) if number else gettext("上级或出厂模板")
