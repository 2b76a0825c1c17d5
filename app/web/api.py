"""The one base of the calls for records under /api/v1/records: the stock base, with its holes closed.

A subclass is a declaration: `record` (the kind in app/security/roles.py), the table, and every column by name.
Without add_columns or edit_columns the records are read only and a write is answered 405.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request
from flask_appbuilder import ModelRestApi
from flask_appbuilder.api import expose, merge_response_func, rison
from flask_appbuilder.api.schemas import get_item_schema, get_list_schema
from flask_appbuilder.security.decorators import permission_name, protect
from marshmallow import ValidationError

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.errors import answer, problem
from app.web.filters import RequestFilters
from app.web.record_schema import RecordConverter, faults_of, said
from app.web.record_view.declared import LARGEST_PAGE, PAGE_SIZE, VERSION, refuse_encrypted, refuse_undeclared
from app.web.record_view.listing import LAST_PAGE
from app.web.unit_of_work import unit_of_work

DECLARED = ("record", "list_columns", "show_columns", "search_columns", "order_columns")
WRITES = {"post": "add_columns", "put": "edit_columns", "delete": "may_delete"}


def described_as(stock: Any) -> Any:
    """The OpenAPI description of the stock call, which answers the same."""

    def describe(call: Any) -> Any:
        call.__doc__ = stock.__doc__
        return call

    return describe


class SafeRestApi(RequestFilters, ModelRestApi):
    """Explicit columns, rows within the scope, one unit of work a write, a log row for it, versions, masks."""

    record: str
    label_columns: Any = None
    may_delete = False
    allow_browser_login = True
    csrf_exempt = False
    page_size = PAGE_SIZE
    max_page_size = LARGEST_PAGE
    base_order = ("id", "desc")
    model2schemaconverter = RecordConverter
    add_columns: Any = ()
    edit_columns: Any = ()
    method_permission_name = {
        "info": "list",
        "get_list": "list",
        "get": "show",
        "post": "add",
        "put": "edit",
        "delete": "delete",
    }

    def __init__(self) -> None:
        refuse_undeclared(type(self), DECLARED)
        model = self.datamodel.obj
        refuse_encrypted(type(self), records.encrypted(model))
        refuse_relations(type(self))
        self.exclude_route_methods = {"info", *(method for method, given in WRITES.items() if not getattr(self, given))}
        # The stock base takes an empty list for "all columns".
        self.add_columns = list(self.add_columns) or ["id"]
        self.edit_columns = list(self.edit_columns) or ["id"]
        self.class_permission_name = self.record
        self.route_base = f"/api/v1/records/{self.resource_name}"
        self.label_columns = {**records.labels_of(model), **(self.label_columns or {})}
        title = model.__table__.comment
        self.list_title = self.show_title = self.add_title = self.edit_title = title
        super().__init__()

    # ---- reading ----

    @expose("/", methods=["GET"])
    @protect()
    @permission_name("get")
    @rison(get_list_schema)
    @merge_response_func(ModelRestApi.merge_order_columns, "order_columns")
    @merge_response_func(ModelRestApi.merge_list_label_columns, "label_columns")
    @merge_response_func(ModelRestApi.merge_description_columns, "description_columns")
    @merge_response_func(ModelRestApi.merge_list_columns, "list_columns")
    @merge_response_func(ModelRestApi.merge_list_title, "list_title")
    @described_as(ModelRestApi.get_list)
    def get_list(self, **named: Any) -> Response:
        return self.get_list_headless(**named)

    @expose("/<int:pk>", methods=["GET"])
    @protect()
    @permission_name("get")
    @rison(get_item_schema)
    @described_as(ModelRestApi.get)
    def get(self, pk: int, **named: Any) -> Response:
        row = records.find(self.datamodel.obj, pk)
        columns = [name for name in named["rison"].get("columns", []) if name in self.show_columns]
        schema = self.model2schemaconverter.convert(columns) if columns else self.show_model_schema
        return self.response(200, id=pk, result=schema.dump(row))

    def _handle_filters_args(self, rison_args: dict[str, Any]) -> Any:
        """Filters compare with texts, whatever type the query had."""
        asked = rison_args.get("filters", [])
        plain = [{**one, "value": as_text(one.get("value"))} for one in asked if isinstance(one, dict)]
        if len(plain) != len(asked):
            abort(400)
        return super()._handle_filters_args({**rison_args, "filters": plain})

    def _sanitize_page_args(self, page: int | None, page_size: int | None) -> tuple[int | None, int | None]:
        return super()._sanitize_page_args(min(max(page or 0, 0), LAST_PAGE), page_size)

    # ---- writing ----

    @expose("/", methods=["POST"])
    @protect()
    @permission_name("post")
    @described_as(ModelRestApi.post)
    def post(self) -> Response:
        return self.write(201, self.create, self.body())

    @expose("/<pk>", methods=["PUT"])
    @protect()
    @permission_name("put")
    @described_as(ModelRestApi.put)
    def put(self, pk: str) -> Response:
        return self.write(200, self.change, pk, self.body())

    @expose("/<pk>", methods=["DELETE"])
    @protect()
    @permission_name("delete")
    @described_as(ModelRestApi.delete)
    def delete(self, pk: str) -> Response:
        with unit_of_work(), db.session.no_autoflush:
            row = records.find(self.datamodel.obj, pk)
            self.pre_delete(row)
            records.remove(db.session(), row, actor=current_actor(), now=now())
        return self.response(200, message=said("已删除"))

    def write(self, status: int, act: Callable[..., Any], *given: Any) -> Response:
        """The row as it is after a write in one unit of work, or what is wrong in what was sent."""
        try:
            with unit_of_work(), db.session.no_autoflush:
                row = act(*given)
                key = self.datamodel.get_pk_value(row)
        except ValidationError as error:
            return faulty(error)
        return self.told(status, key)

    def create(self, body: dict[str, Any]) -> Any:
        """A new row of the declared columns."""
        row = self.add_model_schema.load(body)
        self.pre_add(row)
        records.save(db.session(), row, action="add", actor=current_actor(), now=now())
        return row

    def change(self, pk: str, body: dict[str, Any]) -> Any:
        """The row with what was sent, if it is still of the version that was read."""
        row = self.found(pk, body)
        row = self.edit_model_schema.load(body, instance=row, partial=True)
        self.pre_update(row)
        records.save(db.session(), row, action="edit", actor=current_actor(), now=now())
        return row

    def found(self, pk: str, body: dict[str, Any]) -> Any:
        """The row of this key, of the version that the body names."""
        row = records.find(self.datamodel.obj, pk)
        self.expect(row, body)
        return row

    @staticmethod
    def body() -> dict[str, Any]:
        """What was sent, which is an object."""
        body = request.get_json()
        if not isinstance(body, dict):
            abort(400)
        return dict(body)

    def expect(self, row: Any, body: dict[str, Any]) -> None:
        """The version that was read is part of the change."""
        if not records.has_version(type(row)):
            return
        version = body.pop(VERSION, None)
        if not isinstance(version, int) or isinstance(version, bool):
            raise ValidationError({VERSION: ["Missing data for required field."]})
        records.expect_version(db.session(), row, version, body, f"{row.__table__.comment} {row}")

    def told(self, status: int, key: Any) -> Response:
        row = records.find(self.datamodel.obj, key)
        return self.response(status, id=key, result=self.show_model_schema.dump(row))

    # ---- refusals in the one form of all calls ----

    def response_400(self, message: str | None = None) -> Response:
        del message
        return answer(400, "unreadable")

    def response_401(self) -> Response:
        return answer(401, "signed_out")

    def response_403(self) -> Response:
        return answer(403, "forbidden")

    def response_404(self) -> Response:
        return answer(404, "not_found")


def faulty(error: ValidationError) -> Response:
    faults = faults_of(error)
    detail = "；".join(f"{fault['field']}：{fault['message']}" for fault in faults)
    return problem(422, "value", (), {"errors": faults, "detail": detail})


def as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [as_text(each) for each in value]
    return "" if value is None else str(value)


def refuse_relations(api: type[Any]) -> None:
    """A relation would hand out the whole related row, or be set without being judged: keys are columns."""
    every = [*api.list_columns, *api.show_columns, *api.add_columns, *api.edit_columns]
    related = [name for name in every if "." in name or api.datamodel.is_relation(name)]
    if related:
        raise TypeError(f"{api.__name__} names relations: {', '.join(sorted(set(related)))}")
