"""One server and one Chromium for the session; every test has visitors of its own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import CHROMIUM, Server, Visitor, chromium, serving

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app, its address in `url`."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: scripts/install-chromium fetches it")
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def browser(server: Server) -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Make visitors. Afterwards no page may have logged an error, and the server no stack trace."""
    came: list[Visitor] = []
    read = len(server.log())

    def make(query: str | None = "", settings: dict | None = None, **context: object) -> Visitor:
        came.append(Visitor(browser, server.url, **context))
        return came[-1] if query is None else came[-1].open(query, **(settings or {}))

    yield make
    problems = [problem for visitor in came for problem in visitor.problems]
    for visitor in came:
        visitor.close()
    assert problems == []
    assert "Traceback" not in server.log()[read:]


@pytest.fixture
def page_at(visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A visitor whose first trajectory is there: by default the default one, else a quick one."""

    def make(query: str = "", **settings: object) -> Visitor:
        return visit(query, settings).done()

    return make
