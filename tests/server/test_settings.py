"""The environment is read once and in words: what cannot be served is refused with the next step."""

import pytest

from data_access.errors import ConfigError
from server.settings import settings


def test_defaults_serve_this_machine_from_a_folder_beside_the_program():
    read = settings({})
    assert (read.host, read.port) == ("127.0.0.1", 8501)
    assert read.store_path == read.home / "touchstone.duckdb"


def test_a_home_moves_everything_written(tmp_path):
    read = settings({"TOUCHSTONE_HOME": str(tmp_path)})
    assert read.spool.parent == read.store_path.parent == tmp_path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "cx.example.com", "127.0.0.1.example.com"])
def test_other_machines_are_not_let_in_without_sign_in(host):
    with pytest.raises(ConfigError, match=r"no sign-in is configured.*HOST=127\.0\.0\.1"):
        settings({"HOST": host})


@pytest.mark.parametrize("port", ["http", "-1", "70000", "８５０１"])
def test_a_port_is_a_number(port):
    with pytest.raises(ConfigError, match="PORT=8502"):
        settings({"PORT": port})


def test_a_store_address_is_checked_at_once():
    with pytest.raises(ConfigError, match="Expected duckdb:///"):
        settings({"STORE_URL": "sqlite:///x.db"})


def test_a_database_server_has_no_store_file():
    assert settings({"STORE_URL": "postgresql+psycopg://u@h/touchstone"}).store_path is None
