"""Flask-Admin's list of businesses over the same tables, with a login by Flask-Login, as its manual shows it."""

import datetime as dt

from flask import Flask, abort, redirect, request
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column, relationship
from tables import REGION, SHOWN, URL, count_statements, masked
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=URL)
db = SQLAlchemy(app)
Babel(app)
logins = LoginManager(app)


class Clerk(UserMixin, db.Model):
    __tablename__ = "flask_admin_clerk"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    password: Mapped[str]
    region_code: Mapped[str]


@logins.user_loader
def load_clerk(key):
    return db.session.get(Clerk, int(key))


@app.post("/login")
def login():
    clerk = db.session.scalars(db.select(Clerk).filter_by(username=request.form["username"])).one_or_none()
    if clerk is None or not check_password_hash(clerk.password, request.form["password"]):
        abort(401)
    login_user(clerk)
    return redirect("/admin/")


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

    def is_accessible(self):
        return current_user.is_authenticated

    def get_query(self):
        return super().get_query().filter(Business.region_code == current_user.region_code)

    def get_count_query(self):
        rows = db.session.query(func.count("*")).select_from(Business)
        return rows.filter(Business.region_code == current_user.region_code)


Admin(app).add_view(BusinessAdmin(Business, db.session))
with app.app_context():
    count_statements(app, db.engine)
    Clerk.__table__.create(db.engine)
    db.session.add(Clerk(username="bench", password=generate_password_hash("bench"), region_code=REGION))
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
