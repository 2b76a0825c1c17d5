"""Stock Flask-AppBuilder over the same tables: a list of businesses and an inbox, as its tutorial would write them."""

import datetime as dt

from flask import Flask, request
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.filters import FilterEqual
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import ForeignKey, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from tables import REGION, SHOWN, URL, count_statements, masked


class Organization(Model):
    __tablename__ = "organization"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    def __repr__(self):
        return self.name


class Business(Model):
    __tablename__ = "business"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_no: Mapped[str]
    business_type: Mapped[str]
    status: Mapped[str]
    region_code: Mapped[str]
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    building_id: Mapped[int | None]
    subject_title: Mapped[str]
    initiator_name: Mapped[str]
    accepted_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    buyer_id_number: Mapped[str | None]
    developer: Mapped[Organization] = relationship()

    def __repr__(self):
        return self.business_no


class StageRun(Model):
    __tablename__ = "stage_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"))
    region_code: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    state: Mapped[str]
    sender_name: Mapped[str | None]
    sent_at: Mapped[dt.datetime | None]
    holder_id: Mapped[int | None]
    holder_name: Mapped[str | None]
    received_at: Mapped[dt.datetime | None]
    due_on: Mapped[dt.date | None]
    business: Mapped[Business] = relationship()


class BusinessView(ModelView):
    datamodel = SQLAInterface(Business)
    list_columns = SHOWN
    search_columns = ["business_no", "status", "subject_title", "accepted_at", "building_id"]
    base_filters = [["region_code", FilterEqual, REGION]]
    base_order = ("id", "desc")
    formatters_columns = {"buyer_id_number": masked}
    page_size = 25


class InHand(BaseFilter):
    """What this person holds, and what waits for reviewers where the person is one."""

    name = "in hand"
    arg_name = "mine"

    def apply(self, query, _value):
        person, reviews = int(request.headers["X-Person"]), request.headers["X-Reviews"] == "1"
        held = and_(StageRun.state == "open", StageRun.holder_id == person)
        pooled = and_(StageRun.state == "waiting", StageRun.role == "survey_reviewer", StageRun.region_code == REGION)
        return query.filter(or_(held, pooled) if reviews else held)


class InboxView(ModelView):
    datamodel = SQLAInterface(StageRun)
    list_columns = [
        "business.business_no",
        "business.subject_title",
        "business.developer",
        "title",
        "state",
        "sender_name",
        "sent_at",
        "holder_name",
        "received_at",
        "due_on",
    ]
    search_columns = ["title", "state", "sent_at"]
    base_filters = [["id", InHand, ""]]
    base_order = ("sent_at", "asc")
    page_size = 50


app = Flask(__name__)
app.config.update(
    SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=URL, WTF_CSRF_ENABLED=False, AUTH_RATE_LIMITED=False, AUTH_TYPE=1
)
db = SQLA(metadata=Model.metadata)
db.init_app(app)
with app.app_context():
    appbuilder = AppBuilder(app, db.session)
    appbuilder.add_view(BusinessView, "Businesses")
    appbuilder.add_view(InboxView, "Inbox")
    appbuilder.post_init()
    manager = appbuilder.sm
    if not manager.find_user("bench"):
        manager.add_user("bench", "b", "b", "bench@example.invalid", manager.find_role("Admin"), "bench")
    count_statements(app, db.engine)
    db.session.remove()
    db.engine.dispose()
