"""Finding the words in the sources: every literal that reaches a saying function, also through names, tables and parameters.

`t(WORDS[name])` is followed to the table WORDS, `t(label)` inside a function to the label each of its callers gives.
Sums and f-strings are not followed: what is built at run time is declared (`locales.declared`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SAYING = frozenset({"t", "say", "word", "lookup", "phrase"})  # called with a template first
VOICED = frozenset({"say", "words"})  # methods of a voice that are
_FOLLOWED = 12  # how far a name is followed
Function = ast.FunctionDef | ast.AsyncFunctionDef
Found = dict[str, set[str]]  # template → files


@dataclass
class Module:
    """One source file. tables: what its names stand for · parents: node → the node around it · imported: names of others."""

    path: str
    tree: ast.Module
    tables: dict[str, ast.expr] = field(default_factory=dict)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    imported: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path, root: Path) -> Module:
        tree = ast.parse(path.read_text("utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
        imported = frozenset(alias.asname or alias.name for node in imports for alias in node.names)
        return cls(path.relative_to(root).as_posix(), tree, dict(_assigned(tree.body)), parents, imported)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, the nearest first."""
        while (node := self.parents.get(node, self.tree)) is not self.tree:
            yield node


class Search:
    """All modules at once: a table may be imported, a parameter is given elsewhere."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = list(modules)
        self.found: Found = {}
        self._given: dict[str, set[tuple[int, str]]] = {}  # function → its parameters that are said
        self._shared = {name: (m, table) for m in self.modules for name, table in m.tables.items() if name.isupper()}

    def run(self) -> Found:
        """Template → the files it is said in. Repeats until no further function is found to say what it is given."""
        calls = [(module, node) for module in self.modules for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
        known = -1
        while known != sum(map(len, self._given.values())):
            known = sum(map(len, self._given.values()))
            for module, call in calls:
                for said in self._said(module, call):
                    self._take(module, said, _FOLLOWED)
        return self.found

    def _said(self, module: Module, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments of a call that are said: by a saying function, or by one that says what it is given."""
        function = call.func
        if isinstance(function, ast.Name):
            name, known, ours = function.id, SAYING, True
        elif isinstance(function, ast.Attribute):
            owner = function.value.id if isinstance(function.value, ast.Name) else ""
            name, known, ours = function.attr, VOICED, owner in module.imported | {"self", "cls"}
        else:
            return
        if name in known:
            yield from call.args[:1]
        if not ours:
            return
        for place, parameter in sorted(self._given.get(name, ())):
            yield from call.args[place : place + 1]
            yield from (k.value for k in call.keywords if k.arg == parameter)

    def _take(self, module: Module, node: ast.expr, left: int) -> None:
        """The texts an expression can stand for."""
        if not left:
            return
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and any(c.isalpha() for c in node.value):
                self.found.setdefault(node.value, set()).add(module.path)
        elif isinstance(node, ast.Name):
            self._named(module, node, left - 1)
        elif isinstance(node, ast.Attribute):
            self._table(module, node.attr, left - 1)
        else:
            for part in _parts(node):
                self._take(module, part, left - 1)

    def _named(self, module: Module, node: ast.Name, left: int) -> None:
        for scope in module.around(node):
            for value, place in _bound(scope, node.id):
                self._take(module, value if place is None else _member(self._written(module, value), place), left)
                return
            if isinstance(scope, Function) and _parameter(scope, node.id) is not None:
                self._given.setdefault(scope.name, set()).add((_parameter(scope, node.id) or 0, node.id))
                return
        self._table(module, node.id, left)

    def _written(self, module: Module, source: ast.expr) -> ast.expr:
        """What a looped-over name stands for, as it is written."""
        if not isinstance(source, ast.Name):
            return source
        return module.tables.get(source.id) or self._shared.get(source.id, (module, source))[1]

    def _table(self, module: Module, name: str, left: int) -> None:
        if name in module.tables:
            self._take(module, module.tables[name], left)
        elif name in self._shared:
            self._take(*self._shared[name], left)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value


def _bound(scope: ast.AST, name: str) -> Iterator[tuple[ast.expr, int | None]]:
    """What the name stands for inside this scope: assigned, or one of what is looped over (the place-th part of each)."""
    if isinstance(scope, Function):
        values = [value for stmt in ast.walk(scope) if isinstance(stmt, ast.stmt)
                  for known, value in _assigned([stmt]) if known == name]
        if values:
            yield ast.Tuple(values), None
    loops = [(scope.target, scope.iter)] if isinstance(scope, ast.For) else [
        (loop.target, loop.iter) for loop in getattr(scope, "generators", [])
    ]
    for target, source in loops:
        if isinstance(target, ast.Name) and target.id == name:
            yield source, None
        elif isinstance(target, ast.Tuple):
            names = [one.id if isinstance(one, ast.Name) else "" for one in target.elts]
            if name in names:
                yield source, names.index(name)


def _member(source: ast.expr, place: int) -> ast.expr:
    """The place-th of each item: of a table's items the value, of written tuples that part."""
    if isinstance(source, ast.Tuple | ast.List):
        parts = [item.elts[place] for item in source.elts if isinstance(item, ast.Tuple) and place < len(item.elts)]
        return ast.Tuple(parts)
    return source if place else ast.Tuple([])


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp | ast.Dict):
        yield from node.values
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Subscript | ast.Starred | ast.NamedExpr):
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "items", "values"):
        yield node.func.value
        yield from node.args[1:2]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
        yield from node.args[:1]


def _parameter(function: Function, name: str) -> int | None:
    """The place of a parameter among what a caller writes, None when there is none of the name."""
    given = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if given[:1] in (["self"], ["cls"]):
        given = given[1:]
    if name in given:
        return given.index(name)
    return len(given) + 99 if name in [one.arg for one in function.args.kwonlyargs] else None
