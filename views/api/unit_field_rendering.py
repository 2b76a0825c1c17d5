"""What a program needs to know to show and edit units: fields with their lists, and what makes a unit complete."""

from collections.abc import Mapping

from views.api.rendering import Json, plain
from workflows.reading.units import UnitTable
from workflows.rules.code_list import CodeList
from workflows.rules.unit_completeness import ALWAYS_REQUIRED, RESIDENTIAL_HOUSE_TYPE, RESIDENTIAL_USES
from workflows.rules.unit_fields import UNIT_FIELDS, UnitField

REQUIRED_WHERE = {**dict.fromkeys(ALWAYS_REQUIRED, "always"), "layout": "residential", "price_sale": "saleable"}


def frame(found: UnitTable) -> Json:
    """The fields in the order of the unit table, the building's floors, and whether and where a value is needed."""
    return {
        "fields": [field(one, found.lists) for one in UNIT_FIELDS.values()],
        "floors_above": found.building.floors_above,
        "floors_below": found.building.floors_below,
        "price_required": found.price_required,
        "price_corridor": {use: [plain(one.least), plain(one.most)] for use, one in found.price_corridor.items()},
        "residential_uses": sorted(RESIDENTIAL_USES),
        "residential_house_types": [RESIDENTIAL_HOUSE_TYPE],
    }


def field(known: UnitField, lists: Mapping[str, CodeList]) -> Json:
    """One field; `required` is always, residential (dwellings), saleable (what is for sale) or null."""
    return {
        "name": known.name,
        "label": known.label,
        "unit": known.unit,
        "kind": known.kind.value,
        "batch": known.batch,
        "required": REQUIRED_WHERE.get(known.name),
        "options": options(known, lists),
    }


def options(known: UnitField, lists: Mapping[str, CodeList]) -> list[Json] | None:
    """The codes and labels that may be chosen; None where any text or number may stand."""
    if known.code_list is None:
        return None
    return [{"code": item.code, "label": item.label} for item in lists[known.code_list].offered]
