"""收件资料 of a business: handed in as files or by pointing at a certificate, listed, and given out again."""

from collections.abc import Sequence

from flask import Response, request
from flask_appbuilder.api import expose

from app.documents.merge import merge_pictures
from app.documents.uploads.judgement import CheckedUpload, judge_upload
from app.extensions import db
from app.web.current import current_actor, now
from views.api.answers import Answer, Deed, act, tell
from views.api.base import ApiBase
from views.api.files import attachment
from views.api.papers_rendering import material
from views.api.reading_requests import read_files, read_json, whole
from views.tasks.faults import refuse_field
from views.tasks.filling import filled
from views.tasks.material import CertificateForm, KeyForm
from views.uploads import put_away
from workflows import materials, service
from workflows.materials import KeptFile
from workflows.reading import papers

MOST_FILES = 100
RIGHT_ANGLES = {0, 90, 180, 270}


class BusinessMaterialsApi(ApiBase):
    resource_name = "businesses"
    openapi_spec_tag = "收件资料"

    @expose("/<business_no>/materials", methods=("GET",))
    def materials(self, business_no: str) -> Response:
        """The materials handed in
        ---
        get:
          summary: 已提交的资料
          responses:
            200:
              description: 资料
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/Material'}}
        """
        business = service.find_business(db.session(), business_no)
        return tell(Answer({"result": [material(one) for one in papers.materials_of(db.session(), business)]}))

    @expose("/<business_no>/materials", methods=("POST",))
    def hand_in(self, business_no: str) -> Response:
        """Hand in a material: one file, several pictures as one PDF, or a stored certificate
        ---
        post:
          summary: 提交资料：一个文件，多张图片合并为一个 PDF，或引用已存的项目证件
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema: {$ref: '#/components/schemas/MaterialFile'}
              application/json:
                schema: {$ref: '#/components/schemas/CertificateInput'}
          responses:
            201:
              description: 已提交
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/MaterialHandedIn'}
        """
        service.find_business(db.session(), business_no)
        if request.is_json:
            asked = filled(CertificateForm, read_json()).values
            return act(handing_in(business_no, asked["key"], certificate_id=asked["certificate_id"]))
        key = filled(KeyForm, {"key": request.form.get("key")}).values["key"] if request.form else None
        return act(handing_in(business_no, key or "", kept=keep(uploads())))


class MaterialsApi(ApiBase):
    resource_name = "materials"
    openapi_spec_tag = "收件资料"

    @expose("/<int:material_id>", methods=("GET",))
    def material(self, material_id: int) -> Response:
        """A material's file
        ---
        get:
          summary: 资料文件，以原名下载
          responses:
            200:
              description: 文件
              content:
                application/octet-stream:
                  schema: {type: string, format: binary}
        """
        return attachment(papers.material_file(db.session(), material_id))


def handing_in(business_no: str, key: str, *, kept: KeptFile | None = None, certificate_id: int | None = None) -> Deed:
    def done() -> Answer:
        session = db.session()
        business, row = materials.hand_in(
            session, business_no, key, current_actor(), now(), kept=kept, certificate_id=certificate_id
        )
        told = material(papers.handed_in(row))
        return Answer({"business_no": business_no, "version": business.version, **told}, 201, told["url"])

    return done


def uploads() -> list[tuple[CheckedUpload, int]]:
    """The judged files in the order sent, each with how far a person turned it."""
    files = read_files()
    if len(files) > MOST_FILES:
        raise refuse_field("file", "too_many", "一次最多 %(most)s 个文件", most=MOST_FILES)
    turns = [whole(text, "rotation") % 360 for text in request.form.getlist("rotation")] or [0] * len(files)
    if len(turns) != len(files) or not set(turns) <= RIGHT_ANGLES:
        raise refuse_field("rotation", "value", "每个文件一个旋转角度，为 90 的倍数")
    return [(judge_upload(file.read(), file.filename or ""), turn) for file, turn in zip(files, turns, strict=True)]


def keep(sent: Sequence[tuple[CheckedUpload, int]]) -> KeptFile:
    """Store what comes of the files before any transaction begins; the same bytes lie there once."""
    first, turned = sent[0]
    return put_away(first if len(sent) == 1 and not turned else merged(sent))


def merged(sent: Sequence[tuple[CheckedUpload, int]]) -> CheckedUpload:
    """One PDF of all, named after the first."""
    data = merge_pictures([upload for upload, _ in sent], [turn for _, turn in sent])
    stem = sent[0][0].stored_name.rpartition(".")[0] or sent[0][0].stored_name
    return judge_upload(data, f"{stem}.pdf")
