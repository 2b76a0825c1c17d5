"""Flask-Admin's list of businesses over the same tables, without a login, which it leaves to others."""

import datetime as dt

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column, relationship
from tables import REGION, SHOWN, URL, count_statements, masked

app = Flask(__name__)
app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=URL)
db = SQLAlchemy(app)
Babel(app)


class Organization(db.Model):
    __tablename__ = "organization"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    def __str__(self):
        return self.name


class Business(db.Model):
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


class BusinessAdmin(ModelView):
    column_list = SHOWN
    column_filters = ["building_id", "status"]
    column_default_sort = ("id", True)
    column_formatters = {"buyer_id_number": lambda _view, _context, row, name: masked(getattr(row, name))}
    column_auto_select_related = True
    page_size = 25
    can_create = can_edit = can_delete = False

    def get_query(self):
        return super().get_query().filter(Business.region_code == REGION)

    def get_count_query(self):
        return db.session.query(func.count("*")).select_from(Business).filter(Business.region_code == REGION)


Admin(app).add_view(BusinessAdmin(Business, db.session))
with app.app_context():
    count_statements(app, db.engine)
