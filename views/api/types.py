"""GET /business-types: what can be started here, and what each type asks for."""

from flask import Response
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor
from views.api.answers import Answer, tell
from views.api.base import ApiBase
from views.api.papers_rendering import material_asked
from views.api.rendering import Json, coded
from views.tasks.filling import CodeLists, schema_of
from views.tasks.forms import FORMS
from views.tasks.subjects import SUBJECT_FORMS
from workflows.engine.business_type import Stage, Task
from workflows.facts.code_lists import code_lists
from workflows.reading.types import RegionalType, types_in_region


class BusinessTypesApi(ApiBase):
    resource_name = "business-types"
    openapi_spec_tag = "业务"

    @expose("", methods=("GET",))
    def types(self) -> Response:
        """Every business type with its stages in the caller's region
        ---
        get:
          summary: 业务类型、受理所需内容、本地区的环节
          responses:
            200:
              description: 全部业务类型
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/BusinessType'}}
        """
        found = types_in_region(db.session(), current_actor().region_code)
        lists = code_lists(db.session())
        return tell(Answer({"result": [business_type(one, lists) for one in found]}))


def business_type(found: RegionalType, lists: CodeLists) -> Json:
    kind = found.business_type
    return {
        "code": kind.code,
        "prefix": kind.prefix,
        "title": kind.title,
        "group": kind.group,
        "initiator_roles": [role.value for role in kind.initiator_roles],
        "subject_schema": schema_of(SUBJECT_FORMS[kind.facts], lists),
        "stages": [stage(one, lists) for one in found.stages],
    }


def stage(found: Stage, lists: CodeLists) -> Json:
    return {
        "key": found.key,
        "title": found.title,
        "role": found.role.value,
        "role_title": coded("role", found.role)["role"],
        "tasks": [task(one, lists) for one in found.tasks],
        "opinion_required": found.opinion,
        "materials": [material_asked(one) for one in found.materials],
        "time_limit_days": found.time_limit_days,
    }


def task(found: Task, lists: CodeLists) -> Json:
    return {
        "key": found.key,
        "title": found.title,
        "required": found.required,
        "schema": schema_of(FORMS[found.form], lists),
    }
