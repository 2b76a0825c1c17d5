"""Addresses of a list with another page, order or size: what else was asked for stays, the beginning does not."""

from urllib.parse import urlencode

from flask import Flask, request

from app.web.paging import AFTER, BEFORE

PAGE = "page"


def install(app: Flask) -> None:
    """In place of the stock filters, which would take a beginning along into another order."""
    app.jinja_env.filters.update(link_order=in_order_of, link_page_size=of_size)
    app.jinja_env.globals.update(address_of_page=of_page)


def of_page(number: int, view: str, way: str = "", mark: str | None = None) -> str:
    """The page of this number; by `way` (after or before) of the row marked, where a row is known."""
    beginning = {f"{way}_{view}": mark} if mark and number else {}
    return address(view, {f"{PAGE}_{view}": str(number), **beginning} if number else {})


def in_order_of(column: str, view: str) -> str:
    """Ordered by the column; asked again, the other way round."""
    ascending = request.args.get(f"_oc_{view}") == column and request.args.get(f"_od_{view}") == "asc"
    return address(view, {f"_oc_{view}": column, f"_od_{view}": "desc" if ascending else "asc"})


def of_size(size: int, view: str) -> str:
    return address(view, {f"psize_{view}": str(size)})


def address(view: str, changed: dict[str, str]) -> str:
    left_out = {f"{name}_{view}" for name in (PAGE, AFTER, BEFORE)} | changed.keys()
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in left_out]
    query = urlencode([*kept, *changed.items()])
    return f"{request.path}?{query}" if query else request.path
