"""The rows of the desk as the SQLAlchemy peers map them: the same tables, the columns that the list shows."""

import os

from sqlalchemy import event

URL = os.environ["PEER_DATABASE"]
REGION = "430802"
SHOWN = [
    "business_no",
    "business_type",
    "status",
    "subject_title",
    "developer",
    "initiator_name",
    "accepted_at",
    "finished_at",
    "buyer_id_number",
]


def masked(number):
    """What any of them may show of an ID number."""
    return f"{number[:4]}**********{number[-4:]}" if number else ""


def count_statements(app, engine):
    """Tell in a header how many statements a page took."""
    from flask import g

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_):
        if g and not statement.startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1

    @app.after_request
    def tell(response):
        response.headers["X-Queries"] = str(g.get("statements", 0))
        return response
