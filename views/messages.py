"""消息: what one was told of, with the case a click away; short messages by occasion."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.extensions import db
from app.web.current import current_actor, now
from app.web.unit_of_work import unit_of_work
from models.enums import Occasion
from views.address import asked, asked_page, changed, page_link
from views.message_words import address, headline
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rule
from workflows.message_marks import choose_sms, mark_read
from workflows.reading.messages import MessageFilter, message_page, muted_occasions, unread_count
from workflows.registry_titles import title_of
from workflows.rules.notice_words import SMS_WORDS

LARGEST_ID = 2**31 - 1
MOST_AT_ONCE = 200


class MessagesView(BaseView):
    route_base = "/messages"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        """The newest first; `?unread=1` and `?occasion=` narrow it."""
        actor, session = current_actor(), db.session()
        wanted = MessageFilter(unread=asked("unread") == "1", occasion=occasion_of(asked("occasion")))
        return render_template(
            "messages.html",
            page=message_page(session, actor, wanted, asked_page()),
            wanted=wanted,
            unread=unread_count(session, actor),
            occasions=tuple(Occasion),
            sms_occasions=tuple(SMS_WORDS),
            muted=muted_occasions(session, actor),
            headline=headline,
            address=address,
            sms_words=sms_words(str(region_rule(session, actor.region_code, "sms_notices", local_day(now())))),
            title_of=title_of,
            page_link=page_link,
            changed=changed,
        )

    @expose("/read", methods=["POST"])
    def read(self) -> Response:
        """Mark those read that were named, or all of them."""
        actor = current_actor()
        ids = None if request.form.get("all") else known_ids(request.form.getlist("id"))
        with unit_of_work():
            count = mark_read(db.session(), actor, now(), ids)
        if request.form.get("quiet"):
            return Response(status=204)
        flash(gettext("已标为已读 %(count)s 条", count=count), "success")
        return back()

    @expose("/sms", methods=["POST"])
    def sms(self) -> Response:
        """Which occasions are told by short message."""
        actor = current_actor()
        on = set(request.form.getlist("on"))
        off = [occasion for occasion in SMS_WORDS if occasion.value not in on]
        with unit_of_work():
            choose_sms(db.session(), off, actor, now())
        flash(gettext("已保存短信提醒设置"), "success")
        return back()


def sms_words(scope: str) -> str:
    """How far short messages go in this region."""
    words = {
        "named": gettext("本地区的短信只发给指定人和经办人。"),
        "pool": gettext("本地区的短信发给指定人、经办人和待接件的全体人员。"),
        "off": gettext("本地区已停用短信提醒。"),
    }
    return words.get(scope, "")


def back() -> Response:
    query = request.query_string.decode("ascii", "ignore")
    found: Any = redirect(f"/messages/?{query}" if query else "/messages/")
    return found


def occasion_of(code: str) -> Occasion | None:
    return next((occasion for occasion in Occasion if occasion.value == code), None)


def known_ids(texts: list[str]) -> list[int]:
    """Numbers that a row can have; the rest names nothing."""
    sound = [text for text in texts[:MOST_AT_ONCE] if text.isascii() and text.isdecimal() and len(text) < 11]
    return [number for number in map(int, sound) if number <= LARGEST_ID]
