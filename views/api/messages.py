"""/messages: what the caller was told of, marking it read, and short messages by occasion."""

from typing import Any

from flask import Response, request
from flask_appbuilder.api import expose
from flask_babel import lazy_gettext
from wtforms import Form

from app.extensions import db
from app.web.current import current_actor, now
from models import Notice
from models.enums import Occasion
from views.api.answers import Answer, act, tell
from views.api.base import ApiBase
from views.api.paging import before_of, token_of
from views.api.reading_requests import read_json
from views.api.rendering import coded, plain
from views.message_words import address, headline
from views.tasks.choices import ChoicesField
from views.tasks.fields.choice import ChoiceField, TickField, titles_of
from views.tasks.fields.many import NumbersField
from views.tasks.fields.number import WholeField
from views.tasks.fields.text import TextField
from views.tasks.filling import filled, filled_from_page
from workflows.message_marks import choose_sms, mark_read
from workflows.reading.messages import MessageFilter, messages_before, muted_occasions, unread_count
from workflows.rules.notice_words import SMS_WORDS

USUAL_PAGE, LARGEST_PAGE = 20, 200


class MessageListForm(Form):
    unread = TickField(lazy_gettext("只看未读"))
    occasion = ChoiceField(lazy_gettext("事项"), titles=titles_of(Occasion))
    page_token = TextField(lazy_gettext("页标记"), longest=60)
    page_size = WholeField(lazy_gettext("每页行数"), least=1, most=LARGEST_PAGE)


class ReadForm(Form):
    ids = NumbersField(lazy_gettext("消息"))
    all = TickField(lazy_gettext("全部"))


class SmsForm(Form):
    sms_off = ChoicesField(
        lazy_gettext("不发短信的事项"), titles={one.value: lazy_gettext(one.title) for one in SMS_WORDS}
    )


class MessagesApi(ApiBase):
    resource_name = "messages"
    openapi_spec_tag = "消息"

    @expose("", methods=("GET",))
    def messages(self) -> Response:
        """The caller's messages
        ---
        get:
          summary: 消息，新的在前，按页标记翻页
          parameters:
          - {in: query, name: unread, schema: {type: string, enum: ['true', 'false']}}
          - {in: query, name: occasion, schema: {type: string}}
          - {in: query, name: page_token, schema: {type: string}}
          - {in: query, name: page_size, schema: {type: integer, minimum: 1, maximum: 200}}
          responses:
            200:
              description: 一页
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/MessageList'}
            422: {$ref: '#/components/responses/Refused'}
        """
        asked = filled_from_page(MessageListForm, request.args)
        data, actor = asked.form.data, current_actor()
        wanted = MessageFilter(unread=data["unread"], occasion=data["occasion"])
        size = data["page_size"] or USUAL_PAGE
        found = messages_before(db.session(), actor, wanted, before_of("messages", data["page_token"]), size)
        more = found[size - 1].id if len(found) > size else None
        return tell(
            Answer(
                {
                    "result": [message(one) for one in found[:size]],
                    "unread": unread_count(db.session(), actor),
                    "next_page_token": token_of("messages", more),
                }
            )
        )

    @expose("/read", methods=("POST",))
    def read(self) -> Response:
        """Mark messages read
        ---
        post:
          summary: 标为已读，ids 或 all
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/ReadInput'}
          responses:
            200:
              description: 标了几条，还有几条未读
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/ReadAnswer'}
        """
        data = filled(ReadForm, read_json()).form.data
        return act(lambda: marked(None if data["all"] else data["ids"] or []))

    @expose("/settings", methods=("GET",))
    def settings(self) -> Response:
        """Short messages by occasion
        ---
        get:
          summary: 不发短信的事项
          responses:
            200:
              description: 设置
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/SmsSettings'}
        """
        return tell(Answer(chosen()))

    @expose("/settings", methods=("PUT",))
    def choose(self) -> Response:
        """Choose short messages by occasion
        ---
        put:
          summary: 按事项关闭短信
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: '#/components/schemas/SmsInput'}
          responses:
            200:
              description: 设置
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/SmsSettings'}
        """
        off = [Occasion(code) for code in filled(SmsForm, read_json()).form.data["sms_off"] or []]
        return act(lambda: chosen_anew(off))


def message(found: Notice) -> dict[str, Any]:
    return {
        "id": found.id,
        **coded("occasion", found.occasion),
        "text": headline(found),
        "business_no": found.business_no,
        "subject_title": found.detail.get("subject"),
        "url": address(found),
        "created_at": plain(found.created_at),
        "read_at": plain(found.read_at),
    }


def marked(ids: list[int] | None) -> Answer:
    session, actor = db.session(), current_actor()
    count = mark_read(session, actor, now(), ids)
    return Answer({"marked": count, "unread": unread_count(session, actor)})


def chosen() -> dict[str, Any]:
    off = muted_occasions(db.session(), current_actor())
    return {
        "sms_off": sorted(occasion.value for occasion in off),
        "occasions": [{"code": one.value, "title": one.title} for one in SMS_WORDS],
    }


def chosen_anew(off: list[Occasion]) -> Answer:
    choose_sms(db.session(), off, current_actor(), now())
    db.session.flush()
    return Answer(chosen())
