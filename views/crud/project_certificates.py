"""项目证件: the land, planning and construction certificates with their files (manual 3.1)."""

from typing import Any

from flask import Response, abort
from flask_appbuilder.api import expose as expose_call
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access, permission_name, protect
from flask_babel import lazy_gettext

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.unit_of_work import unit_of_work
from models import Project, ProjectCertificate
from views.api.files import attachment
from views.api.reading_requests import read_files
from views.crud.form_parts import choice_of
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.upload_field import UploadField
from views.uploads import keep
from workflows.materials import register_file


class ProjectCertificates(Record):
    record = "project-certificates"
    model = ProjectCertificate
    listed = ("kind", "certificate_no", "project", "issuer", "issued_on", "valid_until", "area", "file")
    found_by = ("kind", "certificate_no", "issuer", "issued_on", "valid_until")
    ordered_by = ("kind", "certificate_no", "issuer", "issued_on", "valid_until")
    sections = (("证件", ("project", "kind", "certificate_no", "issuer", "issued_on", "valid_until", "area", "file")),)


class ProjectCertificateView(ProjectCertificates, RecordView):
    list_title = lazy_gettext("项目证件")
    add_form_extra_fields = edit_form_extra_fields = {
        "project": choice_of(Project, "项目"),
        "file": UploadField(lazy_gettext("附件"), description=lazy_gettext("PDF、JPEG 或 PNG，最大 20 MB")),
    }
    show_template = "records/certificate.html"
    method_permission_name = {**RecordView.method_permission_name, "file": "show"}

    @expose("/file/<pk>")
    @has_access
    def file(self, pk: str) -> Response:
        """The certificate's file, as an attachment."""
        return file_of(pk)


class ProjectCertificateApi(ProjectCertificates, RecordApi):
    may_delete = True
    shown_only = frozenset({"file"})
    method_permission_name = {**RecordApi.method_permission_name, "file": "show", "put_file": "edit"}

    @expose_call("/<pk>/file", methods=["GET"])
    @protect()
    @permission_name("get")
    def file(self, pk: str) -> Response:
        """The certificate's file
        ---
        get:
          summary: 证件附件，以原名下载
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          responses:
            200:
              description: 文件
              content:
                application/octet-stream:
                  schema: {type: string, format: binary}
        """
        return file_of(pk)

    @expose_call("/<pk>/file", methods=["PUT"])
    @protect()
    @permission_name("put")
    def put_file(self, pk: str) -> Response:
        """Hand in the certificate's file
        ---
        put:
          summary: 上传证件附件
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          requestBody:
            content:
              multipart/form-data:
                schema: {type: object, properties: {file: {type: string, format: binary}}}
          responses:
            200:
              description: 证件
        """
        row = records.find(ProjectCertificate, pk)
        kept = keep(read_files())
        with unit_of_work():
            row = records.find(ProjectCertificate, pk)
            row.file = register_file(db.session(), kept, current_actor())
            row.file_id = row.file.id
            records.save(db.session(), row, action="edit", actor=current_actor(), now=now())
        return self.told(200, pk)


def file_of(pk: Any) -> Response:
    row = records.find(ProjectCertificate, pk)
    if row.file is None:
        abort(404)
    return attachment(row.file)
