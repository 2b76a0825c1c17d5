"""The product as the benchmarks serve it: `gunicorn "bench.product:create()"`. It tells how many statements a page took.

Asked for `create(masked=True)`, the list of businesses gets one column more: an encrypted ID number shown masked, as lists of contracts have it.
"""

from typing import Any

from flask import Flask, g
from sqlalchemy import event
from sqlalchemy.orm import mapped_column

import config
from app.extensions import db
from app.factory import create_app
from models import Business
from models.encryption import EncryptedText, keyring
from views.crud.read_only import BusinessView
from views.crud.record import datamodel_of

ID_NUMBER = "430899199001011234"


def add_masked_column() -> None:
    """To the model and to the page, before the application is made."""
    Business.buyer_id_number = mapped_column("buyer_id_number", EncryptedText, comment="证件号码")
    BusinessView.datamodel = datamodel_of(BusinessView)
    BusinessView.list_columns.append("buyer_id_number")


def add_to_table(connection: Any) -> None:
    """The column in a filled database: everybody has the same number, sealed."""
    keyring.configure(config.DATA_KEY)
    sealed = keyring.encrypt(ID_NUMBER)
    default = "" if connection.dialect.name == "sqlite" else "TEXT"
    connection.exec_driver_sql(f"ALTER TABLE business ADD COLUMN buyer_id_number {default} DEFAULT '{sealed}'")


def count_statements(app: Flask) -> None:
    @event.listens_for(db.engine, "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if g and not statement.startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1

    @app.after_request
    def tell(response: Any) -> Any:
        response.headers["X-Queries"] = str(g.get("statements", 0))
        return response


def create(*, masked: bool = False) -> Flask:
    if masked:
        add_masked_column()
    made = create_app(WTF_CSRF_ENABLED=False)
    with made.app_context():
        count_statements(made)
    return made
