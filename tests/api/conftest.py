"""API tests go through Flask's test client on both databases, with tokens as programs have them."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pytest
from flask_jwt_extended import create_access_token
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.security.manager import CLAIM
from models import Project, Survey

ROOT = "/api/v1"


@dataclass
class Api:
    """A program with the token of one person; every answer comes back with its JSON."""

    app: Any
    token: str | None

    def call(self, method: str, path: str, **named: Any) -> Any:
        headers = named.pop("headers", {})
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        if key := named.pop("key", None):
            headers["Idempotency-Key"] = key
        response = self.app.test_client().open(f"{ROOT}{path}", method=method, headers=headers, **named)
        if response.status_code >= 400:
            assert response.content_type == "application/problem+json", response.data
        return response

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, query_string=query)

    def post(self, path: str, body: Any = None, **named: Any) -> Any:
        return self.call("POST", path, json=body, **named)

    def put(self, path: str, body: Any, **named: Any) -> Any:
        return self.call("PUT", path, json=body, **named)

    def patch(self, path: str, body: Any, **named: Any) -> Any:
        return self.call("PATCH", path, json=body, **named)

    def upload(self, path: str, files: list[tuple[str, bytes]], form: dict | None = None, **named: Any) -> Any:
        parts = {**(form or {}), "file": [FileStorage(io.BytesIO(content), name) for name, content in files]}
        boundary, data = encode_multipart(parts)
        return self.call("POST", path, data=data, content_type=f"multipart/form-data; boundary={boundary}", **named)


PEOPLE = {
    "operator": "developer_operator",
    "administrator": "developer_admin",
    "stranger": "other_developer_operator",
    "reviewer": "survey_reviewer",
    "second_reviewer": "survey_reviewer_2",
    "head": "section_head",
    "authority_admin": "authority_admin",
    "far_reviewer": "other_region_survey_reviewer",
    "surveyor": "survey_agency",
    "admin": "admin",
}


@dataclass
class Cast:
    """`as_.operator` and the others, each as a program with a token; `as_.person("operator")` is the actor."""

    app: Any
    create_actor: Any
    actors: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str) -> Any:
        if name not in self.actors:
            self.actors[name] = self.create_actor(PEOPLE[name])
        return self.actors[name]

    def __getattr__(self, name: str) -> Api:
        if name == "nobody":
            return Api(self.app, None)
        if name not in PEOPLE:
            raise AttributeError(name)
        actor = self.person(name)
        with self.app.app_context():
            claims = {CLAIM: actor.membership_id}
            return Api(self.app, create_access_token(str(actor.person_id), additional_claims=claims))


@pytest.fixture
def as_(app, create_actor):
    return Cast(app, create_actor)


@dataclass
class Town:
    """What the tests take from the town: the surveyed building and the project it belongs to."""

    survey_no: str
    project_id: int
    other_project_id: int


@pytest.fixture
def town(desk):
    with desk() as session:
        survey = session.scalars(select(Survey)).one()
        others = select(Project.id).where(Project.developer_id != survey.developer_id).limit(1)
        return Town(survey.survey_no, survey.project_id, session.scalars(others).one())


@pytest.fixture
def case(town, as_):
    return Case(town, as_)


@dataclass
class Case:
    """The steps of 预测成果备案 by API, each taken from where the last one ended."""

    town: Town
    as_: Cast
    no: str = ""
    building_id: int = 0

    @property
    def operator(self) -> Api:
        return self.as_.operator

    @property
    def reviewer(self) -> Api:
        return self.as_.reviewer

    def accept(self) -> "Case":
        body = {"type": "predicted_survey", "subject": {"survey_no": self.town.survey_no}}
        response = self.operator.post("/businesses", body)
        assert response.status_code == 201, response.json
        self.no = response.json["business_no"]
        self.building_id = response.json["subject"]["building_id"]
        return self

    def version(self) -> int:
        return self.as_.operator.get(f"/businesses/{self.no}").json["version"]

    def units(self) -> Any:
        return self.operator.get(f"/buildings/{self.building_id}/units").json

    def set_units(self, values: dict, select: dict | None = None, **named: Any) -> Any:
        body = {"version": self.units()["version"], "select": select or {}, "set": values}
        return self.operator.patch(f"/buildings/{self.building_id}/units", body, **named)

    def complete_units(self) -> "Case":
        response = self.set_units({"decoration": "毛坯", "lift": True, "price_sale": "7200.00"})
        assert response.status_code == 200, response.json
        return self

    def hand_in(self, *keys: str) -> "Case":
        for key in keys or ("survey_report", "floor_plans"):
            response = self.operator.upload(f"/businesses/{self.no}/materials", [("测绘报告.pdf", pdf())], {"key": key})
            assert response.status_code == 201, response.json
        return self

    def save(self, task: str, data: dict, api: Api | None = None) -> Any:
        body = {"version": self.version(), "data": data}
        return (api or self.operator).put(f"/businesses/{self.no}/tasks/{task}", body)

    def do_tasks(self) -> "Case":
        for task, data in {
            "building": {},
            "units": {},
            "price_check": {"confirmed": True},
            "confirmation": {"confirmed": True},
        }.items():
            response = self.save(task, data)
            assert response.status_code == 200, response.json
        return self

    def operate(self, operation: str, api: Api, **more: Any) -> Any:
        return api.post(f"/businesses/{self.no}/{operation}", {"version": self.version(), **more})

    def ready(self) -> "Case":
        return self.accept().complete_units().hand_in().do_tasks()

    def dispatched(self) -> "Case":
        assert self.ready().operate("dispatch", self.operator).status_code == 200
        return self

    def received(self) -> "Case":
        assert self.dispatched().operate("receive", self.reviewer).status_code == 200
        return self


AGREE = {"result": "agree", "text": "经审核，材料齐全，符合规定，同意。"}


def pdf(text: str = "") -> bytes:
    """A small PDF that an upload check takes; another text makes other bytes."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = text
        document.save(made, deterministic_id=True)
    return made.getvalue()


def codes(response: Any) -> list[str]:
    return [error["code"] for error in response.json["errors"]]


def fields(response: Any) -> list[str]:
    return [error["field"] for error in response.json["errors"]]


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
