"""接件, 派工, 退件, 归档 and the other operations on a business, one at a time or several at once."""

from collections.abc import Callable, Mapping

from flask import Response, request
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor, now
from views.api.answers import Answer, Deed, act, each
from views.api.base import ApiBase
from views.api.business_rendering import head
from views.api.reading_requests import read_json
from views.tasks.filling import filled
from views.tasks.operation import ItemsForm, OperationForm, inputs_of, items_of
from workflows import interventions, service
from workflows.inputs import Inputs
from workflows.reading.business import business_head

OPERATIONS: Mapping[str, Callable[..., object]] = {
    "receive": service.receive,
    "dispatch": service.dispatch,
    "send_back": service.send_back,
    "cancel": service.cancel,
    "archive": service.archive,
    "recall": service.recall,
    "release": service.release,
    "reassign": service.reassign,
    "suspend": interventions.suspend,
    "resume": interventions.resume,
    "terminate": interventions.terminate,
}
SEVERAL = ("receive", "archive")
Handler = Callable[..., Response]


def exposed_at(*urls: str) -> Callable[[Handler], Handler]:
    """One handler at several addresses, each documented by itself; the last part names the operation."""

    def expose_all(handler: Handler) -> Handler:
        for url in urls:
            handler = expose(url, methods=("POST",))(handler)
        return handler

    return expose_all


def operation_asked() -> str:
    return request.path.rpartition("/")[2]


class OperationsApi(ApiBase):
    resource_name = "businesses"
    openapi_spec_tag = "业务操作"

    @exposed_at(*(f"/<business_no>/{name}" for name in OPERATIONS))
    def operate(self, business_no: str) -> Response:
        """An operation on one business
        ---
        post:
          summary: 接件、派工、退件、取消受理、归档、撤回派工、放回待接、转办、挂起、恢复、终止
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/OperationInput'}
          responses:
            200:
              description: 办理后的业务
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/BusinessHead'}
        """
        inputs = inputs_of(filled(OperationForm, read_json()))
        return act(deed(operation_asked(), business_no, inputs))

    @exposed_at(*(f"/{name}" for name in SEVERAL))
    def operate_several(self) -> Response:
        """Receive or archive several businesses
        ---
        post:
          summary: 批量接件、批量归档，逐项给出结果
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/ItemsInput'}
          responses:
            200:
              description: 每项的结果
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/ItemResults'}
        """
        items = items_of(filled(ItemsForm, read_json()))
        operation = operation_asked()
        return each(operation, [(number, deed(operation, number, inputs)) for number, inputs in items])


def deed(operation: str, business_no: str, inputs: Inputs) -> Deed:
    """The operation, ready to be done in a unit of work."""

    def done() -> Answer:
        session, moment = db.session(), now()
        OPERATIONS[operation](session, business_no, inputs, current_actor(), moment)
        return Answer(head(business_head(session, service.find_business(session, business_no), moment)))

    return done
