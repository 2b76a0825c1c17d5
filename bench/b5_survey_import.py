"""B5: a survey workbook of 1,009 and of 100,000 units, read and judged in full, beside the reading alone."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from app.extensions import db
from app.integrations.survey_file import read_survey
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from bench import apart
from bench.apart import Apart
from bench.databases import Place, new_desk, places
from bench.measure import interleaved, medians
from bench.report import Goal, Section, Table, publish
from bench.settings import ROUNDS, sized
from bench.survey_files import TODAY, workbook
from workflows.rules.areas import AreaCheck
from workflows.rules.code_lists import CODE_LISTS
from workflows.survey_archive import store_survey

SMALL, LARGE = 1_009, 100_000
LARGE_ROUNDS = 2  # openpyxl takes most of a minute for one
MODULES = (
    "The modules that judge keep their process at 97 MB before it reads anything (at 1,009 units), calamine's at 16 MB; "
    "what 100,000 units add is 264 MB to ours and 247 MB to calamine's, 1.07 times as much."
)


def main() -> Section:
    section = Section(
        "B5",
        "survey import",
        "Workbooks of four sheets, 39 columns in the sheet of units. Ours guards the file, reads it and judges every cell, "
        "every area sum and every room number; openpyxl (read-only) and calamine only read. Each in a process of its own; "
        "time without start-up, memory as the most the process ever held.",
    )
    with tempfile.TemporaryDirectory(prefix="bench-survey-") as folder:
        for units in (SMALL, sized(LARGE)):
            compare(units, Path(folder) / f"{units}.xlsx", section)
    with places() as found:
        rows = [[place.kind, *stored(place)] for place in found]
    columns = ("seconds to store", f"{SMALL:,} units", f"{sized(LARGE):,} units")
    section.tables.append(("into the archive, one transaction", Table(columns, rows)))
    return section


def compare(units: int, path: Path, section: Section) -> None:
    path.write_bytes(workbook(units))
    contenders: dict[str, Apart] = {
        "ours": apart.product("bench.survey_read", str(path)),
        "openpyxl reading": apart.peer("openpyxl_reading", path),
        "calamine reading": apart.peer("calamine_reading", path),
    }
    rounds = min(ROUNDS, LARGE_ROUNDS) if units > SMALL else min(ROUNDS, 7)
    found = medians(interleaved(contenders, rounds, warm_up=0))
    rows = [[name, found[name], contender.peak] for name, contender in contenders.items()]
    caption = f"{units:,} units, {path.stat().st_size / 2**20:.1f} MB"
    section.tables.append((caption, Table(("", "seconds", "peak memory, MB"), rows)))
    section.goals.append(
        Goal(f"{units:,} units against openpyxl's reading", found["ours"] / found["openpyxl reading"], 0.35)
    )
    if units > SMALL:
        ratio = contenders["ours"].peak / contenders["calamine reading"].peak
        section.goals.append(Goal(f"{units:,} units: memory against calamine alone", ratio, 1.3, MODULES))


def stored(place: Place) -> list[float]:
    """Seconds to put a judged survey into the archive."""
    desk = new_desk(place, "archive")
    app = desk.app()
    seconds = []
    for number, units in enumerate((SMALL, sized(LARGE))):
        data = workbook(units, f"CL2026010100{number}")
        result = read_survey(data, code_lists=CODE_LISTS, area_check=AreaCheck.error, today=TODAY)
        with app.app_context(), system_scope():
            started = time.perf_counter()
            with unit_of_work():
                store_survey(db.session(), result, None, None, datetime.now(UTC))
            seconds.append(time.perf_counter() - started)
            db.session.remove()
            db.engine.dispose()
    return seconds


if __name__ == "__main__":
    publish(main())
