"""B12: from nothing to the first page, and the memory of a worker that has nothing to do."""

import time
from dataclasses import dataclass, field
from statistics import median

from bench.b1_record_list import environment
from bench.databases import Place, make_database, new_desk, places
from bench.measure import Run, interleaved, medians
from bench.report import Goal, Section, Table, publish
from bench.served import serving
from bench.settings import ROUNDS

IMPORTS = (
    "By -X importtime three fifths are our own: 0.5 s of making the application with its ninety pages and calls (a third of "
    "it compiles the addresses of routes), models and definitions; Alembic through Flask-Migrate and what checks uploads "
    "(pikepdf, Pillow) the skeleton does not load. What draws documents is loaded by the worker and by previews alone."
)
MOST_ROUNDS = 7
OURS, SKELETON, HELLO = "ours", "FAB skeleton", "Flask hello"


@dataclass(slots=True)
class Start:
    """Starts a server, asks for its first page, and notes what the worker holds then."""

    name: str
    target: str
    page: str
    environment: dict[str, str]
    resident: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        started = time.perf_counter()
        with serving(self.name, self.target, peer=self.name != OURS, environment=self.environment) as server:
            server.get(self.page)
            seconds = time.perf_counter() - started
            self.resident.append(server.resident)
        return seconds


def main() -> Section:
    section = Section(
        "B12",
        "cold start and idle memory",
        "A gunicorn with one worker, from the command to the answered login page (of Flask hello its only page); the database "
        "stands at its migration already. Memory of the worker after that page.",
    )
    with places() as found:
        for place in found:
            measure(place, section)
    return section


def measure(place: Place, section: Section) -> None:
    desk = new_desk(place, "cold")
    make_database(place, "skeleton")
    skeleton = environment(place.url("skeleton"))
    starts = {
        OURS: Start(OURS, "run:app", "/login/", desk.environment),
        SKELETON: Start(SKELETON, "fab_skeleton:app", "/login/", skeleton),
        HELLO: Start(HELLO, "flask_hello:app", "/", skeleton),
    }
    runs: dict[str, Run] = dict(starts)
    found = medians(interleaved(runs, min(ROUNDS, MOST_ROUNDS)))
    memory = {name: median(start.resident) for name, start in starts.items()}
    rows = [[name, found[name], memory[name]] for name in starts]
    section.tables.append((place.kind, Table(["", "seconds to the first page", "idle, MB"], rows)))
    section.goals.append(
        Goal(f"{place.kind}: cold start against the skeleton", found[OURS] / found[SKELETON], 1.5, IMPORTS)
    )
    section.goals.append(Goal(f"{place.kind}: megabytes of a worker", memory[OURS], 200.0))


if __name__ == "__main__":
    publish(main())
