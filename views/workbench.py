"""The first page: what waits, what is due, the platform's applications and its news."""

from flask import render_template
from flask_appbuilder import IndexView, expose

from app.extensions import db
from app.web.current import current_actor, now
from workflows.facts.calendar import DESK_ZONE
from workflows.registry_titles import title_of
from workflows.workbench import RECENT_DAYS, due_lines, figures, recent_lines, tiles, version_notes

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


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
            recent_days=RECENT_DAYS,
            here=here,
            weekday=WEEKDAYS[here.weekday()],
            title_of=title_of,
        )
