"""What the platform keeps for everybody: regions, applications and version notes."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from flask_appbuilder.fieldwidgets import Select2ManyWidget
from flask_babel import gettext, lazy_gettext
from marshmallow import fields
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from models import ApplicationTile, Region, VersionNote
from models.enums import Role
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.wording import business_title
from workflows.messages import Message, Reason

REGION_CODE = re.compile(r"[1-9][0-9]{5}")
LOCAL_ADDRESS = re.compile(r"/(?![/\\])[\x21-\x7e]*")
NOT_A_REGION = Message("value", "区划代码应为 6 位数字，如 430802")
NOT_ROLES = Message("value", "可见角色应为角色代码的列表")
NOT_LOCAL = Message("value", "地址应以 / 开头，指向本系统的页面，如 /inbox/")


class Regions(Record):
    record = "regions"
    model = Region
    listed = ("code", "name")
    found_by = ("code", "name")
    ordered_by = ("code", "name")
    sections = (("行政区划", ("code", "name")),)
    fixed = frozenset({"code"})

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if not REGION_CODE.fullmatch(item.code or ""):
            yield NOT_A_REGION(at="code")


class RegionView(Regions, RecordView):
    base_order = ("code", "asc")


class RegionApi(Regions, RecordApi):
    base_order = ("code", "asc")


class ApplicationTiles(Record):
    record = "application-tiles"
    model = ApplicationTile
    home = "/application-tiles/"
    listed = ("title", "subsystem", "sign", "url", "business_type", "roles", "position", "shown")
    found_by = ("title", "subsystem", "url", "shown")
    ordered_by = ("title", "subsystem", "position", "shown")
    sections = (
        ("平台应用", ("subsystem", "title", "english_title", "sign", "url")),
        ("谁能看见", ("business_type", "roles", "position", "shown")),
    )
    hints = {
        "english_title": "英文界面显示的名称",
        "business_type": "填业务类型代码后，只对能办理该业务的人显示待办数",
        "roles": "不选则对所有角色显示",
    }

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if item.url and not LOCAL_ADDRESS.fullmatch(item.url):
            yield NOT_LOCAL(at="url")
        if not role_codes(item.roles):
            yield NOT_ROLES(at="roles")


def role_codes(value: Any) -> bool:
    """Whether it is a list of codes of roles; none at all is one."""
    known = {role.value for role in Role}
    return value is None or (isinstance(value, list) and all(isinstance(one, str) and one in known for one in value))


class RolesField(SelectMultipleField):
    """Several roles, kept by their codes."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, choices=[], widget=Select2ManyWidget(), **more)

    def iter_choices(self) -> Any:
        self.choices = [SelectChoice(role.value, gettext(role.title)) for role in Role]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        self.choices = [SelectChoice(role.value, role.title) for role in Role]
        super().pre_validate(form)


class RoleCodes(fields.List[Any]):
    """Codes of roles as programs give them."""

    def __init__(self) -> None:
        super().__init__(fields.String(), load_default=list)


def role_titles(codes: Any) -> str:
    return "、".join(gettext(role.title) for role in Role if role.value in (codes or ()))


class ApplicationTileView(ApplicationTiles, RecordView):
    formatters_columns = {"business_type": business_title, "roles": role_titles}
    base_order = ("position", "asc")
    roles_field = RolesField(lazy_gettext("可见角色"), description=lazy_gettext("不选则对所有角色显示"))
    add_form_extra_fields = {"roles": roles_field}
    edit_form_extra_fields = {"roles": roles_field}


class ApplicationTileApi(ApplicationTiles, RecordApi):
    may_delete = True
    extra_fields = {"roles": RoleCodes}


class VersionNotes(Record):
    record = "version-notes"
    model = VersionNote
    listed = ("title", "body", "publish_at")
    found_by = ("title", "body", "publish_at")
    ordered_by = ("title", "publish_at")
    sections = (("版本更新记录", ("title", "publish_at", "body")),)
    hints = {"publish_at": "到此时间后在首页显示"}


class VersionNoteView(VersionNotes, RecordView):
    add_template = "records/version_note_add.html"
    edit_template = "records/version_note_edit.html"
    base_order = ("publish_at", "desc")


class VersionNoteApi(VersionNotes, RecordApi):
    may_delete = True
