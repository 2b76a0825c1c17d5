"""The units of a building as workbooks: written out, brought back, and priced by a developer's own list."""

from collections.abc import Callable

from flask import Response, request
from flask_appbuilder.api import expose

from app.documents.unit_workbook import WORKBOOK_TYPE, unit_workbook
from app.extensions import db
from app.integrations.workbook import read_sheets
from app.web.current import current_actor, now
from views.api.answers import Answer, act
from views.api.base import ApiBase
from views.api.files import download
from views.api.price_list_rendering import price_list, verdict
from views.api.reading_requests import flag, read_file, whole
from views.api.unit_rendering import edit
from views.tasks.faults import refuse_field
from workflows import unit_edits
from workflows.facts.code_lists import code_lists
from workflows.messages import Refused
from workflows.reading.units import find_building, unit_table
from workflows.rules.price_list_columns import NumberedRow

BUILDING = "/<int:building_id>"
Sheets = dict[str, list[NumberedRow]]


class UnitWorkbooksApi(ApiBase):
    resource_name = "buildings"
    openapi_spec_tag = "户室"

    @expose(f"{BUILDING}/units.xlsx", methods=("GET",))
    def workbook(self, building_id: int) -> Response:
        """The unit table as a workbook
        ---
        get:
          summary: 户室表导出为工作簿
          responses:
            200:
              description: 工作簿
              content:
                application/vnd.openxmlformats-officedocument.spreadsheetml.sheet:
                  schema: {type: string, format: binary}
        """
        found = unit_table(db.session(), building_id, now())
        return download(unit_workbook(found), f"{found.building.building_no}户室表.xlsx", WORKBOOK_TYPE)

    @expose(f"{BUILDING}/units.xlsx", methods=("POST",))
    def bring_back(self, building_id: int) -> Response:
        """The unit table brought back
        ---
        post:
          summary: 户室表导入；按单元和室号对应，空格不改，来自测绘的保持不变；有误时列出全部问题，不写入
          parameters:
          - {in: query, name: dry_run, schema: {type: string, enum: ['0', '1']}}
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema: {$ref: '#/components/schemas/WorkbookInput'}
          responses:
            200:
              description: 修改
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/UnitEdit'}
        """
        find_building(db.session(), building_id)
        return act(bringing_back(building_id, posted_version(), posted_sheets(), dry_run=switched("dry_run")))

    @expose(f"{BUILDING}/prices", methods=("POST",))
    def prices(self, building_id: int) -> Response:
        """A developer's own price list
        ---
        post:
          summary: 价格表；dry_run=1 只返回逐行核对结果；全部相符时整批写入，apply=matched 只写入匹配的行
          parameters:
          - {in: query, name: dry_run, schema: {type: string, enum: ['0', '1']}}
          - {in: query, name: apply, schema: {type: string, enum: ['matched']}}
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema: {$ref: '#/components/schemas/WorkbookInput'}
          responses:
            200:
              description: 逐行核对结果与写入的修改
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/PriceList'}
        """
        find_building(db.session(), building_id)
        matched_only = choice("apply", "matched")
        return act(
            pricing(
                building_id,
                posted_version(),
                posted_sheets(),
                dry_run=switched("dry_run"),
                matched_only=matched_only,
            )
        )


# ---- what was sent ----


def posted_sheets() -> Sheets:
    """The rows of every sheet of the one workbook, read before any lock is taken."""
    return {name: list(sheet.rows()) for name, sheet in read_sheets(read_file()).items()}


def posted_version() -> int | None:
    """The version seen; a program that only brings a list need not have seen any."""
    text = request.form.get("version") or request.args.get("version")
    return whole(text, "version") if text else None


def switched(name: str) -> bool:
    """A switch of the query or of the form."""
    return flag(name) or request.form.get(name, "").lower() in {"1", "true"}


def choice(name: str, only: str) -> bool:
    """Whether the one thing that may be chosen was chosen, in the query or in the form."""
    text = request.args.get(name) or request.form.get(name) or ""
    if text not in {"", only}:
        raise refuse_field(name, "choice", "只能填 %(only)s", only=only)
    return text == only


# ---- what is done ----


def bringing_back(building_id: int, version: int | None, sheets: Sheets, *, dry_run: bool) -> Callable[[], Answer]:
    def done() -> Answer:
        session = db.session()
        outcome = unit_edits.apply_unit_sheet(
            session, building_id, version, sheets, current_actor(), now(), dry_run=dry_run
        )
        return Answer({**edit(outcome.edit, code_lists(session)), "passed_over": list(outcome.passed_over)})

    return done


def pricing(
    building_id: int, version: int | None, sheets: Sheets, *, dry_run: bool, matched_only: bool
) -> Callable[[], Answer]:
    def done() -> Answer:
        session = db.session()
        try:
            outcome = unit_edits.apply_price_list(
                session,
                building_id,
                version,
                sheets,
                current_actor(),
                now(),
                dry_run=dry_run,
                matched_only=matched_only,
            )
        except unit_edits.ListFaulty as faulty:
            raise Refused(faulty.reasons, more=verdict(faulty.verdict)) from faulty
        return Answer(price_list(outcome, code_lists(session), written=not dry_run))

    return done
