"""The public reference cases, and the runner's own judgement."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from metrics.stats.catalogue import CATALOGUE
from tests.vectors import ADAPTERS, differences, run_file

PUBLIC = Path(__file__).parents[1] / "vectors_public.json"
EXACT = {"abs": 1e-9, "rel": 1e-9}


def test_every_public_case_of_a_built_function_passes():
    outcome = run_file(PUBLIC)
    assert outcome.failures == []
    assert not set(outcome.skipped) & set(CATALOGUE)
    assert outcome.passed == sum(
        case["function"] in CATALOGUE for case in json.loads(PUBLIC.read_text(encoding="utf-8"))["cases"]
    )


def test_every_built_function_has_a_public_case():
    covered = {case["function"] for case in json.loads(PUBLIC.read_text(encoding="utf-8"))["cases"]}
    assert set(ADAPTERS) == set(CATALOGUE)
    assert set(CATALOGUE) <= covered


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ({"a": 1.0 + 1e-12, "b": 9}, {"a": 1.0}),
        ({"a": float("nan")}, {"a": None}),
        ({0.5: 3}, {"0.5": 3.0}),
        ({"a": (1, None)}, {"a": [1, None]}),
    ],
)
def test_agreement(got, expected):
    assert differences(got, expected, EXACT) == []


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ({"a": 1.001}, {"a": 1.0}),
        ({"a": 0}, {"a": None}),
        ({"a": None}, {"a": 0}),
        ({"a": 1}, {"a": True}),
        ({"a": True}, {"a": 1}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": "ok"}, {"a": "empty"}),
        ({}, {"a": 1}),
        ({"a": float("nan")}, {"a": 0.0}),
        (None, {"a": 1}),
    ],
)
def test_disagreement(got, expected):
    assert len(differences(got, expected, EXACT)) == 1


def test_the_command_line_reports_failures_skips_and_errors(tmp_path):
    cases = [
        {"name": "right", "function": "csat_topbox", "inputs": {"k": 1, "n": 2}, "expected": {"rate": 0.5}},
        {"name": "wrong", "function": "csat_topbox", "inputs": {"k": 1, "n": 2}, "expected": {"rate": 0.6}},
        {"name": "raises", "function": "csat_topbox", "inputs": {"k": 3, "n": 2}, "expected": {"rate": 1.5}},
        {"name": "later", "function": "not_built", "inputs": {}, "expected": {}},
    ]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    command = [sys.executable, "-m", "tests.vectors", str(file)]
    ran = subprocess.run(command, cwd=PUBLIC.parents[1], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1] == "1 passed, 2 failed, 1 skipped"
    assert "rate: got 0.5, expected 0.6" in ran.stdout
    assert "k is 3 but n is 2" in ran.stdout
