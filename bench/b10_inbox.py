"""B10: the inbox of a desk with a million stage runs and two thousand people, with its counts."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from statistics import median

from sqlalchemy import URL, create_engine, text

from bench import many_businesses
from bench.b1_record_list import environment
from bench.databases import Desk, Place, copy_for_peers, new_desk, places
from bench.many_businesses import FIRST, PEOPLE, REGION, REVIEWERS
from bench.measure import Run, interleaved, p95
from bench.product import add_to_table
from bench.report import Goal, Section, Table, milliseconds, publish
from bench.served import serving, signed_in
from bench.settings import ROUNDS, sized

POOL = (
    "The slowest are the reviewers: the region's pool of two thousand is counted for the menu and for the choices, and "
    "sorted by promised day before fifty are shown (4 ms on SQLite); their fifty rows and the progress beside them are half "
    "of what is left. Everybody is new to the worker, which costs 6 ms for putting together what he may see."
)
RUNS = 1_000_000
ASKED = 6  # times the rounds: the slowest of twenty need many
OURS, LITTLE, FAB, RAW = "ours", "ours, a tenth finished", "stock FAB", "indexed SQL"


def main() -> Section:
    section = Section(
        "B10",
        "inbox of a busy desk",
        f"{sized(RUNS):,} stage runs, {PEOPLE:,} people, twenty thousand runs going on. People taken by chance, one in ten a reviewer "
        "with the region's pool before him, ask for their first page of fifty with all counts (menu, types, stages, total); stock "
        "FAB lists the same rows with its own count. Milliseconds.",
    )
    with places() as found:
        for place in found:
            measure(place, section)
    return section


def measure(place: Place, section: Section) -> None:
    desk, little = filled(place, "inbox", sized(RUNS)), filled(place, "little", sized(RUNS // 10))
    peers = copy_for_peers(desk, "inbox_peers")
    people = random.Random(7)  # everybody is asked for the same people
    asked = [person(people) for _ in range((ROUNDS * ASKED) + 2)]
    with ExitStack() as stack:
        runs = {
            OURS: stack.enter_context(ours(desk, asked)),
            LITTLE: stack.enter_context(ours(little, asked)),
            FAB: stack.enter_context(stock_fab(peers, asked)),
            RAW: stack.enter_context(raw(desk.url, asked)),
        }
        found = interleaved(runs, ROUNDS * ASKED)
    rows = [[name, milliseconds(median(times)), milliseconds(p95(times))] for name, times in found.items()]
    section.tables.append((place.kind, Table(["", "median", "p95"], rows)))
    section.goals.append(Goal(f"{place.kind}: p95 against stock FAB", p95(found[OURS]) / p95(found[FAB]), 0.5, POOL))
    flat = median(found[OURS]) / median(found[LITTLE])
    section.goals.append(Goal(f"{place.kind}: ten times more finished", flat, 1.15))


def filled(place: Place, name: str, runs: int) -> Desk:
    desk = new_desk(place, name)
    many_businesses.fill(desk, runs)
    with desk.connection() as connection:
        add_to_table(connection)
    return desk


def person(people: random.Random) -> int:
    if people.random() < 0.1:
        return FIRST + people.randint(1, REVIEWERS)
    return FIRST + people.randint(REVIEWERS + 1, PEOPLE)


def reviews(person_id: int) -> bool:
    return person_id <= FIRST + REVIEWERS


# ---- the contenders ----


@contextmanager
def ours(desk: Desk, asked: list[int]) -> Iterator[Run]:
    with serving(OURS, "bench.product:create()", peer=False, environment=desk.environment) as server:
        turn = iter(asked)

        def once() -> float:
            server.headers.update(signed_in(next(turn)))
            return server.get("/inbox/").seconds

        yield once


@contextmanager
def stock_fab(url: URL, asked: list[int]) -> Iterator[Run]:
    with serving(FAB, "stock_fab:app", peer=True, environment=environment(url)) as server:
        server.headers["Cookie"] = server.post_form("/login/", {"username": "bench", "password": "bench"}).cookies
        turn = iter(asked)

        def once() -> float:
            person_id = next(turn)
            server.headers.update({"X-Person": str(person_id), "X-Reviews": "1" if reviews(person_id) else "0"})
            return server.get("/inboxview/list/").seconds

        yield once


HELD = "r.state = 'open' AND r.holder_id = :person"
POOLED = "r.state = 'waiting' AND r.role = 'survey_reviewer' AND r.region_code = :region"
JOINED = "FROM stage_run r JOIN business b ON b.id = r.business_id WHERE"
COUNT = f"SELECT count(*) {JOINED} {{which}}"
PAGE = (
    "SELECT b.business_no, b.subject_title, r.title, r.state, r.sender_name, r.sent_at, r.holder_name, r.received_at, r.due_on "
    f"{JOINED} {{which}} ORDER BY r.sent_at LIMIT 50"
)


@contextmanager
def raw(url: URL, asked: list[int]) -> Iterator[Callable[[], None]]:
    """The page and its total by the indexes."""
    engine = create_engine(url)
    turn = iter(asked)
    with engine.connect() as connection:

        def once() -> None:
            person_id = next(turn)
            which = f"(({HELD}) OR ({POOLED}))" if reviews(person_id) else HELD
            given: Mapping[str, object] = {"person": person_id, "region": REGION}
            for statement in (COUNT, PAGE):
                words = text(statement.format(which=which))
                connection.execute(words, {name: given[name] for name in given if f":{name}" in words.text}).all()

        yield once
    engine.dispose()


if __name__ == "__main__":
    publish(main())
