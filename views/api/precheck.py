"""GET /precheck: what a business would be about, and every reason why it would not be accepted now."""

from flask import Response, request
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor, now
from views.api.answers import Answer, tell
from views.api.base import ApiBase
from views.api.rendering import fault, reason
from views.api.survey_rendering import preview
from views.tasks.business_list import known_type
from views.tasks.filling import fill_from_page
from views.tasks.subjects import SUBJECT_FORMS
from workflows import service
from workflows.reading.previews import preview_of


class PrecheckApi(ApiBase):
    resource_name = "precheck"
    openapi_spec_tag = "业务"

    @expose("", methods=("GET",))
    def precheck(self) -> Response:
        """Preview and reasons before 业务受理
        ---
        get:
          summary: 受理前预览与核查，一次列出全部原因
          description: 除 type 外，参数为该业务类型的标的，如 survey_no、project_id
          parameters:
          - {in: query, name: type, required: true, schema: {type: string}}
          - {in: query, name: survey_no, schema: {type: string}}
          - {in: query, name: project_id, schema: {type: integer}}
          - {in: query, name: membership_ids, schema: {type: string}, description: 逗号分隔}
          responses:
            200:
              description: 预览与原因
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Precheck'}
            422: {$ref: '#/components/responses/Refused'}
        """
        kind = known_type(request.args.get("type", ""))
        filled = fill_from_page(SUBJECT_FORMS[kind.facts], request.args)
        if filled.faults:
            return tell(Answer({"allowed": False, "preview": None, "reasons": [fault(one) for one in filled.faults]}))
        subject = filled.values
        reasons = service.precheck(db.session(), kind.code, subject, current_actor(), now())
        shown = preview(preview_of(db.session(), kind.facts, subject))
        return tell(Answer({"allowed": not reasons, "preview": shown, "reasons": [reason(one) for one in reasons]}))
