"""Every word of the pages passes `t`: no literal is shown or written into HTML as it stands."""

from __future__ import annotations

import ast
import re

import pytest

from tests.test_house import PAGES, shown, tree

SHOWN = {  # calls whose first text people read, and the arguments by name that they read
    "button", "caption", "text", "header", "subheader", "title", "warning", "info", "error", "success", "markdown", "write",
    "selectbox", "multiselect", "text_input", "text_area", "number_input", "date_input", "time_input", "popover", "expander",
    "checkbox", "toggle", "radio", "segmented_control", "pills", "spinner", "dialog", "metric", "toast",
    "TextColumn", "SelectboxColumn", "NumberColumn", "DateColumn", "ListColumn", "CheckboxColumn", "Column",
}  # fmt: skip
READ = {"label", "placeholder", "help", "alt"}
LETTERS = re.compile(r"[^\W\d_]{2,}")


def texts(node: ast.expr) -> list[str]:
    """What an argument writes itself: a literal, the fixed parts of an f-string, either side of a choice."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.Constant)]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return texts(node.left) + texts(node.right) if isinstance(node, ast.BinOp) else []


def of_streamlit(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("st", "column", "column_config")


def bare(module: ast.Module) -> list[tuple[int, str]]:
    """(line, text) of every text that is shown without having been said."""
    found = []
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", "")
        if not of_streamlit(call):
            continue
        read = [k.value for k in call.keywords if k.arg in READ]
        read += call.args[:1] if name in SHOWN else []
        found += [(call.lineno, text) for one in read for text in texts(one) if LETTERS.search(text)]
        if name == "html":
            found += [(call.lineno, text) for one in call.args[:1] for text in texts(one) if written(text)]
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            found += [(node.lineno, text) for text in texts(node) if "<" in text and written(text)]
    return found


def written(html: str) -> bool:
    """Whether a piece of HTML holds words between its tags."""
    if html.lstrip().startswith(("<style", "<script")):
        return False
    return any(LETTERS.search(part) for part in re.findall(r">([^<>]*)(?=<)", html))


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_page_shows_no_word_that_was_not_said(path) -> None:
    units = {" bytes"}  # next to a number, the same in every language
    assert not [f"{shown(path)}:{line}: {text!r}" for line, text in bare(tree(path)) if text not in units]


@pytest.mark.parametrize(("source", "expected"), [
    ('st.button("Save")', ["Save"]), ('st.button(t("Save"))', []), ('st.caption(f"{n} rows left")', [" rows left"]),
    ('st.selectbox(t("A"), x, placeholder="Any")', ["Any"]), ('st.html("<p>Hello</p>")', ["<p>Hello</p>"]),
    ('st.html(f"<p>{esc(x)}</p>")', []), ('line = f"<b>Total</b>{n}"', ["<b>Total</b>"]), ('st.code("a = b")', []),
    ('st.warning(t("A") if x else "Bare")', ["Bare"]),
])
def test_bare_words_are_found(source: str, expected: list[str]) -> None:
    assert [text for _, text in bare(ast.parse(source))] == expected


def test_no_sentence_is_built_before_it_is_said() -> None:
    """An f-string or a sum inside `t` has no entry in a catalogue."""
    built = [
        f"{shown(path)}:{call.lineno}"
        for path in PAGES
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "t" and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not built
