"""Who acts: a person in the membership chosen at login. Everything that decides takes it as an argument."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.enums import OrganizationKind, Role

# A company's administrator may do everything its operators may (domain roles, manual 3.1).
INCLUDED_IN = {Role.developer_operator: frozenset({Role.developer_admin})}


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

    def holds(self, role: Role) -> bool:
        """Whether the person has the role, or one that may do everything it may."""
        return role in self.roles or bool(INCLUDED_IN.get(role, frozenset()) & self.roles)

    def holds_any(self, roles: Iterable[Role]) -> bool:
        return any(self.holds(role) for role in roles)
