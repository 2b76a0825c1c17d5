"""A person's own filters and columns of a list; the address stays the truth of what is shown."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import told
from app.web.unit_of_work import unit_of_work
from models.enums import ListKind
from views.building_table import known
from views.list_columns import TITLES, columns_of, offered
from workflows import list_arrangements
from workflows.messages import NotVisible, Refused

PATHS = {ListKind.inbox: "/inbox/", ListKind.handled: "/handled/", ListKind.review: "/review/"}
FILTERS = ("scope", "q", "type", "stage", "state", "status", "from", "to", "tab")
MOST_COLUMNS = 30


class ArrangementPages(BaseView):
    route_base = "/lists"
    default_view = "save_filter"

    @expose("/<kind>/filters", methods=["POST"])
    def save_filter(self, kind: str) -> Response:
        """Keep the filter of the address under a name."""
        chosen, query = kind_of(kind), filter_in(request.form.get("query", ""))
        name = request.form.get("name", "")
        try:
            with unit_of_work():
                list_arrangements.save_filter(db.session(), chosen, name, query, current_actor(), now())
        except Refused as refused:
            flash("；".join(told(reason) for reason in refused.reasons), "warning")
        else:
            flash(gettext("已保存筛选【%(name)s】", name=name.strip()), "success")
        return back_to(chosen, query)

    @expose("/filters/<int:filter_id>/drop", methods=["POST"])
    def drop_filter(self, filter_id: int) -> Response:
        """Take one away."""
        current_actor()
        with unit_of_work():
            kind = list_arrangements.drop_filter(db.session(), known(filter_id), current_actor(), now())
        flash(gettext("已删除筛选"), "success")
        return back_to(kind, filter_in(request.form.get("query", "")))

    @expose("/<kind>/columns", methods=["POST"])
    def choose_columns(self, kind: str) -> Response:
        """The columns in the order in which they were posted; `usual` brings back what the list comes with."""
        chosen = kind_of(kind)
        posted = [] if "usual" in request.form else request.form.getlist("column")[:MOST_COLUMNS]
        columns = columns_of(chosen, posted) if posted else []
        with unit_of_work():
            list_arrangements.choose_columns(db.session(), chosen, columns, current_actor(), now())
        return back_to(chosen, filter_in(request.form.get("query", "")))


def kind_of(code: str) -> ListKind:
    try:
        return ListKind(code)
    except ValueError as unknown:
        raise NotVisible(code) from unknown


def filter_in(query: str) -> str:
    """What of an address narrows a list; the page and the row it stood at are no filter."""
    pairs = [(name, value.replace("\0", "")) for name, value in parse_qsl(query) if name in FILTERS and value]
    return urlencode(pairs)


def back_to(kind: ListKind, query: str) -> Response:
    return redirect(f"{PATHS[kind]}?{query}" if query else PATHS[kind])


def arrangement_values(kind: ListKind) -> dict[str, Any]:
    """What a list's template needs to offer and show them."""
    arrangement = list_arrangements.arrangement_of(db.session(), current_actor(), kind)
    query = filter_in(request.query_string.decode("ascii", "ignore"))
    columns = columns_of(kind, arrangement.columns)
    return {
        "list_kind": kind.value,
        "list_path": PATHS[kind],
        "saved_filters": arrangement.filters,
        "saved_query": query,
        "saved_name": next((row.name for row in arrangement.filters if row.query == query), ""),
        "columns": columns,
        "column_titles": TITLES,
        "offered_columns": offered(kind, columns),
    }
