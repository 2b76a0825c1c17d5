"""What the platform keeps for everybody: regions, applications and version notes."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from models import ApplicationTile, Region, VersionNote
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.wording import business_title
from workflows.messages import Message, Reason

REGION_CODE = re.compile(r"[1-9][0-9]{5}")
LOCAL_ADDRESS = re.compile(r"/(?![/\\])[\x21-\x7e]*")
NOT_A_REGION = Message("value", "区划代码应为 6 位数字，如 430802")
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
    listed = ("title", "subsystem", "sign", "url", "business_type", "position", "shown")
    found_by = ("title", "subsystem", "url", "shown")
    ordered_by = ("title", "subsystem", "position", "shown")
    sections = (("平台应用", ("subsystem", "title", "sign", "url", "business_type", "position", "shown")),)

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if item.url and not LOCAL_ADDRESS.fullmatch(item.url):
            yield NOT_LOCAL(at="url")


class ApplicationTileView(ApplicationTiles, RecordView):
    formatters_columns = {"business_type": business_title}
    base_order = ("position", "asc")


class ApplicationTileApi(ApplicationTiles, RecordApi):
    may_delete = True


class VersionNotes(Record):
    record = "version-notes"
    model = VersionNote
    listed = ("title", "body", "publish_at")
    found_by = ("title", "body", "publish_at")
    ordered_by = ("title", "publish_at")
    sections = (("版本更新记录", ("title", "publish_at", "body")),)
    hints = {"publish_at": "到此时间后在首页显示"}


class VersionNoteView(VersionNotes, RecordView):
    base_order = ("publish_at", "desc")


class VersionNoteApi(VersionNotes, RecordApi):
    may_delete = True
