"""`/dev/outbox`: the short messages that left while developing; not registered in production."""

from typing import Any

from flask import abort, current_app, jsonify, request
from flask_appbuilder import BaseView, expose
from sqlalchemy import select

from app.extensions import db
from app.security import captcha
from app.security.scopes import system_scope
from app.web.current import now
from models import SmsMessage

SHOWN = 100


class DevelopmentOutboxView(BaseView):
    route_base = "/dev"

    @expose("/outbox")
    def outbox(self) -> Any:
        messages = latest_messages()
        if request.accept_mimetypes.accept_html and request.args.get("format") != "json":
            return self.render_template("security/outbox.html", messages=messages)
        return jsonify(result=messages)

    @expose("/captcha/<string:captcha_id>")
    def captcha(self, captcha_id: str) -> Any:
        """What the picture of this id says, for whoever tries the product by a program."""
        with system_scope():
            if not captcha.is_known(db.session(), captcha_id, now()):
                abort(404)
        return jsonify(text=captcha.text_of(current_app.config["SECRET_KEY"], captcha_id))


def latest_messages() -> list[dict[str, str]]:
    """The newest first."""
    with system_scope():
        rows = db.session.scalars(select(SmsMessage).order_by(SmsMessage.id.desc()).limit(SHOWN)).all()
        return [{"phone": row.phone, "text": row.text, "sent_at": row.sent_at.isoformat()} for row in rows]
