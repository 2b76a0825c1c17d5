"""环节表: the list of a region's tables, the page of one, and a handler of a few lines for each act on it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import STATUS
from app.web.form_fields import tidy
from app.web.unit_of_work import unit_of_work
from views.address import address_of
from views.regions import asked_region
from views.stage_tables.drawer import Drawer, asked_drawer, typed_stage
from views.stage_tables.page import page_values, reasons_told
from workflows.messages import Reason, Refused
from workflows.reading.stage_tables import regions_within, tables_of_region
from workflows.registry import BUSINESS_TYPES
from workflows.stage_design import drafts, publishing
from workflows.stage_design.table_key import TableKey, may_design, table_key

UNPROCESSABLE = 422
LONGEST_NUMBER = 9
TYPE = f"<any({','.join(kind.code for kind in BUSINESS_TYPES)}):business_type>"


class StageTablePages(BaseView):
    route_base = "/stage-tables"
    default_view = "index"
    class_permission_name = "stage-tables"
    method_permission_name = {
        "index": "list",
        "show": "show",
        "add": "edit",
        "change": "edit",
        "remove": "edit",
        "order": "edit",
        "copy": "edit",
        "discard": "edit",
        "publish": "edit",
        "roll_back": "edit",
    }

    @expose("/")
    @has_access
    def index(self) -> str:
        """Every business type of the region with its version, its draft and what runs by it."""
        actor, session = current_actor(), db.session()
        regions = regions_within(session, actor)
        region_code = asked_region(actor, regions)
        return render_template(
            "stage_tables/index.html",
            lines=tables_of_region(session, region_code),
            regions=regions,
            region_code=region_code,
            designer=may_design(actor),
        )

    @expose(f"/{TYPE}/")
    @has_access
    def show(self, business_type: str) -> str:
        """The table as it is drafted, or as it is in force; `?stage=`, `?show=` open the drawer beside it."""
        return table_page(asked_key(business_type), asked_drawer)

    @expose(f"/{TYPE}/stages", methods=["POST"])
    @has_access
    def add(self, business_type: str) -> Any:
        """增加环节."""
        key = asked_key(business_type)
        drawer = typed_stage(db.session(), key, None)
        if drawer.faulty:
            return table_page(key, lambda _values: drawer), UNPROCESSABLE

        told = gettext("已增加环节【%(stage)s】", stage=drawer.form.title.data)
        after = request.form.get("after", "")
        return done(key, drafts.add_stage, drawer.given(), after, told=told, drawer=drawer, at=None)

    @expose(f"/{TYPE}/stages/<stage>", methods=["POST"])
    @has_access
    def change(self, business_type: str, stage: str) -> Any:
        """保存环节."""
        key = asked_key(business_type)
        drawer = typed_stage(db.session(), key, stage)
        if drawer.faulty:
            return table_page(key, lambda _values: drawer), UNPROCESSABLE

        told = gettext("已保存环节【%(stage)s】", stage=drawer.form.title.data)
        return done(key, drafts.change_stage, stage, drawer.given(), told=told, drawer=drawer, at=stage)

    @expose(f"/{TYPE}/stages/<stage>/remove", methods=["POST"])
    @has_access
    def remove(self, business_type: str, stage: str) -> Any:
        return done(asked_key(business_type), drafts.remove_stage, stage, told=gettext("已从草稿中删除环节"))

    @expose(f"/{TYPE}/order", methods=["POST"])
    @has_access
    def order(self, business_type: str) -> Any:
        """The stages in the order they were dragged to; `at` is the one that was moved."""
        keys, moved = request.form.get("order", "").split(","), request.form.get("at", "")[:40]
        return done(asked_key(business_type), drafts.order_stages, keys, at=moved)

    @expose(f"/{TYPE}/copy", methods=["POST"])
    @has_access
    def copy(self, business_type: str) -> Any:
        """从其他区域复制."""
        source = request.form.get("source", "")[:6]
        return done(asked_key(business_type), drafts.copy_stages, source, told=gettext("已复制到草稿，请核对后发布"))

    @expose(f"/{TYPE}/discard", methods=["POST"])
    @has_access
    def discard(self, business_type: str) -> Any:
        """放弃草稿."""
        return done(asked_key(business_type), drafts.discard_draft, told=gettext("已放弃草稿，现行环节没有变化"))

    @expose(f"/{TYPE}/publish", methods=["POST"])
    @has_access
    def publish(self, business_type: str) -> Any:
        """发布: from now on in force for whatever is accepted."""
        note = tidy(request.form.get("note", "")) or ""
        told = gettext("已发布。新受理的业务按新版办理，在办业务按原版办完")
        drawer = Drawer("publish", note=note)
        return done(asked_key(business_type), publishing.publish_draft, note, told=told, drawer=drawer)

    @expose(f"/{TYPE}/roll-back", methods=["POST"])
    @has_access
    def roll_back(self, business_type: str) -> Any:
        """回退: the rows of an earlier version, published anew."""
        number = whole(request.form.get("number", ""))
        told = gettext("已回退到第 %(number)s 版的环节，并作为新版发布", number=number)
        return done(asked_key(business_type), publishing.roll_back, number, told=told, seen="in_force")


def asked_key(business_type: str) -> TableKey:
    """The table of the address, in the region it names or the own one; else it is as if there were none."""
    actor = current_actor()
    return table_key(business_type, asked_region(actor, regions_within(db.session(), actor)), actor)


def whole(text: str) -> int:
    """A number as the page posted it; what is none is a version that nobody ever saw."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else -1


def done(
    key: TableKey,
    operation: Callable[..., Any],
    *given: Any,
    told: str = "",
    drawer: Drawer | None = None,
    at: str | None = "",
    seen: str = "version",
) -> Any:
    """Do it in one unit of work and go back to the page; refused, nothing typed is lost.

    `at` is the stage to open there, None for the one that the operation answers; `seen` is the field with the version
    that the person saw.
    """
    version = whole(request.form.get(seen, ""))
    try:
        with unit_of_work():
            answered = operation(db.session(), key, version, *given, current_actor(), now())
            opened = answered if at is None else at
    except Refused as refused:
        return table_page(key, lambda _values: drawer, refused.reasons), STATUS[refused.kind]
    if told:
        flash(told, "success")
    return redirect(address_of(f"/stage-tables/{key.kind.code}/", region=request.args.get("region", ""), at=opened))


def table_page(key: TableKey, drawer_of: Callable[[Any], Drawer | None], reasons: Sequence[Reason] = ()) -> str:
    session = db.session()
    values = page_values(session, key, current_actor(), now())
    return render_template(
        "stage_tables/design.html",
        **values,
        drawer=drawer_of(values),
        reasons=reasons_told(reasons),
        region_code=key.region_code,
        at=request.args.get("at", ""),
    )
