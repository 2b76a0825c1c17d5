"""/businesses: accept, lists, one business with everything its workspace shows, its progress and its tasks."""

from typing import Any

from flask import Response, request
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor, now
from models import Business
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.business_rendering import head, line, task, view
from views.api.paging import before_of, token_of
from views.api.progress_rendering import progress
from views.api.reading_requests import flag, only, read_json
from views.tasks.business_list import USUAL_PAGE, BusinessListForm, filter_of, known_type
from views.tasks.filling import filled, filled_from_page
from views.tasks.forms import FORMS
from views.tasks.subjects import SUBJECT_FORMS
from views.tasks.task_input import data_of, draft_of, version_of
from workflows import service
from workflows.facts.code_lists import code_lists
from workflows.inputs import Inputs
from workflows.reading.business import TaskView, business_head, business_view, task_view
from workflows.reading.lists import list_businesses
from workflows.reading.progress import progress_of


class BusinessesApi(ApiBase):
    resource_name = "businesses"
    openapi_spec_tag = "业务"

    @expose("", methods=("POST",))
    def accept(self) -> Response:
        """业务受理
        ---
        post:
          summary: 业务受理
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/NewBusiness'}
          responses:
            201:
              description: 已受理，Location 为该业务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/BusinessHead'}
        """
        sent = read_json()
        only(sent, "type", "subject")
        kind = known_type(sent.get("type"))
        subject = filled(SUBJECT_FORMS[kind.facts], sent.get("subject")).values
        return act(lambda: accepted(kind.code, subject))

    @expose("", methods=("GET",))
    def businesses(self) -> Response:
        """在手业务, 已办业务, all
        ---
        get:
          summary: 业务列表，新的在前，按页标记翻页
          parameters:
          - {in: query, name: scope, schema: {type: string, enum: [in_hand, handled, all]}}
          - {in: query, name: type, schema: {type: string}}
          - {in: query, name: stage, schema: {type: string}}
          - {in: query, name: status, schema: {type: string}}
          - {in: query, name: q, schema: {type: string}, description: 业务序号、标的、企业}
          - {in: query, name: from, schema: {type: string, format: date}}
          - {in: query, name: to, schema: {type: string, format: date}}
          - {in: query, name: page_token, schema: {type: string}}
          - {in: query, name: page_size, schema: {type: integer, minimum: 1, maximum: 200}}
          responses:
            200:
              description: 一页
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/BusinessList'}
            422: {$ref: '#/components/responses/Refused'}
        """
        asked = filled_from_page(BusinessListForm, request.args)
        wanted = filter_of(asked)
        before = before_of(wanted.scope, asked.form.page_token.data)
        size = asked.form.page_size.data or USUAL_PAGE
        actor = current_actor()
        page = list_businesses(db.session(), wanted, actor, now(), before=before, size=size)
        token = token_of(wanted.scope, page.next_before)
        return tell(Answer({"result": [line(one, actor) for one in page.lines], "next_page_token": token}))

    @expose("/<business_no>", methods=("GET",))
    def business(self, business_no: str) -> Response:
        """Everything the workspace shows
        ---
        get:
          summary: 一项业务的全部内容：环节、任务、资料、意见、文书、退件项、可办操作及不能办的原因
          responses:
            200:
              description: 业务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Business'}
        """
        return tell(Answer(view(business_view(db.session(), business_no, current_actor(), now()))))

    @expose("/<business_no>/progress", methods=("GET",))
    def progress(self, business_no: str) -> Response:
        """业务进度
        ---
        get:
          summary: 业务进度，新的在前
          responses:
            200:
              description: 办理环节
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Progress'}
        """
        found = progress_of(db.session(), service.find_business(db.session(), business_no))
        return tell(Answer(progress(found)))

    @expose("/<business_no>/tasks", methods=("GET",))
    def tasks(self, business_no: str) -> Response:
        """The tasks of a business
        ---
        get:
          summary: 子任务及其状态
          responses:
            200:
              description: 子任务
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/Task'}}
        """
        found = business_view(db.session(), business_no, current_actor(), now())
        return tell(Answer({"result": [task(one, found.lists) for one in found.tasks]}))

    @expose("/<business_no>/tasks/<task_key>", methods=("GET",))
    def task(self, business_no: str, task_key: str) -> Response:
        """A task's data and schema
        ---
        get:
          summary: 子任务的内容、暂存、缺漏与格式
          responses:
            200:
              description: 子任务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Task'}
        """
        return tell(told_task(business_no, task_view(db.session(), business_no, task_key, current_actor(), now())))

    @expose("/<business_no>/tasks/<task_key>", methods=("PUT",))
    def save_task(self, business_no: str, task_key: str) -> Response:
        """Save a task and mark it done, or store a draft
        ---
        put:
          summary: 保存子任务；draft=1 时暂存，任务仍为待办
          parameters:
          - {in: query, name: draft, schema: {type: string, enum: ['0', '1']}}
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/TaskInput'}
          responses:
            200:
              description: 子任务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Task'}
        """
        sent = read_json()
        found = task_view(db.session(), business_no, task_key, current_actor(), now())
        if flag("draft"):
            data = draft_of(sent)
            return act(lambda: drafted(business_no, task_key, data))
        inputs = Inputs(version=version_of(sent), data=data_of(FORMS[found.form], sent, code_lists(db.session())))
        return act(lambda: saved(business_no, task_key, inputs))


def accepted(code: str, subject: dict[str, Any]) -> Answer:
    business = service.accept(db.session(), code, subject, current_actor(), now())
    return Answer(head_of(business), 201, f"/api/v1/businesses/{business.business_no}")


def head_of(business: Business) -> dict[str, Any]:
    return head(business_head(db.session(), business, now()))


def drafted(business_no: str, task_key: str, data: dict[str, Any]) -> Answer:
    service.save_draft(db.session(), business_no, task_key, data, current_actor(), now())
    return told_task(business_no, task_view(db.session(), business_no, task_key, current_actor(), now()))


def saved(business_no: str, task_key: str, inputs: Inputs) -> Answer:
    service.save_task(db.session(), business_no, task_key, inputs, current_actor(), now())
    return told_task(business_no, task_view(db.session(), business_no, task_key, current_actor(), now()))


def told_task(business_no: str, found: TaskView) -> Answer:
    """A task with the version of its business, which the next save has to name."""
    version = service.find_business(db.session(), business_no).version
    told = task(found, code_lists(db.session()), whole=True)
    return Answer({"business_no": business_no, "version": version, **told})
