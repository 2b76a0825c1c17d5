"""企业用户: the people of an organization, added here and enrolled by business (manual 3.2)."""

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_appbuilder.actions import action
from flask_appbuilder.api import expose
from flask_appbuilder.fieldwidgets import BS3TextFieldWidget, Select2ManyWidget
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.security.decorators import permission_name, protect
from flask_babel import gettext, lazy_gettext
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import select
from sqlalchemy.orm import Query
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectMultipleField, StringField
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.errors import told
from app.web.form_fields import tidy
from app.web.record_schema import Label, Line, Secret
from app.web.unit_of_work import unit_of_work
from app.web.worded import each_worded
from models import Membership, Organization, Person
from models.encryption import keyring
from models.enums import Role
from views.crud import people
from views.crud.form_parts import SecretField, choice_of
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.reveal import Revealed
from workflows.actor import Actor
from workflows.messages import Refused
from workflows.rules.identity import clean_number

LONGEST_POSITION = 50
WRITTEN = ("organization", "full_name", "phone", "id_number", "roles", "position", "valid_from", "valid_until")


class Users(Record):
    record = "users"
    model = Membership
    listed = ("full_name", "phone", "id_number", "role_titles", "position", "state", "organization", "updated_at")
    found_by = ("state", "position", "valid_until")
    ordered_by = ("state", "position", "updated_at")
    sections = (
        ("人员", ("full_name", "phone", "id_number", "role_titles", "position", "organization")),
        ("入网", ("state", "refusal_reason", "valid_from", "valid_until")),
    )
    labels = {
        "full_name": "姓名",
        "phone": "手机号码",
        "id_number": "证件号码",
        "role_titles": "角色",
        "roles": "角色",
        "user_id": "姓名",
    }
    fixed = frozenset({"organization"})

    @classmethod
    def written(cls, *, new: bool) -> list[str]:
        return list(WRITTEN) if new else [name for name in WRITTEN if name not in cls.fixed]

    @classmethod
    def written_sections(cls, *, new: bool) -> list[tuple[str, dict[str, Any]]]:
        names = cls.written(new=new)
        return [("人员", {"fields": [n for n in names if "valid" not in n]}), ("有效期", {"fields": names[-2:]})]

    @classmethod
    def withheld(cls, actor: Actor) -> frozenset[str]:
        return frozenset() if is_platform(actor) else frozenset({"organization"})


class RolesField(SelectMultipleField):
    """The roles that the person asking may give."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label, [check.DataRequired(lazy_gettext("请选择角色"))], coerce=as_role, widget=Select2ManyWidget(), **more
        )

    def iter_choices(self) -> Any:
        self.choices = choices_for(current_actor())
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        self.choices = choices_for(current_actor())
        super().pre_validate(form)

    def process_data(self, value: Any) -> None:
        self.data = [held.role for held in value or ()]


def choices_for(actor: Actor) -> list[SelectChoice]:
    return [SelectChoice(role.value, gettext(role.title)) for role in offered(actor)]


def as_role(code: Any) -> Role:
    return code if isinstance(code, Role) else Role(code)


def offered(actor: Actor) -> tuple[Role, ...]:
    if is_platform(actor):
        return tuple(role for roles in people.ROLES_IN.values() for role in roles)
    return people.ROLES_IN.get(actor.organization_kind, ())


class NameContains(BaseFilter):
    name = lazy_gettext("包含")
    arg_name = "ct"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        named = select(Person.id).where(Person.full_name.contains(str(value), autoescape=True))
        return query.where(Membership.user_id.in_(named))


class PhoneIs(BaseFilter):
    name = lazy_gettext("手机号码等于")
    arg_name = "eq"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        index = keyring.blind_index(clean_number(str(value)))
        return query.where(Membership.user_id.in_(select(Person.id).where(Person.phone_index == index)))


def person_fields(*, new: bool) -> dict[str, Any]:
    made = {
        "full_name": StringField(
            lazy_gettext("姓名"),
            [check.InputRequired(), check.Length(max=people.LONGEST_NAME)],
            filters=[tidy],
            widget=BS3TextFieldWidget(),
        ),
        "phone": SecretField(lazy_gettext("手机号码"), column="phone", needed=new, changing=not new),
        "id_number": SecretField(lazy_gettext("证件号码"), column="id_number", needed=new, changing=not new),
        "roles": RolesField(lazy_gettext("角色")),
    }
    return {**made, "organization": choice_of(Organization, "所属机构")} if new else made


class UserView(Users, Revealed, RecordView):
    list_title = lazy_gettext("企业用户")
    show_title, add_title, edit_title = (lazy_gettext(t) for t in ("企业用户详情", "新增企业用户", "编辑企业用户"))
    revealed = ("phone", "id_number")
    formatters_columns = {
        "phone": lambda value: records.masked("phone", value),
        "id_number": lambda value: records.masked("id_number", value),
        "role_titles": each_worded,
    }
    add_form_extra_fields = person_fields(new=True)
    edit_form_extra_fields = person_fields(new=False)
    search_form_extra_fields = {"user_id": StringField(lazy_gettext("姓名"), widget=BS3TextFieldWidget())}
    method_permission_name = {**RecordView.method_permission_name, "disable": "edit", "apply": "edit"}
    search_columns: Any

    def _init_properties(self) -> None:
        self.search_columns = ["user_id", *self.search_columns]
        super()._init_properties()
        self.found_in_words("user_id", NameContains, PhoneIs)

    def fixed_among(self, keys: Any) -> frozenset[Any]:
        """Who is enrolled or waits for it is not changed any more, only disabled."""
        asked = super().fixed_among(keys)
        if is_platform(current_actor()):
            return asked
        settled = select(Membership.id).where(Membership.id.in_(keys), Membership.state.not_in(people.EDITABLE))
        return asked | frozenset(db.session.scalars(settled))

    @action("apply", lazy_gettext("申请入网"))
    def apply(self, items: Any) -> AnyResponse:
        """One or many: the page that starts the business, with these people chosen."""
        chosen = ",".join(str(item.id) for item in (items if isinstance(items, list) else [items]))
        return redirect(f"/start/user_enrolment/?membership_ids={chosen}")

    def create(self, form: Any) -> None:
        with unit_of_work():
            people.take_in(db.session(), typed(form), current_actor(), now())

    def change(self, pk: str, form: Any) -> None:
        with unit_of_work():
            item = records.find(Membership, pk)
            self.expect(item, form)
            people.change(db.session(), item, typed(form), current_actor(), now())

    @action("disable", lazy_gettext("停用"), lazy_gettext("停用后不能再登录办理业务，确定吗？"))
    def disable(self, items: Any) -> AnyResponse:
        keys = [item.id for item in (items if isinstance(items, list) else [items])]
        try:
            with unit_of_work():
                people.disable(db.session(), [records.find(Membership, key) for key in keys], current_actor(), now())
        except Refused as refused:
            flash("；".join(told(reason) for reason in refused.reasons), "danger")
        else:
            flash(gettext("已停用 %(count)s 人", count=len(keys)), "success")
        return redirect(self.get_redirect() if len(keys) > 1 else url_for("UserView.show", pk=keys[0]))


def typed(form: Any) -> dict[str, Any]:
    values = {name: form[name].data for name in WRITTEN if name in form}
    chosen = values.pop("organization", None)
    return {**values, "organization_id": chosen.id if chosen else None}


def fits_position(position: str | None) -> None:
    if position is not None and len(position) > LONGEST_POSITION:
        raise ValidationError(gettext("最多 %(most)s 个字", most=LONGEST_POSITION))


class PersonInput(Schema):
    """What a program gives of a person."""

    full_name = Line(required=True)
    phone = Line(required=True)
    id_number = Line(required=True)
    roles = fields.List(Label(Role), required=True)
    position = Line(allow_none=True, validate=fits_position)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class NewPersonInput(PersonInput):
    organization_id = fields.Integer(strict=True)


class Codes(fields.Field[Any]):
    """The codes of the roles held."""

    def _serialize(self, value: Any, *_positional: Any, **_named: Any) -> list[str]:
        return [held.role.value for held in value or ()]


class UserApi(Users, RecordApi):
    extra_fields = {
        "full_name": lambda: Line(dump_only=True),
        "phone": lambda: Secret(dump_only=True),
        "id_number": lambda: Secret(dump_only=True),
        "role_titles": lambda: fields.String(dump_only=True),
        "role_codes": lambda: Codes(attribute="roles", dump_only=True),
    }
    add_model_schema = NewPersonInput()
    edit_model_schema = PersonInput(partial=True)
    method_permission_name = {**RecordApi.method_permission_name, "disable": "edit"}

    show_columns: Any

    def __init__(self) -> None:
        self.show_columns = [*self.show_columns, "role_codes"]
        super().__init__()

    def create(self, body: dict[str, Any]) -> Any:
        values = self.add_model_schema.load(body)
        return people.take_in(db.session(), values, current_actor(), now())

    def change(self, pk: str, body: dict[str, Any]) -> Any:
        row = self.found(pk, body)
        people.change(db.session(), row, self.edit_model_schema.load(body), current_actor(), now())
        return row

    @expose("/<pk>/disable", methods=["POST"])
    @protect()
    @permission_name("put")
    def disable(self, pk: str) -> Response:
        """Disable a person here
        ---
        post:
          summary: 停用人员，之后不能再以此身份登录
          parameters:
          - {in: path, name: pk, required: true, schema: {type: integer}}
          requestBody:
            required: true
            content:
              application/json:
                schema: {type: object, required: [version], properties: {version: {type: integer}}}
          responses:
            200:
              description: 已停用
        """
        return self.write(200, self.disabled, pk, self.body())

    def disabled(self, pk: str, body: dict[str, Any]) -> Any:
        """The person, who may no longer act here."""
        row = self.found(pk, body)
        people.disable(db.session(), [row], current_actor(), now())
        return row
