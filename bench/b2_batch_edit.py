"""B2: 批量设置 and 快捷设置价格 on a thousand and ten thousand units: judged, versioned, with every old value kept.

Ours is the call that the unit table makes. Django's is the POST of its list with editable columns, all units on one page.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count

from sqlalchemy import URL, create_engine, text

from bench import peer_environment
from bench.b1_record_list import environment, sign_in_to_django
from bench.databases import Place, copy_for_peers, new_desk, places
from bench.drafted import Draft, draft
from bench.measure import Run, interleaved, medians
from bench.report import Goal, Section, Table, milliseconds, publish
from bench.served import PEERS, Server, serving, signed_in
from bench.settings import ROUNDS, sized

SHARES = (
    "Profiled (cProfile, 1,000 units on SQLite: a set of three fields takes 55,000 calls where there were 136,000, a price "
    "rule 178,000 where there were 333,000; 14 and 15 statements where there were 25 and 24). Of the set a third does not "
    "depend on the number of units (who asks, lock, case, wall, event); the rest is judging and comparing 16 %, the UPDATE "
    "with its values 12 %, old, new and the answer as JSON 9 %, reading the units 8 %, the durable commit 7 %."
)
UNITS = 1_000
ACTS = ("batch set", "price rule")
CONTENDERS = ("ours", "Django list_editable", "ORM loop", "ORM + Continuum", "one UPDATE … FROM")
OURS, DJANGO, LOOP, CONTINUUM, RAW = CONTENDERS


def main() -> Section:
    section = Section(
        "B2",
        "many units changed at once",
        f"Three fields set on {sized(UNITS):,} units, then a price rule over all of them (two prices, the total and the mark of its origin), "
        "over HTTP with one worker. Ours judges every value, keeps old and new of every field, raises the building's "
        "version, writes one event and answers with every change; Django's POST writes a log entry a row; the loops write "
        "the rows alone, Continuum a version of each. Medians in milliseconds.",
    )
    with places() as found:
        for place in found:
            measure(place, section)
    versions = peer_environment.versions("django", "sqlalchemy", "sqlalchemy-continuum")
    section.notes.append("Peers: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".")
    return section


def measure(place: Place, section: Section) -> None:
    small = compare(place, section, sized(UNITS), peers=True)
    large = compare(place, section, sized(UNITS * 10), peers=False)
    for act in ACTS:
        section.goals.append(
            Goal(f"{place.kind}: {act} against Django's POST", small[act][OURS] / small[act][DJANGO], 0.10, SHARES)
        )
        section.goals.append(
            Goal(f"{place.kind}: {act} against one UPDATE … FROM", small[act][OURS] / small[act][RAW], 8.0, SHARES)
        )
        section.goals.append(
            Goal(f"{place.kind}: {act}, ten times the units", large[act][OURS] / small[act][OURS], 11.0)
        )


def compare(place: Place, section: Section, units: int, *, peers: bool) -> dict[str, dict[str, float]]:
    desk = new_desk(place, f"units_{units}")
    drafted = draft(desk, units)
    copy = copy_for_peers(desk, f"peers_{units}")
    with ExitStack() as stack:
        server = stack.enter_context(serving(OURS, "bench.product:create()", peer=False, environment=desk.environment))
        server.headers.update(signed_in(drafted.person_id) | {"Content-Type": "application/json"})
        clerk = Clerk(server, drafted)
        runs: dict[str, Mapping[str, Run]] = {OURS: clerk.runs()}
        if peers:
            runs[DJANGO] = stack.enter_context(django(copy, drafted))
            runs[LOOP] = stack.enter_context(loop("plain", copy, drafted))
            runs[CONTINUUM] = stack.enter_context(loop("continuum", copy, drafted))
        runs[RAW] = stack.enter_context(raw(copy, drafted))
        found = {act: medians(interleaved({name: run[act] for name, run in runs.items()}, ROUNDS)) for act in ACTS}
    rows = [[act, *(milliseconds(found[act][name]) for name in runs), clerk.statements[act]] for act in ACTS]
    section.tables.append((f"{place.kind}, {units:,} units", Table(["ms", *runs, "our statements"], rows)))
    return found


# ---- the contenders: every run changes every unit ----


class Clerk:
    """Who calls as the unit table does, always with the version answered last."""

    def __init__(self, server: Server, drafted: Draft) -> None:
        self.server = server
        self.path = f"/api/v1/buildings/{drafted.building_id}"
        self.units = len(drafted.unit_ids)
        self.turns = count()
        self.version = json.loads(server.get(f"{self.path}/units").body)["version"]
        self.statements: dict[str, int] = {}

    def runs(self) -> dict[str, Run]:
        return {"batch set": self.set_fields, "price rule": self.apply_rule}

    def set_fields(self) -> float:
        turn = next(self.turns) % 2
        values = {"decoration": "12"[turn], "lift": ["是", "否"][turn], "balcony": ["南向", "北向"][turn]}
        return self.call("batch set", "PATCH", "/units", {"set": values})

    def apply_rule(self) -> float:
        base = 7000 + next(self.turns) % 50
        rule = {
            "price_kind": "sale",
            "base_price": base,
            "base_floor": 1,
            "direction": "up",
            "change": "increase",
            "step": 30,
        }
        return self.call("price rule", "POST", "/price-rule", rule)

    def call(self, act: str, method: str, path: str, body: dict[str, object]) -> float:
        sent = json.dumps({"version": self.version, **body}).encode()
        answer = self.server.ask(method, self.path + path, sent)
        told = json.loads(answer.body)
        if answer.status != 200 or told["count"] != self.units:
            raise RuntimeError(f"ours answered {answer.status}: {answer.body[:600].decode()}")
        self.version, self.statements[act] = told["version"], answer.queries
        return answer.seconds


@contextmanager
def django(url: URL, drafted: Draft) -> Iterator[Mapping[str, Run]]:
    with serving(DJANGO, "django_desk:app", peer=True, environment=environment(url)) as server:
        sign_in_to_django(server)
        turns = count()
        columns: dict[str, tuple[str, Callable[[int, int], Mapping[str, object]]]] = {
            "batch set": (
                "unit",
                lambda turn, _place: {"decoration": turn % 2 + 1, "lift": "true", "balcony": f"南向{turn}"},
            ),
            "price rule": (
                "pricedunit",
                lambda turn, place: dict.fromkeys(
                    ("price_sale", "price_bare", "filed_total"), 7000 + turn + place % 90
                ),
            ),
        }
        yield {act: posting(server, drafted, page, values, turns) for act, (page, values) in columns.items()}


def posting(
    server: Server, drafted: Draft, page: str, values: Callable[[int, int], Mapping[str, object]], turns: Iterator[int]
) -> Run:
    path = f"/admin/auth/{page}/?building_id={drafted.building_id}"
    token = server.headers["Cookie"].split("csrftoken=")[1].split(";")[0]

    def run() -> float:
        turn, units = next(turns), drafted.unit_ids
        fields = {
            "form-TOTAL_FORMS": len(units),
            "form-INITIAL_FORMS": len(units),
            "_save": "1",
            "csrfmiddlewaretoken": token,
        }
        for place, unit_id in enumerate(units):
            fields[f"form-{place}-id"] = unit_id
            fields |= {f"form-{place}-{name}": value for name, value in values(turn, place).items()}
        answer = server.post_form(path, {name: str(value) for name, value in fields.items()})
        if answer.status != 302:
            raise RuntimeError(f"Django answered {answer.status}: {answer.body[:3000].decode()}")
        return answer.seconds

    return run


@contextmanager
def loop(kind: str, url: URL, drafted: Draft) -> Iterator[Mapping[str, Run]]:
    words = [str(peer_environment.PYTHON), "orm_batch.py", kind, str(drafted.building_id)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, cwd=PEERS, env=environment(url), stdin=pipe, stdout=pipe, text=True)
    turns = count()

    def run(values: Callable[[int], Mapping[str, object]]) -> Run:
        def once() -> float:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("no pipe")
            process.stdin.write(json.dumps(values(next(turns))) + "\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        return once

    yield {
        "batch set": run(lambda turn: {"decoration": "12"[turn % 2], "lift": turn % 2 == 0, "balcony": f"南向{turn}"}),
        "price rule": run(lambda turn: dict.fromkeys(("price_sale", "price_bare", "filed_total"), 7000 + turn)),
    }
    process.terminate()
    process.wait(20)


SET = "UPDATE unit SET decoration = :decoration, lift = NOT coalesce(lift, :no), balcony = :balcony WHERE building_id = :building"
PRICE = {
    "sqlite": """
        UPDATE unit SET price_sale = given.value + :turn, price_bare = given.value + :turn, filed_total = given.value + :turn
        FROM json_each(:prices) AS given WHERE unit.id = CAST(given.key AS INTEGER)""",
    "postgresql": """
        UPDATE unit SET price_sale = given.value::numeric + :turn, price_bare = given.value::numeric + :turn,
        filed_total = given.value::numeric + :turn
        FROM json_each_text(CAST(:prices AS json)) AS given WHERE unit.id = given.key::int""",
}


@contextmanager
def raw(url: URL, drafted: Draft) -> Iterator[Mapping[str, Run]]:
    """One statement with all the values, and its commit: nothing judged, nothing kept."""
    engine = create_engine(url)
    turns = count()
    prices = json.dumps({str(unit_id): 700_000 + place for place, unit_id in enumerate(drafted.unit_ids)})

    def run(statement: str) -> Run:
        def once() -> None:
            turn = next(turns)
            given = {"building": drafted.building_id, "decoration": "12"[turn % 2], "no": False, "balcony": f"南{turn}"}
            known = {
                name: value
                for name, value in {**given, "prices": prices, "turn": turn}.items()
                if f":{name}" in statement
            }
            with engine.begin() as connection:
                connection.execute(text(statement), known)

        return once

    yield {"batch set": run(SET), "price rule": run(PRICE[engine.dialect.name])}
    engine.dispose()


if __name__ == "__main__":
    publish(main())
