"""Which marks of the template language a body may use: values, conditions, loops over rows, registered parts."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from jinja2 import TemplateSyntaxError, nodes

from app.documents.environment import default_body, environment
from app.documents.templates import faults
from app.documents.templates.faults import at_line
from workflows.messages import Reason

FRAME, PARTS = "base.html", "parts.html"
BLOCKS = ("subtitle", "head_right", "body")
DEEPEST = 48
# One loop over sheets and one over what stands on each; a third would print the same rows over and over.
MOST_LOOPS_IN_LOOPS = 2
ALLOWED = (
    nodes.Template,
    nodes.Extends,
    nodes.FromImport,
    nodes.Block,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.Filter,
    nodes.Call,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.CondExpr,
    nodes.If,
    nodes.For,
    nodes.Tuple,
)
# What people call that which is not allowed.
CALLED = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.FilterBlock: "filter",
    nodes.Getitem: "[ ]",
    nodes.Dict: "{ }",
    nodes.List: "[ ]",
    nodes.Slice: "[ : ]",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Neg: "-",
    nodes.Pos: "+",
    nodes.With: "with",
}
RAW = re.compile(r"\{%[-+]?\s*raw\b")
UNKNOWN_TAG = re.compile(r"Encountered unknown tag '([^']{1,40})'")
UNFINISHED = re.compile(r"Unexpected end of template|Jinja was looking for the following tags")


def syntax_faults(body: str) -> list[Reason]:
    """Everything that the language does not take, in the order of the lines."""
    raw = RAW.search(body)
    if raw:
        return [at_line(faults.NOT_ALLOWED, line_at(body, raw.start()), what="raw")]
    try:
        tree = environment().parse(body)
    except TemplateSyntaxError as fault:
        return [unreadable(fault)]
    except RecursionError:
        return [at_line(faults.TOO_DEEP, 1)]
    return sorted([*node_faults(tree), *frame_faults(tree)], key=lambda fault: faults.line_of(fault) or 0)


def line_at(body: str, place: int) -> int:
    return body.count("\n", 0, place) + 1


def unreadable(fault: TemplateSyntaxError) -> Reason:
    message = fault.message or ""
    unknown = UNKNOWN_TAG.search(message)
    if UNFINISHED.search(message):
        return at_line(faults.UNFINISHED, fault.lineno)
    if unknown:
        return at_line(faults.UNKNOWN_TAG, fault.lineno, detail=unknown[1])
    return at_line(faults.SYNTAX, fault.lineno, detail=message[:120])


# ---- nodes ----


def node_faults(tree: nodes.Template) -> Iterator[Reason]:
    """What is not allowed, wherever it stands."""
    waiting: list[tuple[nodes.Node, int, int, int]] = [(tree, 0, 0, 1)]
    while waiting:
        node, depth, loops, line = waiting.pop()
        line, loops = line_within(node, line), loops + isinstance(node, nodes.For)
        if depth > DEEPEST or loops > MOST_LOOPS_IN_LOOPS:
            yield at_line(faults.TOO_DEEP, line)
            return
        reason = refused(node, line)
        if reason is not None:
            yield reason
        else:
            waiting += [(child, depth + 1, loops, line) for child in node.iter_child_nodes()]


def line_within(node: nodes.Node, otherwise: int) -> int:
    """Marks of extensions carry no line of their own, but what stands in them does."""
    lines = (part.lineno for part in (node, *node.find_all(nodes.Node)) if part.lineno)
    return node.lineno or next(lines, otherwise)


def refused(node: nodes.Node, line: int) -> Reason | None:
    if not isinstance(node, ALLOWED):
        return at_line(faults.NOT_ALLOWED, line, what=CALLED.get(type(node), type(node).__name__.lower()))
    if isinstance(node, nodes.For) and (node.recursive or node.test is not None):
        return at_line(faults.NOT_ALLOWED, node.lineno, what="recursive" if node.recursive else "for … if")
    if isinstance(node, nodes.Call) and (node.dyn_args or node.dyn_kwargs or not isinstance(node.node, nodes.Name)):
        return at_line(faults.NOT_ALLOWED, node.lineno, what="( )")
    if isinstance(node, nodes.Name | nodes.Getattr) and name_of(node).startswith("_"):
        return at_line(faults.NOT_ALLOWED, node.lineno, what=name_of(node)[:40])
    return None


def name_of(node: nodes.Name | nodes.Getattr) -> str:
    return node.name if isinstance(node, nodes.Name) else node.attr


# ---- the frame ----


def frame_faults(tree: nodes.Template) -> Iterator[Reason]:
    """The frame holds number, check code and QR code; a body fills its blocks and nothing else."""
    first = next((node for node in tree.body if not blank(node)), None)
    if not (isinstance(first, nodes.Extends) and is_constant(first.template, FRAME)):
        yield at_line(faults.NO_FRAME, 1)
    for node in tree.body:
        yield from top_level_faults(node, first)
    for inner in tree.find_all(nodes.FromImport):
        if inner not in tree.body:
            yield at_line(faults.NOT_ALLOWED, inner.lineno, what="import")
    for block in tree.find_all(nodes.Block):
        if block.name not in BLOCKS:
            yield at_line(faults.UNKNOWN_BLOCK, block.lineno, name=block.name[:40], offered="、".join(BLOCKS))
    if not any(block.name == "body" for block in tree.find_all(nodes.Block)):
        yield faults.NO_BODY(at="body.1")


def top_level_faults(node: nodes.Node, first: nodes.Node | None) -> Iterator[Reason]:
    if isinstance(node, nodes.FromImport):
        yield from import_faults(node)
    elif node is not first and not isinstance(node, nodes.Block) and not blank(node):
        yield at_line(faults.OUTSIDE_BLOCK, node.lineno)


def import_faults(node: nodes.FromImport) -> Iterator[Reason]:
    if not is_constant(node.template, PARTS) or node.with_context:
        yield at_line(faults.NOT_ALLOWED, node.lineno, what="import")
        return
    for name in node.names:
        if not isinstance(name, str):
            yield at_line(faults.NOT_ALLOWED, node.lineno, what="as")
        elif name not in parts():
            yield at_line(faults.UNKNOWN_PART, node.lineno, name=name[:40])


def blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )


def is_constant(node: nodes.Expr, value: str) -> bool:
    return isinstance(node, nodes.Const) and node.value == value


@cache
def parts() -> Mapping[str, range]:
    """The registered parts by name, and how many values each takes."""
    tree = environment().parse(default_body(PARTS))
    return {
        macro.name: range(len(macro.args) - len(macro.defaults), len(macro.args) + 1)
        for macro in tree.find_all(nodes.Macro)
    }
