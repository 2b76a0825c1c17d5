"""The whole menu in one place: what a role may open, in the manual's order and words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_appbuilder import AppBuilder
from flask_babel import get_locale, gettext
from sqlalchemy import select

from app.extensions import db
from app.security.manager import granted
from app.web.current import current_identity
from models import ApplicationTile, Region
from workflows.actor import Actor
from workflows.reading.lists import count_in_hand
from workflows.reading.messages import unread_count
from workflows.reading.queue import has_desk
from workflows.registry import BUSINESS_TYPES
from workflows.workbench import is_usable

Item = dict[str, Any]

# Groups of records under 系统管理: the record kinds of app/security/roles.py.
ADMINISTRATION: Mapping[str, tuple[str, ...]] = {
    "机构信息管理": (
        "organizations",
        "projects",
        "project-certificates",
        "property-companies",
        "organization-banks",
        "escrow-accounts",
    ),
    "企业用户管理": ("users",),
    "业务数据": ("surveys", "buildings", "units", "businesses"),
    "业务设置": (
        "stage-tables",
        "region-rules",
        "time-limits",
        "document-templates",
        "calendar-days",
        "dictionaries",
        "dictionary-items",
        "phrases",
    ),
    "平台管理": ("application-tiles", "version-notes", "regions", "events"),
}

# What the rail of a desk calls a group whose first two signs another has too.
SHORT: Mapping[str, str] = {"业务数据": "数据", "业务设置": "设置"}


def install(app: Flask, appbuilder: AppBuilder) -> None:
    """Remember which page lists which records, and give templates `side_menu()` and `shell()`."""
    app.extensions["record_pages"] = {
        view.record: view for view in appbuilder.baseviews if getattr(view, "record_page", False)
    }
    app.jinja_env.globals.update(side_menu=side_menu, shell=shell, titled=titled)


# ---- the left menu ----


def side_menu() -> list[dict[str, Any]]:
    """Groups of entries for the person signed in; nothing for a visitor."""
    identity = current_identity()
    if identity is None:
        return []
    groups = [workbench(), desk(identity.actor), starts(identity.actor), overviews(), administration()]
    return [group for group in groups if group["items"]]


def workbench() -> dict[str, Any]:
    return {
        "title": "",
        "items": [{**entry("工作台", "/"), "short": gettext("工作台"), "current": request.path == "/"}],
    }


def desk(actor: Actor) -> dict[str, Any]:
    waiting = {**entry("在手业务", "/inbox/"), "count": count_in_hand(db.session(), actor) or None}
    review = [entry("审核台", "/review/")] if has_desk(actor) else []
    return {
        "title": gettext("业务办理"),
        "items": [waiting, *review, entry("已办业务", "/handled/"), entry("委托代办", "/delegations/")],
    }


def overviews() -> dict[str, Any]:
    """查询统计: what is read across businesses."""
    here = request.path == "/buildings/" or request.path.startswith("/building/")
    return {"title": gettext("查询统计"), "items": [{**entry("楼盘表", "/buildings/"), "current": here}]}


def starts(actor: Actor) -> dict[str, Any]:
    """业务发起: the types that the person may start, by group."""
    groups: dict[str, list[Item]] = {}
    for kind in BUSINESS_TYPES:
        if actor.holds_any(kind.initiator_roles):
            groups.setdefault(kind.group, []).append(entry(kind.title, f"/start/{kind.code}/"))
    return {"title": gettext("业务发起"), "items": [branch(title, items) for title, items in groups.items()]}


def administration() -> dict[str, Any]:
    """系统管理: the records that the person may list."""
    pages = current_app.extensions["record_pages"]
    allowed = {view for permission, view in granted() if permission == "can_list"}
    items = [
        branch(title, [record_entry(pages[record]) for record in records if record in allowed and record in pages])
        for title, records in ADMINISTRATION.items()
    ]
    return {"title": gettext("系统管理"), "items": [item for item in items if item["children"]]}


def record_entry(view: Any) -> Item:
    home = getattr(view, "home", "")
    own = entry(str(view.list_title), home or url_for(f"{view.endpoint}.list"), within=f"{view.route_base}/")
    if home:
        return own
    return {**own, "current": own["current"] and request.path != f"{view.route_base}/"}


def entry(title: str, url: str, *, within: str | None = None) -> Item:
    return {
        "title": gettext(title),
        "url": url,
        "count": None,
        "current": request.path.startswith(within or url),
        "children": [],
        "open": False,
    }


def branch(title: str, children: list[Item]) -> Item:
    is_open = any(child["current"] for child in children)
    short = gettext(SHORT[title]) if title in SHORT else ""
    return {**entry(title, ""), "short": short, "url": "", "current": False, "children": children, "open": is_open}


# ---- the top bar ----


def shell() -> dict[str, Any]:
    """Who is signed in, where, as what, and what the top bar offers."""
    frame: dict[str, Any] = {
        "home_url": "/",
        "login_url": url_for("LoginView.login"),
        "languages": list(languages()),
    }
    identity = current_identity()
    if identity is None:
        return frame
    organization = identity.membership.organization
    return {
        **frame,
        "place": place(organization.region_code),
        "person_name": identity.person.get_full_name(),
        "organization_name": organization.name,
        "memberships": [
            {
                "title": f"{member.organization.name}（{member.role_titles}）",
                "url": url_for("SessionView.choose_membership", membership_id=member.id),
                "current": member.id == identity.membership.id,
            }
            for member in identity.memberships
        ],
        "unread": unread_count(db.session(), identity.actor),
        "messages_url": "/messages/",
        "apps": applications(identity.actor),
        "search_url": "/search/",
        "logout_url": url_for("SessionView.logout"),
    }


def languages() -> Iterable[dict[str, Any]]:
    current = session.get("locale", current_app.config["BABEL_DEFAULT_LOCALE"])
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    for code, language in current_app.config["LANGUAGES"].items():
        url = url_for("SessionView.choose_language", code=code, next=here)
        yield {"code": code, "title": language["name"], "url": url, "current": code == current}


def place(region_code: str) -> str:
    """张家界市 · 永定区: the prefecture and what of it, as far as the code says."""
    codes = list(dict.fromkeys([f"{region_code[:4]}00", region_code]))
    rows = db.session.execute(select(Region.code, Region.name).where(Region.code.in_(codes))).all()
    names = {row.code: row.name for row in rows}
    return " · ".join(names[code] for code in codes if code in names)


def applications(actor: Actor) -> list[dict[str, str]]:
    tiles = db.session.scalars(
        select(ApplicationTile).where(ApplicationTile.shown).order_by(ApplicationTile.position, ApplicationTile.id)
    )
    usable = [tile for tile in tiles if is_usable(tile, actor)]
    return [{"title": titled(tile.title, tile.english_title), "url": tile.url} for tile in usable]


def titled(title: str, english: str | None) -> str:
    """A title that an administrator gave, in the language of the page as far as there is one."""
    return english if english and str(get_locale()) == "en" else gettext(title)
