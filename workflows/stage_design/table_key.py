"""Which stage table is meant, and who may see and design it."""

from dataclasses import dataclass

from models.enums import Role
from models.region import region_prefix
from workflows.actor import Actor
from workflows.engine.business_type import BusinessType
from workflows.messages import NotVisible
from workflows.registry import BY_CODE

DESIGNERS = (Role.authority_admin, Role.system_admin)


@dataclass(frozen=True, slots=True)
class TableKey:
    """The stage table of one business type in one region."""

    kind: BusinessType
    region_code: str

    def __str__(self) -> str:
        return f"{self.region_code}/{self.kind.code}"


def table_key(code: str, region_code: str, actor: Actor) -> TableKey:
    """NotVisible for an unknown type and for a region that is not below the actor's own."""
    if code not in BY_CODE or not reaches(actor, region_code):
        raise NotVisible(f"{region_code}/{code}")
    return TableKey(BY_CODE[code], region_code)


def reaches(actor: Actor, region_code: str) -> bool:
    """The platform reaches every region, anybody else the own one and those beneath it."""
    return Role.system_admin in actor.roles or region_code.startswith(region_prefix(actor.region_code))


def may_design(actor: Actor) -> bool:
    return actor.holds_any(DESIGNERS)
