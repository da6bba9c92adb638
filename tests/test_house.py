"""House rules a tool can check: sizes, one-way dependencies, no way around the escapes, nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pages", "commands", "charts", "reports", "metrics", "data_access", "server", "sample_data", "benchmarks", "locales")
MODULE_LINES, FUNCTION_LINES, APP_LINES = 300, 60, 40
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|proxy\.golang\.org|index-url\s*=?\s*http", re.I)
SQL = re.compile(r"\b(?:select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from)\b", re.I | re.S)
TEXTS = {".py", ".md", ".toml", ".txt", ".sh", ".js", ".css", ".html", ".json", ".sql", ".po", ".yaml", ".yml", ""}


def project_files() -> list[Path]:
    """What belongs to the project: known to git, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return sorted(path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file())


FILES = project_files()
MODULES = [path for path in FILES if path.suffix == ".py"]
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] in (*ROOMS, "app.py", "manage.py")]
PAGES = [path for path in PRODUCT if path.relative_to(ROOT).parts[0] == "pages"]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_the_rooms_are_found():
    assert len(PRODUCT) > 50
    assert PAGES


def test_modules_are_short():
    long = {shown(path): lines(path) for path in PRODUCT if lines(path) > MODULE_LINES}
    assert not long
    assert lines(ROOT / "app.py") <= APP_LINES


def test_most_modules_and_functions_are_small():
    """Half of the modules have at most 80 lines, nine of ten at most 200; nine of ten functions at most 30."""
    sizes = sorted(lines(path) for path in PRODUCT)
    functions = sorted(
        node.end_lineno - node.lineno + 1
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert sizes[len(sizes) // 2] <= 80
    assert sizes[len(sizes) * 9 // 10] <= 200
    assert functions[len(functions) * 9 // 10] <= 30


def test_functions_are_short():
    long = {
        f"{shown(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES
    }
    assert not long


def test_no_markdown_with_html_and_no_plotly_express():
    """`unsafe_allow_html` ran a script from a comment (st.html sanitises); Plotly Express costs 100 ms a figure."""
    flagged = [shown(p) for p in PRODUCT if "unsafe_allow_html" in p.read_text("utf-8")]
    slow = [shown(p) for p in PRODUCT if any(name.startswith("plotly.express") for name in imported(p))]
    assert not flagged + slow


def test_scripts_come_from_files_only():
    """The one page element that may carry a script names a file of ours; the policy would refuse an inline one."""
    for path in PRODUCT:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and any(k.arg == "unsafe_allow_javascript" for k in node.keywords):
                first = node.args[0]
                text = first.value if isinstance(first, ast.Constant) else "".join(
                    part.value for part in getattr(first, "values", []) if isinstance(part, ast.Constant)
                )
                assert text.startswith('<script src="/assets/'), f"{shown(path)}:{node.lineno}"


def test_streamlits_own_upload_and_download_are_not_used():
    """They keep files in memory, hand one person's file to another, and are closed at the door."""
    used = [
        f"{shown(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("download_button", "file_uploader")
    ]
    assert not used


def test_pages_hold_no_sql():
    builds = [shown(path) for path in PAGES if any(name.split(".")[0] == "sqlalchemy" for name in imported(path))]
    texts = [
        f"{shown(path)}:{node.lineno}"
        for path in PAGES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
        and not _docstring(path, node)
    ]
    assert not builds + texts


def _docstring(path: Path, node: ast.Constant) -> bool:
    owners = (n for n in ast.walk(tree(path)) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef))
    return any(ast.get_docstring(owner, clean=False) == node.value for owner in owners)


@pytest.mark.parametrize(("what", "pattern"), [("a path of one machine", MACHINE), ("a package host", REGISTRIES)])
def test_nothing_of_one_machine_is_written_down(what, pattern):
    found = []
    for path in FILES:
        if path.suffix in TEXTS and path != Path(__file__):
            for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{shown(path)}:{number}")
    assert not found, f"{what}: {found}"


def test_dependencies_point_one_way():
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout
