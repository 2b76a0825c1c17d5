"""Where everything is put together: the only module that may import everything."""

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_talisman import Talisman
from sqlalchemy import select

import views
from app import commands, menu
from app.extensions import csrf, db, migrate
from app.integrations.http_json import JsonService
from app.integrations.identity_check import HttpIdentityCheck, IdentityCheck, LocalIdentityCheck
from app.integrations.sms import HttpSms, OutboxSms, SmsGateway
from app.integrations.storage import LocalStorage
from app.security import scopes
from app.security.manager import SecurityManager
from app.web import (
    database,
    drawing,
    entrance,
    errors,
    languages,
    list_addresses,
    records,
    shown_values,
    stock_repairs,
    worded,
)
from app.web.drawing import DeskEnvironment
from app.web.unit_of_work import unit_of_work
from models import SmsMessage
from models.encryption import keyring
from views.api.security import SecurityApi
from views.login import LoginView
from views.workbench import WorkbenchView

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # until no widget sets styles
    "img-src": "'self' data: blob:",
    "object-src": "'none'",
    "frame-ancestors": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


class DeskSecurityManager(SecurityManager):
    """With our door: the login page and the calls for tokens."""

    authdbview = LoginView
    security_api = SecurityApi


def create_app(**overrides: Any) -> Flask:
    """An application of its own: two in one process do not touch each other."""
    app = Flask("signing", root_path=str(ROOT), static_folder=str(ROOT / "app" / "static"))
    app.jinja_environment = DeskEnvironment
    app.config.from_object("config")
    app.config.update(overrides)
    app.json.ensure_ascii = app.json.sort_keys = False  # type: ignore[attr-defined]
    refuse_default_secrets(app)
    keyring.configure(app.config["DATA_KEY"])
    stock_repairs.apply()
    bind_extensions(app)
    with app.app_context():
        database.tune(db.engine)
        appbuilder = AppBuilder(app, db.session, indexview=WorkbenchView, security_manager_class=DeskSecurityManager)
        views.register(appbuilder, production=app.config["PRODUCTION"])
        appbuilder.post_init()
    languages.install(app)
    drawing.install(app)
    shown_values.install(app)
    worded.install(app)
    list_addresses.install(app)
    menu.install(app, appbuilder)
    commands.register(app)
    return app


def bind_extensions(app: Flask) -> None:
    make_folders(app)
    db.init_app(app)
    records.install(db.session)
    scopes.install(db.session)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    entrance.install(app)
    csrf.init_app(app)
    errors.install(app)
    Talisman(
        app,
        content_security_policy=SCRIPTS,
        content_security_policy_nonce_in=["script-src"],
        force_https=app.config["PRODUCTION"],
        session_cookie_secure=app.config["PRODUCTION"],
        referrer_policy="same-origin",
    )
    app.extensions["storage"] = LocalStorage(Path(app.config["STORAGE_PATH"]))
    app.extensions["sms"] = sms_gateway(app)
    app.extensions["identity_check"] = identity_check(app)


def make_folders(app: Flask) -> None:
    for folder in (app.config["INSTANCE_PATH"], app.config["STORAGE_PATH"]):
        Path(folder).mkdir(parents=True, exist_ok=True)


def refuse_default_secrets(app: Flask) -> None:
    """Production does not start on a secret that stands in the source."""
    if not app.config["PRODUCTION"]:
        return
    for name in ("SECRET_KEY", "DATA_KEY"):
        if app.config[name] == app.config["DEFAULT_SECRET"] or len(app.config[name]) < 32:
            raise RuntimeError(f"{name} must be set to a secret of at least 32 characters")


def sms_gateway(app: Flask) -> SmsGateway:
    """The gateway of the environment; without one, while developing, messages are only written down."""
    url = app.config["SMS_GATEWAY_URL"]
    if url:
        return HttpSms(JsonService("短信平台", url, app.config["SMS_GATEWAY_TOKEN"]))
    if app.config["PRODUCTION"]:
        raise RuntimeError("SMS_GATEWAY_URL must be set")
    return OutboxSms(store_message)


def store_message(phone: str, text: str, sent_at: datetime, reference: str) -> None:
    """Write the message down, once for each reference."""
    index = keyring.blind_index(phone)
    with scopes.system_scope(), unit_of_work():
        known = select(SmsMessage.id).where(SmsMessage.reference == reference)
        if db.session.scalar(known) is None:
            db.session.add(SmsMessage(phone=phone, phone_index=index, text=text, sent_at=sent_at, reference=reference))


def identity_check(app: Flask) -> IdentityCheck:
    url = app.config["IDENTITY_CHECK_URL"]
    if url:
        return HttpIdentityCheck(JsonService("实名核验", url, app.config["IDENTITY_CHECK_TOKEN"]))
    return LocalIdentityCheck()
