"""A survey's workbook from a page: read and judged before any lock is taken, then kept together with its file."""

import datetime as dt

from flask import current_app

from app.extensions import db
from app.integrations.survey_file import read_survey
from app.integrations.workbook import WorkbookKind, guard_workbook
from app.web.unit_of_work import unit_of_work
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.code_lists import code_lists
from workflows.materials import KeptFile, register_file
from workflows.rules.survey_result import SurveyResult
from workflows.survey_archive import area_check_in, check_uploader, store_survey

WORKBOOK_TYPES = {
    WorkbookKind.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    WorkbookKind.xls: "application/vnd.ms-excel",
    WorkbookKind.ods: "application/vnd.oasis.opendocument.spreadsheet",
}

WORKBOOK_TYPE = WORKBOOK_TYPES[WorkbookKind.xlsx]


def read_upload(data: bytes, actor: Actor, now: dt.datetime) -> SurveyResult:
    """The survey of a workbook; Refused where this person may bring none, else what `read_survey` raises."""
    session = db.session()
    check_uploader(session, actor, now)
    return read_survey(
        data,
        code_lists=code_lists(session),
        area_check=area_check_in(session, actor.region_code, now),
        today=local_day(now),
    )


def store_upload(result: SurveyResult, data: bytes, actor: Actor, now: dt.datetime) -> None:
    """The bytes first, then the rows: what names a file never stands without it."""
    kind = guard_workbook(data)
    key = current_app.extensions["storage"].put(data)
    with unit_of_work():
        check_uploader(db.session(), actor, now)
        file = register_file(
            db.session(), KeptFile(key, f"{result.survey_no}.{kind}", WORKBOOK_TYPES[kind], len(data)), actor
        )
        store_survey(db.session(), result, file, actor, now)
