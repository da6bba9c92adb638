"""Settings on the command line: shown as a document, set from one, told, taken back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import manage
from data_access.settings import document
from data_access.store import Store
from tests.conftest import load_rows
from tests.data_access.facts import at, contact


def _run(store: Store, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(a) for a in argv], out, err, store), out.getvalue(), err.getvalue()


def test_show_set_history_revert(store: Store, tmp_path: Path) -> None:
    load_rows(store, "contacts", [contact(at(2), "call", "ada"), contact(at(3), "Web", "bob")])
    path = tmp_path / "settings.json"
    path.write_text(_run(store, "settings", "show")[1], encoding="utf-8")
    assert _run(store, "settings", "set", path) == (0, "these settings hold already\n", "")
    wanted = json.loads(path.read_text(encoding="utf-8"))
    wanted["channels"] = [{"name": "Phone", "aliases": ["Call"]}]
    wanted["rules"]["conf"] = 0.9
    wanted["no_answer"] = ["99"]
    path.write_text(json.dumps(wanted), encoding="utf-8")
    told = (
        "  channel: 1 rows of contacts restated, 2026-03-02 to 2026-03-02\n  conf: read anew by every number\n"
        "  no_answer: files loaded from now on; those loaded before keep theirs\n"
    )
    assert _run(store, "settings", "set", path, "--dry-run") == (0, "would change:\n" + told, "")
    assert document.history(store) == ()
    assert _run(store, "settings", "set", path, "--why", "agreed") == (0, "settings are now version 1\n" + told, "")
    assert _run(store, "settings", "revert", 0)[0] == 0
    code, out, _ = _run(store, "settings", "history")
    first, *_, last = (line for line in out.splitlines() if line.startswith("version"))
    assert code == 0 and first.startswith("version 2") and first.endswith("local  back to version 0")
    assert last.startswith("version 1") and last.endswith("UTC  local  agreed")
    assert document.as_json(store.settings()) == _run(store, "settings", "show")[1].rstrip("\n")


def test_a_target_of_no_metric_is_refused(store: Store, tmp_path: Path) -> None:
    typed = tmp_path / "settings.json"
    typed.write_text('{"rules": {"targets": [{"metric": "nsp", "value": 40}]}}')
    code, _, err = _run(store, "settings", "set", typed)
    assert code == 1 and err.startswith("there is no metric 'nsp'; did you mean nps")
    assert store.data_version() == "0.0"


def test_refusals_say_what_to_do(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"rules": {"confidence": 0.9}}', encoding="utf-8")
    code, _, err = _run(store, "settings", "set", path)
    assert code == 1 and "no part 'confidence'. Expected any of conf" in err
    assert _run(store, "settings", "set", tmp_path / "none.json")[0] == 1
    code, _, err = _run(store, "settings", "revert", 3)
    assert code == 1 and "no version 3" in err
    assert _run(store, "settings")[0] == 2
