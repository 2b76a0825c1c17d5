"""The whole menu in one place: what a role may open, in the manual's order and words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app, render_template, request, session, url_for
from flask_appbuilder import AppBuilder
from flask_babel import get_locale, gettext
from markupsafe import Markup
from sqlalchemy import select

from app.extensions import db
from app.security.manager import permissions_of_roles
from app.web.current import current_identity
from app.web.languages import chosen_language
from app.web.worded import each_worded
from models import ApplicationTile
from models.enums import Role
from workflows.actor import Actor
from workflows.reading.frame import frame_of
from workflows.reading.queue import has_desk
from workflows.registry import BUSINESS_TYPES
from workflows.workbench import is_usable

Item = dict[str, Any]
Rights = tuple[frozenset[Role], bool, str]  # what a menu depends on, with its language
COUNT = "-waiting-"  # stands in a drawn menu for what waits

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

TILES = select(ApplicationTile).where(ApplicationTile.shown).order_by(ApplicationTile.position, ApplicationTile.id)

# What the rail of a desk calls an entry whose first two signs would mislead.
SHORT: Mapping[str, str] = {"工作台": "工作台", "业务数据": "数据", "业务设置": "设置"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; it is the current one at the page `at` and below `within`, but not at `elsewhere`."""

    title: str
    url: str = ""
    short: str = ""
    at: str = ""
    within: str | None = None
    elsewhere: str = ""
    counted: bool = False
    children: tuple["Entry", ...] = ()

    def is_at(self, path: str) -> bool:
        below = self.within is not None and path.startswith(self.within) and path != self.elsewhere
        return below or path == self.at


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    entries: tuple[Entry, ...]

    def leaves(self) -> Iterator[Entry]:
        """What can be opened."""
        for one in self.entries:
            yield from one.children or (one,)


class Menu:
    """The menu of some rights in one language as it stands at a page: which entries are current, which groups open."""

    def __init__(self, groups: Iterable[Group], path: str) -> None:
        self.groups = [
            {"title": group.title, "items": [item_of(entry, path) for entry in group.entries]} for group in groups
        ]
        self.kept: dict[tuple[str, bool], str] = {}

    def drawn(self, template: str, waiting: int) -> Markup:
        """With what waits; everything else of it is drawn once."""
        key = (template, bool(waiting))
        if key not in self.kept:
            self.kept[key] = render_template(template, groups=self.groups, waiting=COUNT if waiting else 0)
        return Markup(self.kept[key].replace(COUNT, str(waiting)))  # noqa: S704 - drawn by its template


class Menus:
    """The menus put together so far: who holds the same roles opens the same."""

    def __init__(self, pages: Mapping[str, Any]) -> None:
        self.pages = pages
        self.groups: dict[Rights, tuple[Group, ...]] = {}
        self.menus: dict[tuple[Rights, tuple[str, ...]], Menu] = {}

    def at(self, path: str, actor: Actor) -> Menu:
        rights = (actor.roles, has_desk(actor), chosen_language())
        groups = self.groups.get(rights) or self.groups.setdefault(rights, self.put_together(actor))
        place = tuple(one.url for group in groups for one in group.leaves() if one.is_at(path))
        key = (rights, place)
        return self.menus.get(key) or self.menus.setdefault(key, Menu(groups, path))

    def put_together(self, actor: Actor) -> tuple[Group, ...]:
        groups = [workbench(), desk(actor), starts(actor), overviews(), administration(actor, self.pages)]
        return tuple(group for group in groups if group.entries)


def install(app: Flask, appbuilder: AppBuilder) -> None:
    """Remember which page lists which records, and give templates `side_menu()` and `shell()`."""
    pages = {view.record: view for view in appbuilder.baseviews if getattr(view, "record_page", False)}
    app.extensions["menus"] = Menus(pages)
    app.jinja_env.globals.update(side_menu=side_menu, shell=shell, titled=titled)


# ---- the left menu ----


def side_menu() -> Menu | None:
    """Of the person signed in; a visitor has none."""
    identity = current_identity()
    return current_app.extensions["menus"].at(request.path, identity.actor) if identity else None


def item_of(entry: Entry, path: str) -> Item:
    """An entry as the templates take it, at this page."""
    children = [item_of(child, path) for child in entry.children]
    return {
        "title": entry.title,
        "short": entry.short,
        "url": entry.url,
        "counted": entry.counted,
        "current": not children and entry.is_at(path),
        "children": children,
        "open": any(child["current"] for child in children),
    }


def workbench() -> Group:
    return Group("", (Entry(gettext("工作台"), "/", short=on_rail("工作台"), at="/"),))


def desk(actor: Actor) -> Group:
    review = [entry("审核台", "/review/")] if has_desk(actor) else []
    waiting = replace(entry("在手业务", "/inbox/"), counted=True)
    return Group(
        gettext("业务办理"), (waiting, *review, entry("已办业务", "/handled/"), entry("委托代办", "/delegations/"))
    )


def overviews() -> Group:
    """查询统计: what is read across businesses."""
    short = on_rail("楼盘表")
    tables = Entry(gettext("楼盘表"), "/buildings/", short=short, at="/buildings/", within="/building/")
    return Group(gettext("查询统计"), (tables,))


def starts(actor: Actor) -> Group:
    """业务发起: the types that the person may start, by group."""
    groups: dict[str, list[Entry]] = {}
    for kind in BUSINESS_TYPES:
        if actor.holds_any(kind.initiator_roles):
            groups.setdefault(kind.group, []).append(entry(kind.title, f"/start/{kind.code}/"))
    return Group(gettext("业务发起"), tuple(branch(title, entries) for title, entries in groups.items()))


def administration(actor: Actor, pages: Mapping[str, Any]) -> Group:
    """系统管理: the records that the person may list."""
    allowed = {view for permission, view in permissions_of_roles(actor.roles) if permission == "can_list"}
    branches = [
        branch(title, [record_entry(pages[record]) for record in records if record in allowed and record in pages])
        for title, records in ADMINISTRATION.items()
    ]
    return Group(gettext("系统管理"), tuple(one for one in branches if one.children))


def record_entry(view: Any) -> Entry:
    """The list of all records of a kind, or the page that stands for it."""
    base = f"{view.route_base}/"
    if home := getattr(view, "home", ""):
        return Entry(str(view.list_title), home, within=base)
    return Entry(str(view.list_title), url_for(f"{view.endpoint}.list"), within=base, elsewhere=base)


def entry(title: str, url: str) -> Entry:
    return Entry(gettext(title), url, short=on_rail(title), within=url)


def branch(title: str, entries: Iterable[Entry]) -> Entry:
    return Entry(gettext(title), short=on_rail(title), children=tuple(entries))


def on_rail(title: str) -> str:
    """Two signs say enough in Chinese; another language has the whole title."""
    return SHORT.get(title, title[:2]) if chosen_language() == "zh" else gettext(title)


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
    told = frame_of(db.session(), identity.actor)
    return {
        **frame,
        "place": " · ".join(told.places),
        "waiting": told.waiting,
        "person_name": identity.person.get_full_name(),
        "organization_name": organization.name,
        "memberships": [
            {
                "title": f"{member.organization.name}（{each_worded(member.role_titles)}）",
                "url": url_for("SessionView.choose_membership", membership_id=member.id),
                "current": member.id == identity.membership.id,
            }
            for member in identity.memberships
        ],
        "unread": told.unread,
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


def applications(actor: Actor) -> list[dict[str, str]]:
    usable = [tile for tile in db.session.scalars(TILES) if is_usable(tile, actor)]
    return [{"title": titled(tile.title, tile.english_title), "url": tile.url} for tile in usable]


def titled(title: str, english: str | None) -> str:
    """A title that an administrator gave, in the language of the page as far as there is one."""
    return english if english and str(get_locale()) == "en" else gettext(title)
