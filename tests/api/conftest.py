"""API tests go through Flask's test client, on a SQLite file of their own, with tokens as programs have them."""

import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask_jwt_extended import create_access_token

from app.extensions import db
from app.factory import create_app
from app.security.manager import CLAIM
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Region, StoredFile
from models.base import Model
from models.enums import OrganizationKind, Role
from tests.services.desk import Desk

ROOT = "/api/v1"
CAST = ("operator", "administrator", "stranger", "reviewer", "second_reviewer", "head", "authority_admin")


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
        data = {**(form or {}), "file": [(io.BytesIO(content), name) for name, content in files]}
        return self.call("POST", path, data=data, content_type="multipart/form-data", **named)


@pytest.fixture
def app(tmp_path):
    made = create_app(
        INSTANCE_PATH=tmp_path,
        STORAGE_PATH=tmp_path / "files",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'signing.db'}",
        TESTING=False,
    )
    with made.app_context():
        Model.metadata.create_all(db.engine)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def desk(app):
    """The people, the project and its surveyed building; the clock of the application is the desk's."""
    with app.app_context(), system_scope(), unit_of_work():
        desk = Desk(db.session()).open()
        desk.session.add_all([Region(code="430100", name="长沙市"), Region(code="430102", name="芙蓉区")])
        desk.session.flush()
        elsewhere = desk.organization("别市主管部门（测试）", OrganizationKind.authority, "430102")
        agency = desk.organization("测绘机构（测试）", OrganizationKind.survey_agency)
        desk.far_reviewer = desk.actor("别市审核员", elsewhere, Role.survey_reviewer)
        desk.surveyor = desk.actor("测绘员", agency, Role.survey_agency)
        certificate_file = StoredFile(
            sha256="1" * 64,
            name="规划许可证.pdf",
            content_type="application/pdf",
            size=1,
            owner_id=desk.developer.id,
            uploaded_by="测试",
        )
        desk.session.add(certificate_file)
        desk.session.flush()
        desk.project_id = desk.project.id
        desk.survey_no = desk.survey.survey_no
        desk.certificate_file_id = certificate_file.id
    app.config["CLOCK"] = lambda: desk.now
    return desk


@pytest.fixture
def as_(app, desk):
    """`as_.operator` and the others of the cast, each as a program with a token."""

    class Cast:
        def __getattr__(self, name: str) -> Api:
            if name == "nobody":
                return Api(app, None)
            actor = getattr(desk, name)
            with app.app_context():
                claims = {CLAIM: actor.membership_id}
                return Api(app, create_access_token(str(actor.person_id), additional_claims=claims))

    return Cast()


@pytest.fixture
def case(desk, as_):
    return Case(desk, as_)


@dataclass
class Case:
    """The steps of 预测成果备案 by API, each taken from where the last one ended."""

    desk: Any
    as_: Any
    no: str = ""
    building_id: int = 0

    @property
    def operator(self) -> Api:
        return self.as_.operator

    @property
    def reviewer(self) -> Api:
        return self.as_.reviewer

    def accept(self) -> "Case":
        body = {"type": "predicted_survey", "subject": {"survey_no": self.desk.survey_no}}
        response = self.operator.post("/businesses", body)
        assert response.status_code == 201, response.json
        self.no = response.json["business_no"]
        self.building_id = response.json["subject"]["building_id"]
        return self

    def version(self) -> int:
        return self.as_.head.get(f"/businesses/{self.no}").json["version"]

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
            response = self.operator.upload(
                f"/businesses/{self.no}/materials", [("测绘报告.pdf", pdf())], {"key": key}
            )
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
    import pikepdf

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
