"""The first page: what waits, what is due, the platform's applications and its news."""

from flask import render_template
from flask_appbuilder import IndexView, expose
from flask_babel import lazy_gettext

from app.extensions import db
from app.web.current import current_actor, now
from models.enums import Role
from views.message_words import address, headline
from workflows.facts.calendar import DESK_ZONE
from workflows.reading.messages import latest_unread
from workflows.reading.section import leads_section
from workflows.registry_titles import title_of
from workflows.workbench import (
    RECENT_DAYS,
    calendar_note,
    due_lines,
    figures,
    recent_lines,
    tiles,
    version_notes,
)

MOST_MESSAGES = 6
WEEKDAYS = (
    lazy_gettext("星期一"),
    lazy_gettext("星期二"),
    lazy_gettext("星期三"),
    lazy_gettext("星期四"),
    lazy_gettext("星期五"),
    lazy_gettext("星期六"),
    lazy_gettext("星期日"),
)


class WorkbenchView(IndexView):
    route_base = ""

    @expose("/")
    def index(self) -> str:
        """Everything is read for the membership chosen; nothing is decided here."""
        actor, moment, session = current_actor(), now(), db.session()
        here = moment.astimezone(DESK_ZONE)
        return render_template(
            "workbench.html",
            figures=figures(session, actor, moment),
            due=due_lines(session, actor, moment),
            recent=recent_lines(session, actor, moment),
            tiles=tiles(session, actor),
            notes=version_notes(session, moment),
            messages=latest_unread(session, actor, MOST_MESSAGES),
            whole_desk=leads_section(actor),
            calendar_end=calendar_note(session, actor, moment),
            keeps_calendar=actor.holds(Role.system_admin),
            headline=headline,
            address=address,
            recent_days=RECENT_DAYS,
            here=here,
            weekday=WEEKDAYS[here.weekday()],
            title_of=title_of,
        )
