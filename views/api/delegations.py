"""/delegations: who does whose work; giving it and taking it back."""

from typing import Any

from flask import Response
from flask_appbuilder.api import expose

from app.extensions import db
from app.web.current import current_actor, now
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.reading_requests import read_json
from views.api.rendering import plain
from views.tasks.delegation import DelegationForm, wanted_of
from views.tasks.filling import filled
from workflows import delegations
from workflows.delegations import Wanted
from workflows.facts.calendar import local_day
from workflows.reading.delegations import DelegationLine, delegation_lines, line_of


class DelegationsApi(ApiBase):
    resource_name = "delegations"
    openapi_spec_tag = "委托代办"

    @expose("", methods=("GET",))
    def delegations(self) -> Response:
        """What concerns the caller
        ---
        get:
          summary: 与本人有关的委托；负责人可见本机构全部
          responses:
            200:
              description: 委托
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      result: {type: array, items: {$ref: '#/components/schemas/Delegation'}}
        """
        lines = delegation_lines(db.session(), current_actor(), now())
        return tell(Answer({"result": [delegation(line) for line in lines]}))

    @expose("", methods=("POST",))
    def give(self) -> Response:
        """Give one's work to a colleague
        ---
        post:
          summary: 委托同机构的同事代办；不写业务类型为全部类型
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/DelegationInput'}
          responses:
            201:
              description: 委托
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Delegation'}
        """
        wanted = wanted_of(filled(DelegationForm, read_json()))
        return act(lambda: given(wanted))

    @expose("/<int:delegation_id>/revoke", methods=("POST",))
    def revoke(self, delegation_id: int) -> Response:
        """Take it back
        ---
        post:
          summary: 撤销委托，即刻生效
          responses:
            200:
              description: 委托
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Delegation'}
        """
        return act(lambda: revoked(delegation_id))


def given(wanted: Wanted) -> Answer:
    actor, moment = current_actor(), now()
    row = delegations.give(db.session(), wanted, actor, moment)
    return Answer(delegation(line_of(row, actor, local_day(moment))), 201)


def revoked(delegation_id: int) -> Answer:
    actor, moment = current_actor(), now()
    row = delegations.revoke(db.session(), delegation_id, actor, moment)
    return Answer(delegation(line_of(row, actor, local_day(moment))))


def delegation(found: DelegationLine) -> dict[str, Any]:
    return {
        "id": found.id,
        "delegator_id": found.delegator_id,
        "delegator": found.delegator,
        "delegate_id": found.delegate_id,
        "delegate": found.delegate,
        "business_types": list(found.business_types),
        "valid_from": plain(found.valid_from),
        "valid_until": plain(found.valid_until),
        "reason": found.reason,
        "standing": found.standing.value,
        "made_by": found.made_by,
        "made_at": plain(found.made_at),
        "revoked_by": found.revoked_by,
        "revoked_at": plain(found.revoked_at),
    }
