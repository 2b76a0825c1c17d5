"""/buildings/…/selections: the selections of units that a person keeps under a name."""

from typing import Any

from flask import Response
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor, now
from models import NamedSelection
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.reading_requests import read_json
from views.tasks.named_selection import wanted_of
from workflows import named_selections
from workflows.named_selections import WantedSelection
from workflows.reading.units import find_building

SELECTIONS = "/<int:building_id>/selections"


class NamedSelectionsApi(ApiBase):
    resource_name = "buildings"
    openapi_spec_tag = "户室"

    @expose(SELECTIONS, methods=("GET",))
    def selections(self, building_id: int) -> Response:
        """The caller's own for this building
        ---
        get:
          summary: 本人为该栋保存的选择
          responses:
            200:
              description: 已存的选择
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/NamedSelections'}
        """
        return tell(kept(building_id))

    @expose(SELECTIONS, methods=("POST",))
    def keep(self, building_id: int) -> Response:
        """Keep a selection under a name
        ---
        post:
          summary: 保存选择：筛选条件（filter）或户室（ids）；同名的改写
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/NamedSelectionInput'}
          responses:
            200:
              description: 本人为该栋保存的全部选择
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/NamedSelections'}
        """
        find_building(db.session(), building_id)
        wanted = wanted_of(read_json())
        return act(lambda: keeping(building_id, wanted))

    @expose(f"{SELECTIONS}/<int:selection_id>/drop", methods=("POST",))
    def drop(self, building_id: int, selection_id: int) -> Response:
        """Take one away
        ---
        post:
          summary: 删除已存的选择
          responses:
            200:
              description: 本人为该栋保存的其余选择
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/NamedSelections'}
        """
        return act(lambda: dropping(building_id, selection_id))


def kept(building_id: int) -> Answer:
    found = named_selections.selections_of(db.session(), building_id, current_actor())
    return Answer({"result": [selection(one) for one in found]})


def keeping(building_id: int, wanted: WantedSelection) -> Answer:
    named_selections.keep_selection(db.session(), building_id, wanted, current_actor(), now())
    return kept(building_id)


def dropping(building_id: int, selection_id: int) -> Answer:
    named_selections.drop_selection(db.session(), building_id, selection_id, current_actor(), now())
    return kept(building_id)


def selection(found: NamedSelection) -> dict[str, Any]:
    """By `filter` as it was filled in, or by `ids`; the other is null."""
    return {"id": found.id, "name": found.name, "filter": found.unit_filter, "ids": found.unit_ids}
