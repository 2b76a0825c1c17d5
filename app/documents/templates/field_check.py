"""Whether a body prints only fields that there are, each in a way that fits what it holds, in every branch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import nodes

from app.documents.catalogue import DocumentKind
from app.documents.environment import LOOP_PARTS, environment
from app.documents.templates import faults
from app.documents.templates.faults import at_line
from app.documents.templates.fields import element_of, hints_of, is_group, members_of, names_of
from app.documents.templates.syntax import parts
from workflows.messages import Reason

Scope = Mapping[str, Any]
# What each format is made for; a format that is not listed takes any single value.
TAKES: Mapping[str, tuple[Any, ...]] = {
    "money": (Decimal,),
    "area": (Decimal,),
    "length_text": (Decimal,),
    "capitals": (Decimal,),
    "date_text": (date, datetime),
    "time_text": (datetime,),
    "yes_no": (bool,),
    "has": (bool,),
}
ANY = object()


class Loop:
    """The name `loop` inside a loop."""


def field_faults(body: str, kind: DocumentKind) -> list[Reason]:
    """Names, fields and formats that do not fit; the body's syntax is sound."""
    checker = Checker()
    tree = environment().parse(body)
    imported = {
        name: ANY
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
        if isinstance(name, str) and name in parts()
    }
    checker.statements(tree.body, {**names_of(kind), **imported})
    return checker.found


class Checker:
    """Walks every branch with the types of the names in reach."""

    def __init__(self) -> None:
        self.found: list[Reason] = []

    def statements(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.For):
            self.loop(node, scope)
        elif isinstance(node, nodes.If):
            self.type_of(node.test, scope)
            for branch in (node.body, node.elif_, node.else_):
                self.statements(branch, scope)
        elif isinstance(node, nodes.Block):
            self.statements(node.body, scope)
        elif isinstance(node, nodes.Output):
            for printed in node.nodes:
                self.printed(printed, scope)

    def printed(self, node: nodes.Expr, scope: Scope) -> None:
        """A value that is put into the text."""
        if not isinstance(node, nodes.TemplateData) and is_group(self.type_of(node, scope)):
            self.tell(faults.NOT_A_VALUE, node, name=written(node))

    def loop(self, node: nodes.For, scope: Scope) -> None:
        rows = self.type_of(node.iter, scope)
        element = element_of(rows)
        if element is None and rows is not ANY:
            self.tell(faults.NOT_A_LIST, node, name=written(node.iter))
        inside = {**scope, **self.targets(node, element if element is not None else ANY), "loop": Loop}
        self.statements(node.body, inside)
        self.statements(node.else_, scope)

    def targets(self, node: nodes.For, element: Any) -> dict[str, Any]:
        names: list[nodes.Node] = [*node.target.items] if isinstance(node.target, nodes.Tuple) else [node.target]
        if element is ANY:
            return {name.name: ANY for name in named(names)}
        members = members_of(element) if isinstance(node.target, nodes.Tuple) else (element,)
        if members is None or len(members) != len(names):
            self.tell(faults.NOT_SO_MANY, node)
            return {name.name: ANY for name in named(names)}
        return {name.name: kind for name, kind in zip(named(names), members, strict=True)}

    # ---- expressions ----

    def type_of(self, node: nodes.Node, scope: Scope) -> Any:
        """What the expression gives; ANY where a fault was told already or nothing more is asked of it."""
        if isinstance(node, nodes.Name):
            return self.name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self.attribute(node, scope)
        if isinstance(node, nodes.Filter):
            return self.format(node, scope)
        if isinstance(node, nodes.Call):
            return self.call(node, scope)
        kinds = [self.type_of(child, scope) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.CondExpr):
            return self.type_of(node.expr1, scope)
        return next((kind for kind in kinds if is_group(kind)), ANY) if isinstance(node, nodes.Or | nodes.And) else ANY

    def name(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name not in scope:
            self.tell(faults.UNKNOWN_NAME, node, name=node.name[:40])
        return scope.get(node.name, ANY)

    def attribute(self, node: nodes.Getattr, scope: Scope) -> Any:
        kind = self.type_of(node.node, scope)
        if kind is ANY:
            return ANY
        known: Mapping[str, Any] = dict.fromkeys(LOOP_PARTS, ANY) if kind is Loop else {}
        if isinstance(kind, type) and is_dataclass(kind):
            known = hints_of(kind)
        if node.attr not in known:
            self.tell(faults.UNKNOWN_FIELD, node, name=written(node.node), field=node.attr[:40])
        return known.get(node.attr, ANY)

    def format(self, node: nodes.Filter, scope: Scope) -> Any:
        kind = self.type_of(node.node, scope) if node.node is not None else ANY
        for child in [*node.args, *node.kwargs]:
            self.type_of(child, scope)
        if node.name not in OFFERED_FILTERS:
            self.tell(faults.UNKNOWN_FILTER, node, filter=node.name[:40])
        elif node.args or node.kwargs:
            self.tell(faults.WRONG_ARGUMENTS, node, name=node.name)
        elif kind is not ANY and not fits(node.name, kind):
            self.tell(faults.WRONG_FILTER, node, filter=node.name, name=written(node.node))
        return ANY

    def call(self, node: nodes.Call, scope: Scope) -> Any:
        for value in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            self.type_of(value, scope)
        assert isinstance(node.node, nodes.Name)
        if scope.get(node.node.name) is not ANY or node.node.name not in parts():
            self.tell(faults.UNKNOWN_PART, node, name=node.node.name[:40])
        elif len(node.args) + len(node.kwargs) not in parts()[node.node.name]:
            self.tell(faults.WRONG_ARGUMENTS, node, name=node.node.name)
        return ANY

    def tell(self, message: Any, node: nodes.Node, **values: object) -> None:
        self.found.append(at_line(message, node.lineno, **values))


OFFERED_FILTERS = (*TAKES, "dash", "length")


def fits(filter_name: str, kind: Any) -> bool:
    if filter_name == "length":
        return kind is str or element_of(kind) is not None
    if filter_name not in TAKES:
        return not is_group(kind)
    return kind in TAKES[filter_name]


def named(names: Sequence[nodes.Node]) -> Iterator[nodes.Name]:
    yield from (name for name in names if isinstance(name, nodes.Name))


def written(node: nodes.Node | None) -> str:
    """The expression as it was typed, as far as it is a chain of names."""
    if isinstance(node, nodes.Getattr):
        return f"{written(node.node)}.{node.attr}"[:60]
    return node.name[:40] if isinstance(node, nodes.Name) else "…"
