"""The words that the table of rows is written in: each takes the actor and the table and gives a condition in SQL.

A criterion never names a mapped class: the scope is added to every mapped class of a statement and would otherwise be
added within itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, select, true

import models
from models.enums import OrganizationKind, Role, StageTableState, TemplateState
from models.region import COUNTY_DIGITS, region_prefix
from workflows.actor import Actor
from workflows.facts.region_rules import region_chain

Criterion = Callable[[Actor, FromClause], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Rows:
    """What each side sees of one table; `change` says what it may change where that is less."""

    developer: Criterion | None = None
    bank: Criterion | None = None
    authority: Criterion | None = None
    survey_agency: Criterion | None = None
    platform: Criterion | None = None
    change: "Rows | None" = None
    append_only: bool = False

    def seen_by(self, actor: Actor, table: FromClause) -> ColumnElement[bool]:
        criterion = self.side(actor.organization_kind)
        return criterion(actor, table) if criterion else false()

    def changed_by(self, actor: Actor, table: FromClause) -> ColumnElement[bool]:
        return (self.change or self).seen_by(actor, table)

    def side(self, kind: OrganizationKind) -> Criterion | None:
        sides = {
            OrganizationKind.developer: self.developer,
            OrganizationKind.bank: self.bank,
            OrganizationKind.provident_fund: self.bank,
            OrganizationKind.authority: self.authority,
            OrganizationKind.survey_agency: self.survey_agency,
            OrganizationKind.platform: self.platform,
        }
        return sides.get(kind)


def for_all(criterion: Criterion, change: Rows | None = None, *, append_only: bool = False) -> Rows:
    """The same condition for every side."""
    return Rows(criterion, criterion, criterion, criterion, criterion, change, append_only)


def everything(_actor: Actor, _table: FromClause) -> ColumnElement[bool]:
    return true()


def own(column: str) -> Criterion:
    """Rows of the organization acted for."""
    return lambda actor, table: table.c[column] == actor.organization_id


def mine(column: str) -> Criterion:
    """Rows of the very person."""
    return lambda actor, table: table.c[column] == actor.person_id


def below(column: str) -> Criterion:
    """Rows of the region acted in and of everything beneath it, as a range so that an index serves it."""
    return lambda actor, table: in_subtree(table.c[column], region_prefix(actor.region_code))


def in_subtree(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    if len(prefix) == COUNTY_DIGITS:
        return column == prefix
    return and_(column >= prefix, column < str(int(prefix) + 1))


def either(*criteria: Criterion) -> Criterion:
    return lambda actor, table: or_(*(criterion(actor, table) for criterion in criteria))


def both(*criteria: Criterion) -> Criterion:
    return lambda actor, table: and_(*(criterion(actor, table) for criterion in criteria))


def under(*roles: Role) -> Criterion:
    """Everything of the organization acted for, for whoever is in charge of its people."""
    return lambda actor, table: (
        table.c["organization_id"] == actor.organization_id if actor.holds_any(roles) else false()
    )


def of_everybody(column: str) -> Criterion:
    """Rows that belong to no single organization."""
    return lambda _actor, table: table.c[column].is_(None)


def no_developer(_actor: Actor, table: FromClause) -> ColumnElement[bool]:
    """Banks, bureaus and agencies: whoever must choose one may know them."""
    return table.c.kind != OrganizationKind.developer


def no_draft(_actor: Actor, table: FromClause) -> ColumnElement[bool]:
    """What is or was in force; a draft is the business of those who design it."""
    return table.c.state != StageTableState.draft


def came_to_us(actor: Actor, table: FromClause) -> ColumnElement[bool]:
    """Businesses of which a stage was given to this bank, or to the provident fund of the region."""
    run = named_again(models.StageRun.__table__, "came_to_us")
    return table.c["id"].in_(select(run.c.business_id).where(given_to_us(actor, run)))


def given_to_us(actor: Actor, run: FromClause) -> ColumnElement[bool]:
    ours = run.c.organization_id == actor.organization_id
    if Role.provident_fund not in actor.roles:
        return ours
    pooled = and_(run.c.organization_id.is_(None), run.c.role == Role.provident_fund)
    return or_(ours, and_(pooled, below("region_code")(actor, run)))


def inherited(actor: Actor, table: FromClause) -> ColumnElement[bool]:
    """What the prefecture or the province has published."""
    above = region_chain(actor.region_code)[1:]
    return and_(table.c.region_code.in_(above), table.c.state == TemplateState.published)


@cache
def named_again(table: FromClause, purpose: str) -> FromClause:
    """A table under a name of its own, made once for everybody: giving it its columns is most of making a condition.

    A condition is never asked for within itself, so that for one purpose the same name cannot meet itself.
    """
    del purpose
    return table.alias()
