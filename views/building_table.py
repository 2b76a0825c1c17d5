"""楼盘表: the buildings in scope, and the rooms of one by floor and entrance with their sale state."""

from typing import Any

from flask import render_template, request
from flask_appbuilder import BaseView, expose

from app.extensions import db
from app.web.current import current_actor
from models.enums import SaleState
from views.address import asked, asked_page, changed, page_link
from workflows.messages import NotVisible
from workflows.reading.building_table import UnitCard, building_page, building_table, unit_card
from workflows.registry_titles import title_of

# How a state is drawn; what is not permitted looks the same before and after completion.
STATE_CLASSES = {
    SaleState.available: "is-available",
    SaleState.signing: "is-signing",
    SaleState.signed: "is-signed",
    SaleState.filed: "is-filed",
    SaleState.titled: "is-titled",
    SaleState.withheld: "is-withheld-unit",
    SaleState.not_permitted: "is-nopermit",
    SaleState.existing_not_permitted: "is-nopermit",
}
LARGEST_ID = 2**31 - 1


class BuildingsView(BaseView):
    route_base = "/buildings"
    default_view = "list"

    @expose("/")
    def list(self) -> str:
        """The buildings that are filed, as far as this person may see them."""
        current_actor()
        page = building_page(db.session(), asked("q"), asked_page())
        return render_template("buildings.html", page=page, q=asked("q"), page_link=page_link)


class BuildingTableView(BaseView):
    route_base = "/building"
    default_view = "table"

    @expose("/<int:building_id>/table/")
    def table(self, building_id: int) -> str:
        """The grid; `?unit=` opens one room's card beside it."""
        current_actor()
        table = building_table(db.session(), known(building_id))
        chosen = request.args.get("unit", type=int)
        card = unit_card(db.session(), building_id, known(chosen)) if chosen is not None else None
        values = card_values(card) if card else {"card": None}
        return render_template("building_table.html", table=table, **drawing(), **values)

    @expose("/<int:building_id>/units/<int:unit_id>/card/")
    def card(self, building_id: int, unit_id: int) -> str:
        """One room's card alone, for the cell that was chosen."""
        current_actor()
        card = unit_card(db.session(), known(building_id), known(unit_id))
        return render_template("building/_unit_card.html", **drawing(), **card_values(card))


def known(number: int) -> int:
    """A number that a row can have; larger ones are as unknown as any other."""
    if number > LARGEST_ID:
        raise NotVisible(number)
    return number


def drawing() -> dict[str, Any]:
    return {"state_classes": STATE_CLASSES, "states": tuple(SaleState), "changed": changed}


def card_values(card: UnitCard) -> dict[str, Any]:
    return {"card": card, "unit": card.unit, "label": label_in(card), "title_of": title_of}


def label_in(card: UnitCard) -> Any:
    """The label of a code in the lists as they are kept now."""

    def label(key: str, code: str | None) -> str | None:
        return card.lists[key].label_of(code) if code else None

    return label
