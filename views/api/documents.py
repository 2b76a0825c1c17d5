"""The PDFs that the desk produced for a business."""

from flask import Response
from flask_appbuilder.api import expose

from app.extensions import db
from views.api.answers import Answer, tell
from views.api.base import ApiBase
from views.api.files import attachment
from views.api.papers_rendering import document
from workflows import service
from workflows.reading import papers


class BusinessDocumentsApi(ApiBase):
    resource_name = "businesses"
    openapi_spec_tag = "文书"

    @expose("/<business_no>/documents", methods=("GET",))
    def documents(self, business_no: str) -> Response:
        """The documents produced, with hash and signature state
        ---
        get:
          summary: 已生成的文书及其 SHA-256、签章状态；pending 为正在生成的
          responses:
            200:
              description: 文书
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/Document'}}
                      pending: {type: array, items: {type: string}}
        """
        session = db.session()
        business = service.find_business(session, business_no)
        found = [document(one) for one in papers.documents_of(session, business)]
        return tell(Answer({"result": found, "pending": list(papers.documents_pending(session, business))}))


class DocumentsApi(ApiBase):
    resource_name = "documents"
    openapi_spec_tag = "文书"

    @expose("/<int:document_id>", methods=("GET",))
    def document(self, document_id: int) -> Response:
        """A document as PDF
        ---
        get:
          summary: 文书 PDF
          responses:
            200:
              description: 文件
              content:
                application/pdf:
                  schema: {type: string, format: binary}
        """
        return attachment(papers.document_file(db.session(), document_id))
