"""The units of a building: read, changed many at once, priced by a rule, undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response
from flask_appbuilder.api import expose
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.web.current import current_actor, now
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.reading_requests import flag, only, read_json
from views.api.unit_rendering import batch, edit, table
from views.tasks.faults import ShapeRefused
from views.tasks.filling import CodeLists, filled
from views.tasks.price_rule import PriceRuleForm, rule_of
from views.tasks.task_input import VersionForm
from views.tasks.unit_edit import unit_edit_of
from views.tasks.unit_selection import selection_of
from workflows import unit_edits
from workflows.facts.code_lists import code_lists
from workflows.reading.units import batches_of, find_building, unit_table
from workflows.unit_edits import UnitEdit

BUILDING = "/<int:building_id>"
BATCH = f"{BUILDING}/batches/<int:number>/undo"


class BuildingsApi(ApiBase):
    resource_name = "buildings"
    openapi_spec_tag = "户室"

    @expose(f"{BUILDING}/units", methods=("GET",))
    def units(self, building_id: int) -> Response:
        """The whole unit table
        ---
        get:
          summary: 户室表，附每户尚缺的内容
          responses:
            200:
              description: 户室
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/UnitTable'}
        """
        return tell(Answer(table(unit_table(db.session(), building_id, now()))))

    @expose(f"{BUILDING}/units", methods=("PATCH",))
    def edit_units(self, building_id: int) -> Response:
        """批量设置: the same fields on every selected unit, or different ones by rows
        ---
        patch:
          summary: 批量设置（select + set）或逐户修改（rows）；dry_run=1 只返回将发生的修改
          parameters:
          - {in: query, name: dry_run, schema: {type: string, enum: ['0', '1']}}
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/UnitEditInput'}
          responses:
            200:
              description: 修改
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/UnitEdit'}
        """
        with about(building_id):
            sent, dry_run = read_json(), flag("dry_run")
            return act(lambda: edited_as_sent(building_id, sent, dry_run=dry_run))

    @expose(f"{BUILDING}/price-rule", methods=("POST",))
    def price_rule(self, building_id: int) -> Response:
        """快捷设置价格
        ---
        post:
          summary: 快捷设置价格；dry_run=1 只返回将发生的修改
          parameters:
          - {in: query, name: dry_run, schema: {type: string, enum: ['0', '1']}}
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/PriceRuleInput'}
          responses:
            200:
              description: 修改
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/UnitEdit'}
        """
        with about(building_id):
            sent, dry_run = read_json(), flag("dry_run")
            return act(lambda: priced_as_sent(building_id, sent, dry_run=dry_run))

    @expose(f"{BUILDING}/batches", methods=("GET",))
    def batches(self, building_id: int) -> Response:
        """Every batch, the newest first
        ---
        get:
          summary: 批量修改记录，新的在前
          responses:
            200:
              description: 批次
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/Batch'}}
        """
        return tell(Answer({"result": [batch(one) for one in batches_of(db.session(), building_id)]}))

    @expose(BATCH, methods=("POST",))
    def undo(self, building_id: int, number: int) -> Response:
        """Undo a batch
        ---
        post:
          summary: 撤销一批修改；此后又改过的户室保持不变并列出
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/VersionInput'}
          responses:
            200:
              description: 撤销结果，kept_since 为保持不变的户室
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/UnitEdit'}
        """
        with about(building_id):
            sent = read_json()
            only(sent, "version")
            version = filled(VersionForm, sent).form.version.data
            return act(lambda: undone(building_id, number, version))


@contextmanager
def about(building_id: int) -> Iterator[None]:
    """What is wrong with a request is told to whoever may see the building; to others the building is not there."""
    try:
        yield
    except (ShapeRefused, HTTPException):
        find_building(db.session(), building_id)
        raise


def edited_as_sent(building_id: int, sent: dict[str, Any], *, dry_run: bool) -> Answer:
    lists = code_lists(db.session())
    wanted = unit_edit_of(sent, lists)
    given, by = (db.session(), building_id, wanted.version), (current_actor(), now())
    if wanted.rows is not None:
        return edited(unit_edits.set_rows(*given, wanted.rows, *by, dry_run=dry_run, lists=lists), lists)
    values = wanted.values or {}
    return edited(unit_edits.set_fields(*given, wanted.selection, values, *by, dry_run=dry_run, lists=lists), lists)


def priced_as_sent(building_id: int, sent: dict[str, Any], *, dry_run: bool) -> Answer:
    lists = code_lists(db.session())
    data = filled(PriceRuleForm, sent, lists).form.data
    selection, rule = selection_of(data["select"]), rule_of(data)
    given = (db.session(), building_id, data["version"], selection, rule, current_actor(), now())
    return edited(unit_edits.apply_rule(*given, dry_run=dry_run), lists)


def undone(building_id: int, number: int, version: int) -> Answer:
    done = unit_edits.undo_batch(db.session(), building_id, number, version, current_actor(), now())
    return edited(done, code_lists(db.session()))


def edited(done: UnitEdit, lists: CodeLists) -> Answer:
    return Answer(edit(done, lists))
