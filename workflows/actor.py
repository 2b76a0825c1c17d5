"""Who acts: a person in the membership chosen at login. Everything that decides takes it as an argument."""

from dataclasses import dataclass

from models.enums import OrganizationKind, Role


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
        return role in self.roles

    def holds_any(self, roles: frozenset[Role] | tuple[Role, ...]) -> bool:
        return any(role in self.roles for role in roles)
