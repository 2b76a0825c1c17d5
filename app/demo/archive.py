"""The survey archive: the agency's workbooks, and a result for each generated building."""

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from app.demo.buildings import BUILDINGS, survey_of
from app.demo.moments import at
from app.integrations.storage import FileStorage
from app.integrations.survey_file import read_survey
from models import Survey
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.materials import KeptFile, register_file
from workflows.rules.areas import AreaCheck
from workflows.rules.code_lists import CODE_LISTS
from workflows.survey_archive import store_survey

FOLDER = Path(__file__).parent / "surveys"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The newest of the workbooks; an import takes no measurement of the future.
LAST_MEASURED = dt.date(2026, 10, 12)


def store_workbooks(
    session: Session, storage: FileStorage, agency: Actor, now: dt.datetime, names: str = "*.xlsx"
) -> None:
    """Every workbook as the agency would hand it in; areas that do not add up are only warned of."""
    today = max(local_day(now), LAST_MEASURED)
    moment = at(now, 65, "10:00")
    for path in sorted(FOLDER.glob(names)):
        data = path.read_bytes()
        result = read_survey(data, code_lists=CODE_LISTS, area_check=AreaCheck.warn, today=today)
        kept = KeptFile(storage.put(data), path.name, WORKBOOK, len(data))
        store_survey(session, result, register_file(session, kept, agency), agency, moment)


def store_generated(session: Session, agency: Actor, now: dt.datetime) -> dict[str, Survey]:
    """The surveys of the generated buildings, by building number."""
    moment = at(now, 64, "15:00")
    return {
        building.number: store_survey(session, survey_of(building, local_day(moment)), None, agency, moment)
        for building in BUILDINGS
    }
