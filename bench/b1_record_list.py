"""B1: the list of a million businesses, row scope on, with a masked ID column: first page, deep page, one building."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, create_engine

from bench import many_businesses, peer_environment, product
from bench.databases import Desk, Place, copy_for_peers, new_desk, places
from bench.measure import interleaved, medians
from bench.report import Goal, Section, Table, milliseconds, publish
from bench.served import Server, serving, signed_in
from bench.settings import ROUNDS, sized

BUSINESSES, SMALL = 1_000_000, 10_000
PAGE = 25
DEEP = 40_000  # the page that begins after a million rows, or the last one where there are fewer
BUILDING = 7
GOALS = {"sqlite": 0.6, "postgresql": 0.35}
FRAME = (
    "By cProfile a page takes 23,000 calls: a third is its frame, which the peers do not have (who may open what, what "
    "waits, unread messages, search, both languages), a third the rows, a quarter the five statements. The answer to one "
    "building has few rows, so that the frame is most of it."
)
PAGES = ("first page", "deep page", "one building")
REVIEWER = many_businesses.FIRST + 1

Addresses = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contender:
    server: Server
    addresses: Addresses

    def get(self, page: str) -> Callable[[], float]:
        return lambda: self.server.get(self.addresses[page]).seconds


def main() -> Section:
    section = Section(
        "B1",
        "list of a million businesses",
        f"{sized(BUSINESSES):,} rows of the region, all in the scope of a reviewer who asks; 25 rows a page, nine columns, one of them "
        "an ID number shown masked (ours decrypts it, the peers mask the stored text). Everybody is signed in by a session "
        "and sees the own region: stock FAB by its login and a base filter, Flask-Admin by Flask-Login and the queries of its "
        "view, Django by its login and the view's queryset, without its second count. What the peers do not have is the menu "
        "with what waits, and stages, stand-ins and messages behind it. One gunicorn worker each, over HTTP, medians in "
        "milliseconds. The deep page is reached as people reach it: by the link “next” of the page before; the peers know "
        "pages by their number.",
    )
    with places() as found:
        for place in found:
            measure(place, section)
    versions = peer_environment.versions("django", "flask-admin", "flask-appbuilder")
    section.notes.append("Peers: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".")
    return section


def measure(place: Place, section: Section) -> None:
    desk, small = filled(place, "desk", sized(BUSINESSES)), filled(place, "small", min(SMALL, sized(BUSINESSES)))
    peers = copy_for_peers(desk, "peers")
    with ExitStack() as stack:
        contenders = {
            "ours": stack.enter_context(ours(desk, sized(BUSINESSES))),
            "stock FAB": stack.enter_context(stock_fab(peers)),
            "Flask-Admin": stack.enter_context(flask_admin(peers)),
            "Django admin": stack.enter_context(django_admin(peers)),
        }
        little = stack.enter_context(ours(small, min(SMALL, sized(BUSINESSES))))
        raw = stack.enter_context(raw_limit(desk.url))
        found = {}
        for page in PAGES:
            runs = {name: contender.get(page) for name, contender in contenders.items()}
            found[page] = medians(
                interleaved({**runs, "ours of 10^4": little.get(page), "keyset SQL": raw(page)}, ROUNDS)
            )
        queries = {page: contenders["ours"].server.get(contenders["ours"].addresses[page]).queries for page in PAGES}
        tell(place.kind, found, queries, section)


def tell(kind: str, found: Mapping[str, Mapping[str, float]], queries: Mapping[str, int], section: Section) -> None:
    names = list(found[PAGES[0]])
    rows = [[page, *(milliseconds(found[page][name]) for name in names), queries[page]] for page in PAGES]
    section.tables.append((kind, Table(["ms", *names, "our statements"], rows)))
    for page in PAGES:
        times = found[page]
        peers = {name: times[name] for name in ("stock FAB", "Flask-Admin", "Django admin")}
        best = min(peers, key=lambda name: peers[name])
        section.goals.append(Goal(f"{kind}: {page} against {best}", times["ours"] / peers[best], GOALS[kind], FRAME))
    first = found["first page"]["ours"]
    section.goals.append(Goal(f"{kind}: deep page against own first", found["deep page"]["ours"] / first, 1.15))
    section.goals.append(
        Goal(f"{kind}: first page against 10^4 rows", first / found["first page"]["ours of 10^4"], 1.15)
    )
    section.goals.append(Goal(f"{kind}: statements of a page", float(max(queries.values())), 8.0))


def filled(place: Place, name: str, businesses: int) -> Desk:
    desk = new_desk(place, name)
    many_businesses.fill(desk, businesses)
    with desk.connection() as connection:
        product.add_to_table(connection)
    return desk


# ---- the contenders ----


@contextmanager
def ours(desk: Desk, businesses: int) -> Iterator[Contender]:
    with serving("ours", "bench.product:create(masked=True)", peer=False, environment=desk.environment) as server:
        server.headers.update(signed_in(REVIEWER))
        key = deep_key(businesses)
        first = "/businesses/list/"
        yield Contender(
            server,
            {
                "first page": first,
                "deep page": f"{first}?page_BusinessView={deep_page(businesses)}&after_BusinessView=[{key},{key}]",
                "one building": f"{first}?_flt_0_building=B{BUILDING}",
            },
        )


def deep_page(businesses: int) -> int:
    return min(DEEP, businesses // PAGE) - 1


def deep_key(businesses: int) -> int:
    """The id that the page before the deep one ends with."""
    return many_businesses.FIRST + businesses - deep_page(businesses) * PAGE + 1


@contextmanager
def stock_fab(url: URL) -> Iterator[Contender]:
    with serving("stock FAB", "stock_fab:app", peer=True, environment=environment(url)) as server:
        server.headers["Cookie"] = server.post_form("/login/", {"username": "bench", "password": "bench"}).cookies
        first = "/businessview/list/"
        yield Contender(
            server,
            {
                "first page": first,
                "deep page": f"{first}?page_BusinessView={deep_page(sized(BUSINESSES))}",
                "one building": f"{first}?_flt_0_building_id={many_businesses.FIRST + BUILDING}",
            },
        )


@contextmanager
def flask_admin(url: URL) -> Iterator[Contender]:
    with serving("Flask-Admin", "flask_admin_list:app", peer=True, environment=environment(url)) as server:
        server.headers["Cookie"] = server.post_form("/login", {"username": "bench", "password": "bench"}).cookies
        first = "/admin/business/"
        yield Contender(
            server,
            {
                "first page": first,
                "deep page": f"{first}?page={deep_page(sized(BUSINESSES))}",
                "one building": f"{first}?flt0_0={many_businesses.FIRST + BUILDING}",
            },
        )


@contextmanager
def django_admin(url: URL) -> Iterator[Contender]:
    with serving("Django admin", "django_desk:app", peer=True, environment=environment(url)) as server:
        sign_in_to_django(server)
        first = "/admin/auth/business/"
        yield Contender(
            server,
            {
                "first page": first,
                "deep page": f"{first}?p={deep_page(sized(BUSINESSES)) + 1}",
                "one building": f"{first}?building_id={many_businesses.FIRST + BUILDING}",
            },
        )


def environment(url: URL) -> dict[str, str]:
    return {"PEER_DATABASE": url.render_as_string(hide_password=False)}


def sign_in_to_django(server: Server) -> None:
    page = server.get("/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    if token is None:
        raise RuntimeError("Django's login page has no token")
    server.headers["Cookie"] = page.cookies
    fields = {"username": "bench", "password": "bench", "csrfmiddlewaretoken": token[1].decode()}
    server.headers["Cookie"] += "; " + server.post_form("/admin/login/?next=/admin/", fields).cookies


KEYSET = """
SELECT b.id, business_no, business_type, b.status, subject_title, o.name, initiator_name, accepted_at, finished_at, buyer_id_number
FROM business b JOIN organization o ON o.id = b.developer_id WHERE b.region_code = '430802' {narrowed}
ORDER BY b.id DESC LIMIT 25
"""


@contextmanager
def raw_limit(url: URL) -> Iterator[Callable[[str], Callable[[], None]]]:
    """One statement that reads exactly the rows of the page."""
    engine = create_engine(url)
    with engine.connect() as connection:
        narrowed = {
            "first page": "",
            "deep page": f"AND b.id < {deep_key(sized(BUSINESSES))}",
            "one building": f"AND b.building_id = {many_businesses.FIRST + BUILDING}",
        }

        def run(page: str) -> Callable[[], None]:
            statement = KEYSET.format(narrowed=narrowed[page])
            return lambda: connection.exec_driver_sql(statement).all() and None

        yield run
    engine.dispose()


if __name__ == "__main__":
    publish(main())
