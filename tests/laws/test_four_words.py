"""The four words of a verdict are used everywhere and only there: no rival words, and none of the four written by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics.readout import Word

ROOT = Path(__file__).parents[2]
ROOMS = ("metrics", "charts", "pages", "reports", "commands")
FOUR = {Word.UP, Word.DOWN, Word.SAME, Word.FEW}
RIVALS = re.compile(
    r"(?i)\b(increas|decreas|improv|worsen|deteriorat|declin|unchanged|stable|steady|significan|n\.s\.|p-value"
    r"|statistically|trending|no change\b|not enough (answers|data)|insufficient (answers|data|n)\b)"
)
SORTED = "stable"  # a kind of sorting, never shown


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rival_of_the_four_words_is_said(path: Path) -> None:
    said = [(line, text) for line, text in literals(path) if text != SORTED]
    rivals = [f"line {line}: {text!r}" for line, text in said if RIVALS.search(text)]
    assert not rivals, f"say up, down, no clear change or too few answers instead: {rivals}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_four_are_written_once(path: Path) -> None:
    if path == ROOT / "metrics" / "readout.py":
        return
    by_hand = [f"line {line}: {text!r}" for line, text in literals(path) if text.strip().casefold() in FOUR]
    assert not by_hand, f"use metrics.readout.Word: {by_hand}"


def test_the_scan_sees_what_it_looks_for(tmp_path: Path) -> None:
    module = tmp_path / "words.py"
    module.write_text('"""Improved docstring."""\nSAID = "CSAT improved"\nWORD = "Up"\n', encoding="utf-8")
    found = dict(literals(module))
    assert [bool(RIVALS.search(text)) for text in found.values()] == [True, False]
    assert "Improved docstring." not in found.values()
