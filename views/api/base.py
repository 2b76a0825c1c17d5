"""The ground of our own calls: whoever is not signed in is told so, and every refusal is a problem document."""

from typing import Any

from flask import Blueprint, Response, request
from flask_appbuilder.api import BaseApi
from flask_babel import gettext

from app.documents.uploads.refusal import UploadRefused
from app.integrations.workbook_guard import WorkbookRefused
from app.web.current import current_actor
from app.web.errors import problem, told
from views.api.reading_requests import UNSTORABLE
from views.api.schemas import PROBLEMS, SCHEMAS
from views.api.specification import complete
from views.tasks.faults import ShapeRefused
from views.tasks.fields.number import LARGEST_WHOLE
from workflows.messages import NotVisible
from workflows.rules.survey_result import SurveyRefused

ACCEPTED_BUT_TOO_LARGE = 413


class ApiBase(BaseApi):
    """A group of calls under /api/v1; who may do what is decided in workflows, not by permissions of the framework."""

    version = "v1"
    csrf_exempt = False
    allow_browser_login = True
    responses = PROBLEMS
    apispec_parameter_schemas = SCHEMAS

    def create_blueprint(self, *given: Any, **named: Any) -> Blueprint:
        blueprint: Blueprint = super().create_blueprint(*given, **named)
        blueprint.before_request(admit)
        blueprint.register_error_handler(ShapeRefused, on_shape_refused)
        blueprint.register_error_handler(UploadRefused, on_upload_refused)
        blueprint.register_error_handler(WorkbookRefused, on_workbook_refused)
        blueprint.register_error_handler(SurveyRefused, on_survey_refused)
        return blueprint

    def operation_helper(self, path: str | None = None, operations: Any = None, **named: Any) -> None:
        """What a docstring tells, completed by what all calls have in common."""
        super().operation_helper(path=path, operations=operations, **named)
        complete(path or "", operations)


def admit() -> None:
    """401 for nobody; a name in the address that no database can hold names nothing."""
    current_actor()
    if not all(holdable(value) for value in (request.view_args or {}).values()):
        raise NotVisible(request.path)


def holdable(value: object) -> bool:
    return value <= LARGEST_WHOLE if isinstance(value, int) else UNSTORABLE not in str(value)


def on_shape_refused(refused: ShapeRefused) -> Response:
    return faulty(
        422,
        [{"field": fault.field, "code": fault.code, "message": str(fault.message)} for fault in refused.faults],
    )


def on_upload_refused(refused: UploadRefused) -> Response:
    return faulty(refused.status, [{"field": "file", "code": refused.code, "message": told(refused.reason)}])


def on_workbook_refused(refused: WorkbookRefused) -> Response:
    status = ACCEPTED_BUT_TOO_LARGE if refused.code == "too_large" else 422
    return faulty(status, [{"field": "file", "code": refused.code, "message": gettext(refused.message)}])


def on_survey_refused(refused: SurveyRefused) -> Response:
    return faulty(
        422,
        [
            {
                "field": "file",
                "code": fault.code,
                "sheet": fault.sheet,
                "row": fault.row,
                "column": fault.column,
                "found": fault.found,
                "expected": told(fault.expected),
                "message": told(fault.reason),
            }
            for fault in refused.faults
        ],
    )


def faulty(status: int, told: list[dict[str, Any]]) -> Response:
    """A problem document whose reasons are already worded."""
    detail = "；".join(str(fault["message"]) for fault in told[:10])
    return problem(status, told[0]["code"] if told else "value", (), {"errors": told, "detail": detail})
