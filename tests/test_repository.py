"""What must hold of the files themselves."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

import models
from models.base import Model

ROOT = Path(__file__).parents[1]
PRODUCT = ("app", "models", "views", "workflows")
# Pieced together, so that this very file names none.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("deb", "debian", "org"),
        ("tuna", "tsinghua"),
    )
)
STOCK_VIEWS = {"ModelView", "ModelRestApi", "SQLAInterface"}
assert models


def committed_files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def product_modules():
    for folder in PRODUCT:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_file_names_a_registry():
    named = []
    for path in committed_files():
        data = path.read_bytes()
        if b"\0" not in data:
            named += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRY_HOSTS if host.encode() in data]
    assert named == []


def test_requirements_are_pinned_with_hashes_and_without_sources():
    for path in (*ROOT.glob("requirements*.txt"), ROOT / "bench" / "requirements.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if re.match(r"(-i|-f|--(index|extra-index|find-links|trusted))", line)], path
        pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pinned
        assert all("==" in line and line.endswith("\\") for line in pinned), path


def test_only_the_unit_of_work_commits():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in product_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
        if path != ROOT / "app" / "web" / "unit_of_work.py"
    ]
    assert found == []


def test_stock_views_are_the_base_of_our_own_base_alone():
    """A plain ModelView or ModelRestApi leaves holes that ours closes."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {base}"
        for path, tree in product_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in sorted({name_of(base) for base in node.bases} & {"ModelView", "ModelRestApi"})
        if (ROOT / "app" / "web") not in path.parents
    ]
    assert found == []


def name_of(base):
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def test_nothing_reads_the_wall_clock_below_the_views():
    """The moment is an argument; models only stamp their own rows."""
    allowed = {ROOT / "models" / "base.py"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in product_modules()
        if path not in allowed and path.parts[len(ROOT.parts)] in {"models", "workflows"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        if isinstance(node.func.value, ast.Attribute | ast.Name) and name_of(node.func.value) in {"datetime", "date"}
    ]
    assert found == []


@pytest.mark.parametrize(
    "table", [table for table in Model.metadata.sorted_tables if not table.name.startswith("ab_")], ids=lambda t: t.name
)
def test_every_column_says_what_it_is(table):
    assert table.comment
    assert [column.name for column in table.columns if not column.comment] == []


def test_no_inline_script_style_or_handler_in_templates():
    faults = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "documents" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"\sstyle=|\son[a-z]+=[\"']|(src|href)=[\"'](https?:)?//", line):
                faults.append(f"{path.relative_to(ROOT)}:{number}")
    assert faults == []
