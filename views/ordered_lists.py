"""Lists that are put in order by dragging: the items of a dictionary, the tiles of the workbench."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from sqlalchemy import func, select

from app.extensions import db
from app.security.manager import granted
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.unit_of_work import unit_of_work
from models import ApplicationTile, Dictionary, DictionaryItem
from models.enums import Role
from workflows.facts.calendar import local_day
from workflows.messages import NotVisible, Refused
from workflows.record_order import put_in_order


class DictionaryPages(BaseView):
    route_base = "/dictionaries"
    default_view = "index"
    class_permission_name = "dictionaries"
    method_permission_name = {"index": "list", "show": "show", "order": "edit"}

    @expose("/")
    @has_access
    def index(self) -> str:
        """All lists, opened at the first."""
        current_actor()
        return dictionary_page(None)

    @expose("/<key>/")
    @has_access
    def show(self, key: str) -> str:
        current_actor()
        return dictionary_page(key)

    @expose("/<key>/order", methods=["POST"])
    @has_access
    def order(self, key: str) -> Any:
        current_actor()
        return ordered(items_of(dictionary_of(key)), key, f"/dictionaries/{key}/", lambda: dictionary_page(key))


class TilePages(BaseView):
    route_base = "/application-tiles"
    default_view = "index"
    class_permission_name = "application-tiles"
    method_permission_name = {"index": "list", "order": "edit"}

    @expose("/")
    @has_access
    def index(self) -> str:
        """Every tile in its order, beside what the workbench shows of them."""
        current_actor()
        return tile_page()

    @expose("/order", methods=["POST"])
    @has_access
    def order(self) -> Any:
        current_actor()
        return ordered(every_tile(), "tiles", "/application-tiles/", tile_page)


def ordered(rows: Sequence[Any], subject: str, path: str, page: Callable[[], str]) -> Any:
    """Save the order that was dragged; where the list has changed meanwhile, the page says so and shows it anew."""
    ids, chosen = request.form.get("order", "").split(","), [row.id for row in rows]
    model = type(rows[0]) if rows else DictionaryItem
    try:
        with unit_of_work():
            present = db.session.scalars(select(model).where(model.id.in_(chosen)).with_for_update()).all()
            put_in_order(db.session(), present, ids, current_actor(), now(), subject)
    except Refused as refused:
        flash("；".join(told(reason) for reason in refused.reasons), "danger")
        return page(), STATUS[refused.kind]
    return redirect(path)


def may_edit(record: str) -> bool:
    return ("can_edit", record) in granted()


def dictionary_page(key: str | None) -> str:
    session = db.session()
    lists = session.scalars(select(Dictionary).order_by(Dictionary.title)).all()
    rows = session.execute(
        select(DictionaryItem.dictionary_id, func.count()).group_by(DictionaryItem.dictionary_id)
    ).all()
    chosen = dictionary_of(key) if key is not None else next(iter(lists), None)
    return render_template(
        "dictionaries.html",
        lists=lists,
        counts={row[0]: row[1] for row in rows},
        chosen=chosen,
        items=items_of(chosen) if chosen else [],
        today=local_day(now()),
        editor=may_edit("dictionary-items"),
    )


def dictionary_of(key: str) -> Dictionary:
    found = db.session.scalars(select(Dictionary).where(Dictionary.key == key)).one_or_none()
    if found is None:
        raise NotVisible(key)
    return found


def items_of(dictionary: Dictionary) -> list[DictionaryItem]:
    query = select(DictionaryItem).where(DictionaryItem.dictionary_id == dictionary.id)
    return list(db.session.scalars(query.order_by(DictionaryItem.position, DictionaryItem.id)))


def every_tile() -> list[ApplicationTile]:
    return list(db.session.scalars(select(ApplicationTile).order_by(ApplicationTile.position, ApplicationTile.id)))


def tile_page() -> str:
    tiles = every_tile()
    asked = request.args.get("role", "")
    role = next((one for one in Role if one.value == asked), None)
    seen = [tile for tile in tiles if tile.shown and (role is None or not tile.roles or role.value in tile.roles)]
    groups = {
        title: [tile for tile in seen if tile.subsystem == title] for title in dict.fromkeys(t.subsystem for t in seen)
    }
    return render_template(
        "application_tiles.html",
        tiles=tiles,
        groups=groups,
        role=role,
        roles=list(Role),
        titles={one.value: one.title for one in Role},
        editor=may_edit("application-tiles"),
    )
