"""销售状态 of a unit (domain 2.4): from permit, sale kind and contract only; rights are marked beside it."""

from models import Building, Unit
from models.enums import Phase, SaleKind, SaleState


def sale_state(building: Building, unit: Unit) -> SaleState:
    """What lists, grids and statistics show; without a permit nothing can be for sale."""
    if unit.sale_kind is not SaleKind.saleable:
        return SaleState.withheld
    return SaleState.existing_not_permitted if building.phase is Phase.existing else SaleState.not_permitted
