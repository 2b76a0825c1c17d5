"""Who acts: a person in the membership chosen at login. Everything that decides takes it as an argument."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.enums import OrganizationKind, Role

# A company's administrator may do everything its operators may (domain roles, manual 3.1).
INCLUDED_IN = {Role.developer_operator: frozenset({Role.developer_admin})}

BY_ITSELF = "系统"  # who acts where nobody does


def includes(roles: frozenset[Role], role: Role) -> bool:
    """Whether these roles hold this one, or one that may do everything it may."""
    return role in roles or bool(INCLUDED_IN.get(role, frozenset()) & roles)


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whose work a colleague does for some days (委托代办); no types named means all of them."""

    person_id: int
    name: str
    roles: frozenset[Role]
    business_types: frozenset[str] = frozenset()

    def holds(self, role: Role) -> bool:
        return includes(self.roles, role)

    def covers(self, business_type: str) -> bool:
        return not self.business_types or business_type in self.business_types


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the organization acted for, the roles held there and the region it stands in."""

    person_id: int
    name: str
    membership_id: int
    organization_id: int
    organization_name: str
    organization_kind: OrganizationKind
    region_code: str
    roles: frozenset[Role]
    stands_in_for: tuple[Principal, ...] = ()

    def holds(self, role: Role) -> bool:
        """Whether the person has the role, or one that may do everything it may."""
        return includes(self.roles, role)

    def holds_any(self, roles: Iterable[Role]) -> bool:
        return any(self.holds(role) for role in roles)

    def principals(self, business_type: str) -> tuple[Principal, ...]:
        """Whom the person stands in for in businesses of this type."""
        return tuple(one for one in self.stands_in_for if one.covers(business_type))

    def acts_for(self, person_id: int | None, business_type: str) -> bool:
        """Whether what that person holds is this person's to work on: it is the same, or he stands in."""
        return person_id == self.person_id or any(one.person_id == person_id for one in self.principals(business_type))
