"""Whatever an import tells a person is a phrase: no refusal, question or reason is built from literals by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("data_access/importing", "pages")
MORE = ("batches", "loading", "matching", "pseudonym", "sources", "undoing")  # of data_access: they refuse imports, too
TELLING = {  # what is made of words → which of its arguments are
    "DataError": slice(0, 3), "Question": slice(1, 2), "Invalid": slice(0, 1), "LoadError": slice(0, 1),
    "StoreError": slice(0, 1), "KeyFileError": slice(0, 1), "damaged": slice(0, 1), "_no_table": slice(0, 1),
    "_as_data_error": slice(0, 1), "_wrong": slice(1, 2),
}  # fmt: skip
PATHS = [*(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))),
         *(ROOT / "data_access" / f"{name}.py" for name in MORE)]  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


def unsaid(tree: ast.Module) -> Iterator[int]:
    """Lines of words that are no phrase, followed through the names they are given."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for call in ast.walk(tree):
        name = getattr(getattr(call, "func", None), "id", "") or getattr(getattr(call, "func", None), "attr", "")
        if isinstance(call, ast.Call) and name in TELLING:
            for argument in call.args[TELLING[name]]:
                yield from _written(argument, _around(call, parents), tree)


def _around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> list[ast.AST]:
    found = []
    while node in parents:
        node = parents[node]
        if isinstance(node, Function):
            found.append(node)
    return found


def _written(node: ast.expr, scopes: list[ast.AST], tree: ast.Module, left: int = 6) -> Iterator[int]:
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str) and any(c.isalpha() for c in node.value)
    if literal or isinstance(node, ast.JoinedStr | ast.BinOp):
        yield node.lineno
    elif isinstance(node, ast.IfExp):
        for part in (node.body, node.orelse):
            yield from _written(part, scopes, tree, left)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _written(part, scopes, tree, left)
    elif isinstance(node, ast.Name) and left:
        for scope in (*scopes, tree):
            inside = ast.walk(scope) if scope is not tree else tree.body
            for value in (v for statement in inside for known, v in _given(statement) if known == node.id):
                yield from _written(value, scopes, tree, left - 1)


def _given(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """(name, what it is given) of an assignment, one of tuples too."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id, statement.value
    for target in statement.targets if isinstance(statement, ast.Assign) else []:
        if isinstance(target, ast.Name):
            yield target.id, statement.value
        elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            yield from ((t.id, v) for t, v in zip(target.elts, statement.value.elts, strict=True) if isinstance(t, ast.Name))


@pytest.mark.parametrize("path", PATHS, ids=[path.relative_to(ROOT).as_posix() for path in PATHS])
def test_no_sentence_of_an_import_is_a_literal(path: Path) -> None:
    found = sorted(set(unsaid(ast.parse(path.read_text("utf-8")))))
    assert not found, f"say these lines with metrics.phrases.phrase: {found}"


@pytest.mark.parametrize("source", [
    'raise DataError(f"line {n}")', 'raise DataError(seen, "Choose one.")', 'Question("key", "What?")',
    'why = "no"\nraise DataError(why)', 'def f():\n    text = "a" if x else f"{b}"\n    return Question("k", text)',
    'def f():\n    hint = phrase("a")\n    hint += " more"\n    return errors.DataError(hint)', 'Invalid("a" + b)',
    'def f():\n    a, b = "no", phrase("yes")\n    return DataError(a, b)',
])  # fmt: skip
def test_a_literal_is_found(source: str) -> None:
    assert list(unsaid(ast.parse(source)))


@pytest.mark.parametrize("source", [
    'raise DataError(phrase("Line {n}.", n=f"{n}"), "", _NEXT)', 'Question("key", phrase("What?"), ("yes",))',
    '_NEXT = phrase("Again.")\nraise DataError(_NEXT)', "raise DataError(error.args[0])", "DataError(**parts)",
])  # fmt: skip
def test_a_phrase_is_left_alone(source: str) -> None:
    assert not list(unsaid(ast.parse(source)))
