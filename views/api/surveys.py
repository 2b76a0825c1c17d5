"""测绘成果: put in the archive as a workbook, and read back."""

from flask import Response, current_app
from flask_appbuilder.api import expose

from app.extensions import db
from app.integrations.workbook import guard_workbook
from app.web.current import current_actor, now
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.reading_requests import read_file
from views.api.survey_rendering import survey, survey_head
from views.survey_upload import WORKBOOK_TYPES, read_upload
from views.survey_warnings import survey_warnings
from workflows import survey_archive
from workflows.facts.code_lists import code_lists
from workflows.materials import KeptFile, register_file
from workflows.rules.survey_result import SurveyResult


class SurveysApi(ApiBase):
    resource_name = "surveys"
    openapi_spec_tag = "测绘成果"

    @expose("", methods=("POST",))
    def store(self) -> Response:
        """A survey result goes into the archive
        ---
        post:
          summary: 上传测绘成果工作簿；有误时列出全部问题的位置，不保存任何内容
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema: {$ref: '#/components/schemas/SurveyFile'}
          responses:
            201:
              description: 已入库
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/SurveyStored'}
        """
        data = read_file()
        result = read_upload(data, current_actor(), now())
        kept = keep(result, data)
        return act(lambda: stored(result, kept))

    @expose("/<survey_no>", methods=("GET",))
    def survey(self, survey_no: str) -> Response:
        """A survey with its building and units
        ---
        get:
          summary: 测绘成果：概况、幢、户室
          responses:
            200:
              description: 测绘成果
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Survey'}
        """
        session = db.session()
        found = survey_archive.find_survey(session, survey_no)
        return tell(Answer(survey(found, survey_archive.units_of_survey(session, found), code_lists(session))))


def keep(result: SurveyResult, data: bytes) -> KeptFile:
    """The workbook's bytes, safe before the rows that name them."""
    kind = guard_workbook(data)
    key = current_app.extensions["storage"].put(data)
    return KeptFile(key, f"{result.survey_no}.{kind}", WORKBOOK_TYPES[kind], len(data))


def stored(result: SurveyResult, kept: KeptFile) -> Answer:
    session, actor, moment = db.session(), current_actor(), now()
    survey_archive.check_uploader(session, actor, moment)
    found = survey_archive.store_survey(session, result, register_file(session, kept, actor), actor, moment)
    told = {**survey_head(found), "warnings": survey_warnings(found)}
    return Answer(told, 201, f"/api/v1/surveys/{found.survey_no}")
