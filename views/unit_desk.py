"""定价台 on a page of its own: the units of a building, to work on or only to look at."""

from flask import render_template, request
from flask_appbuilder import BaseView, expose
from sqlalchemy import select

from app.extensions import db
from app.web.current import current_actor, now
from models import Business
from views.building_table import known
from workflows.reading.business import business_view
from workflows.reading.units import find_building

UNIT_TASKS = {"units": "units", "prices": "price_check"}


class UnitDeskPage(BaseView):
    route_base = "/building"
    default_view = "desk"

    @expose("/<int:building_id>/desk")
    def desk(self, building_id: int) -> str:
        """The desk in the view asked for; editable while the building's business is in this person's hands."""
        session, actor, moment = db.session(), current_actor(), now()
        building = find_building(session, known(building_id))
        shown = request.args.get("view", "units")
        number = session.scalar(
            select(Business.business_no)
            .where(Business.building_id == building_id)
            .order_by(Business.id.desc())
            .limit(1)
        )
        view = business_view(session, number, actor, moment) if number else None
        key = UNIT_TASKS.get(shown, "units")
        editable = view is not None and any(task.key == key and task.editable for task in view.tasks)
        return render_template(
            "unit_desk.html",
            building=building,
            business_no=number or "",
            business_title=view.head.type_title if view else "",
            business_url=f"/business/{number}/" if number else "",
            editable=editable,
            view="prices" if shown == "prices" else "units",
        )
