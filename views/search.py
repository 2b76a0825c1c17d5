"""The search of the top bar: businesses and buildings whose number, name or subject holds the words."""

from typing import Any

from flask import redirect, render_template
from flask_appbuilder import BaseView, expose

from app.extensions import db
from app.web.current import current_actor, now
from views.address import asked
from workflows.reading.building_table import building_page
from workflows.reading.lists import BusinessFilter, Scope, list_businesses
from workflows.registry_titles import title_of

MOST = 50


class SearchView(BaseView):
    route_base = "/search"
    default_view = "search"

    @expose("/")
    def search(self) -> Any:
        """What was found within this person's reach; a whole business number leads straight to its business."""
        actor, words = current_actor(), asked("q")
        lines = found_businesses(words, actor) if words else []
        if len(lines) == 1 and lines[0].business_no == words.upper():
            return redirect(f"/business/{lines[0].business_no}/")
        buildings = building_page(db.session(), words, 0).buildings if words else []
        return render_template("search.html", q=words, lines=lines, buildings=buildings, title_of=title_of)


def found_businesses(words: str, actor: Any) -> list[Any]:
    wanted = BusinessFilter(scope=Scope.all, text=words)
    return list(list_businesses(db.session(), wanted, actor, now(), before=None, size=MOST).lines)
