"""Browser tests: one server for the whole run, a Chromium that may talk to it and to nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser.launch import ROOT, STAGE, Served, environment, served

HERE = str(ROOT / "tests" / "browser")
PREPARE_SECONDS = 600


def pytest_collection_modifyitems(items):
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Served:
    """The product with its sample company, started as `make run` starts it."""
    home = tmp_path_factory.mktemp("home")
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(home), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=PREPARE_SECONDS, check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    with served(ROOT / "app.py", home) as running:
        yield running


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory) -> Served:
    """The product without the sample company, one for each file of tests."""
    with served(ROOT / "app.py", tmp_path_factory.mktemp("empty")) as running:
        yield running


@pytest.fixture(scope="session")
def stage(tmp_path_factory) -> Served:
    """The product's server around a small page of its building blocks."""
    with served(STAGE, tmp_path_factory.mktemp("stage")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Browser:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if root else [])
        except Error as error:
            pytest.fail(f"Chromium does not start; `make test` installs it. {error}")
        yield running
        running.close()


@pytest.fixture
def new_context(browser):
    """Make contexts whose requests to any other host are blocked, written down, and fail the test at its end."""
    made, foreign = [], []

    def make(to: Served, **options) -> BrowserContext:
        context = browser.new_context(base_url=to.url, **{"locale": "en-GB", "timezone_id": "UTC", **options})

        def gate(route):
            url = route.request.url
            if url.startswith((to.url, "data:", "blob:")):
                return route.continue_()
            foreign.append(url)
            return route.abort()

        context.route("**/*", gate)
        context.on("page", lambda page: page.on("websocket", lambda ws: _own(ws.url, to, foreign)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert not foreign, f"requests to other hosts: {foreign}"


@pytest.fixture
def browser_context(new_context, server) -> BrowserContext:
    """A visitor of the product."""
    return new_context(server)


@pytest.fixture
def page(browser_context) -> Page:
    return browser_context.new_page()


@pytest.fixture
def stage_page(new_context, stage) -> Page:
    """The stage page, loaded."""
    page = new_context(stage).new_page()
    page.goto("/")
    page.get_by_text("run ", exact=False).first.wait_for()
    return page


def _own(url: str, to: Served, foreign: list[str]) -> None:
    if not url.startswith(to.url.replace("http", "ws", 1)):
        foreign.append(url)
