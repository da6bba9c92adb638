"""A command handed to the serving process answers as it would on its own; nobody meets a locked store."""

import json

from tests.server.test_start import run


def test_a_command_runs_inside_the_serving_process(live):
    home = live.home
    handed = run("manage.py", "batches", home=home)
    assert handed.returncode == 0, handed.stderr
    assert "lock" not in handed.stderr


def test_its_failure_comes_back_with_its_code(live):
    ended = run("manage.py", "show", "nps", home=live.home)
    assert ended.returncode == 1
    assert "no data yet" in ended.stderr


def test_only_a_command_is_taken(live):
    from data_access.serving import serving

    token = serving(live.home / "touchstone.duckdb").token
    for body in (b"", b"[]", b"{", b'{"argv": "show", "cwd": "/"}', b'{"argv": [1], "cwd": "/"}', b"x" * (2 << 20)):
        answer = live.ask("/api/manage", "POST", body, authorization=f"Bearer {token}")
        assert answer.status == 400
        assert "argv" in json.loads(answer.body)["error"]
