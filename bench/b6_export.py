"""B6: a list of 100,000 businesses as a workbook, from the database to the last byte, beside the writing alone."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench import apart, many_businesses
from bench.databases import Desk, Place, new_desk, places
from bench.measure import interleaved, medians
from bench.report import Goal, Section, Table, publish
from bench.served import Server, serving, signed_in
from bench.settings import ROUNDS, sized

ROWS, FEW = 100_000, 10_000
REVIEWER = many_businesses.FIRST + 1
PATH = "/businesses/export"
MOST_ROUNDS = 5


def main() -> Section:
    section = Section(
        "B6",
        "export of a list",
        f"{sized(ROWS):,} rows of ten columns. Ours asks the database within the reviewer's scope, shows every value as the list does and "
        "sends the file; the others write the same cells, which they hold in memory already. The raw limit is xlsxwriter "
        "with constant memory. Memory of ours: the most that a fresh worker ever held.",
    )
    with places() as found:
        for place in found:
            measure(place, section)
    return section


def measure(place: Place, section: Section) -> None:
    desk, few = new_desk(place, "export"), new_desk(place, "few")
    many_businesses.fill(desk, sized(ROWS))
    many_businesses.fill(few, min(FEW, sized(ROWS)))
    with tempfile.TemporaryDirectory(prefix="bench-export-") as folder, serving_list(desk) as server:
        cells = Path(folder) / "cells"
        cells.write_bytes(pickle.dumps(cells_of(server.get(PATH).body)))
        contenders = {
            "ours": lambda: server.get(PATH).seconds,
            "openpyxl write-only": apart.peer("openpyxl_writing", cells),
            "xlsxwriter constant memory": apart.peer("xlsxwriter_writing", cells),
            "xlsxwriter, typed calls": apart.peer("xlsxwriter_typed_writing", cells),
        }
        found = medians(interleaved(contenders, min(ROUNDS, MOST_ROUNDS), warm_up=0))
    peaks = [peak_of(each) for each in (few, desk)]
    section.tables.append((place.kind, Table(["seconds", *found], [["", *found.values()]])))
    section.tables.append(
        (f"{place.kind}, memory", Table(["MB", f"{FEW:,} rows", f"{sized(ROWS):,} rows"], [["ours", *peaks]]))
    )
    limit = min(found["xlsxwriter constant memory"], found["xlsxwriter, typed calls"])
    section.goals.append(Goal(f"{place.kind}: against xlsxwriter", found["ours"] / limit, 1.15))
    section.goals.append(Goal(f"{place.kind}: memory of ten times the rows", peaks[1] / peaks[0], 1.1))


@contextmanager
def serving_list(desk: Desk) -> Iterator[Server]:
    with serving("ours", "bench.product:create()", peer=False, environment=desk.environment) as server:
        server.headers.update(signed_in(REVIEWER))
        yield server


def cells_of(data: bytes) -> list[list[object]]:
    """What the peers are to write: the very cells of our workbook."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        rows = CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python()
    return [[None if cell == "" else cell for cell in row] for row in rows]


def peak_of(desk: Desk) -> float:
    with serving_list(desk) as server:
        server.get(PATH)
        return server.peak


if __name__ == "__main__":
    publish(main())
