"""Tests have visitors of their own, and share one where they only look."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import Visitor, profile
from tests.serving import Server

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def seat(browser: Browser) -> Callable[..., Page]:
    """Pages that the tests of a worker use one after the other: what was loaded and compiled once stays there.

    Each has a profile of its own: of two pages in one profile only the newer is drawn at full speed.
    """
    pages: dict[str, Page] = {}

    def one(which: int, **options: object) -> Page:
        name = repr((which, sorted(options.items())))
        if name not in pages or pages[name].is_closed():
            pages[name] = profile(browser, **options).new_page()
        return pages[name]

    return one


@pytest.fixture
def visit(seat: Callable[..., Page], server: Server) -> Iterator[Callable[..., Visitor]]:
    """Make visitors. Afterwards no page may have logged an error, and the server no stack trace."""
    came: list[Visitor] = []
    read = len(server.log())

    def make(query: str | None = "", settings: dict | None = None, **context: object) -> Visitor:
        came.append(Visitor(seat(len(came), **context), server.url))
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


def link_to(part: str, query: str = "") -> str:
    """A link that opens a part, in its full form."""
    stem, name = part.split("-")
    return f"tab={stem}&part={name}&{query}"


@pytest.fixture
def at(visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A visitor with an open part, its first run there."""

    def make(part: str, query: str = "", settings: dict | None = None, **context: object) -> Visitor:
        return visit(link_to(part, query), settings, **context).done(part)

    return make


@pytest.fixture(scope="module")
def standing() -> Iterator[dict[str, Visitor]]:
    """Visitors whose pages stay open for the whole module, by their link."""
    came: dict[str, Visitor] = {}
    yield came
    for visitor in came.values():
        visitor.close()


@pytest.fixture
def look(
    request: pytest.FixtureRequest, browser: Browser, server: Server, standing: dict[str, Visitor]
) -> Iterator[Callable[..., Visitor]]:
    """A visitor shared by the tests of a module that only look: the same link is opened once.

    Controls and run are left as they were; the player, the chosen picture and the like may be left anywhere.
    """
    used: list[Visitor] = []
    read, failed = len(server.log()), request.session.testsfailed

    def make(part: str, query: str = "") -> Visitor:
        link = link_to(part, query)
        if link not in standing:
            standing[link] = Visitor(browser, server.url).open(link).done(part).rested()
        used.append(standing[link])
        used[-1].requests.clear()
        return used[-1]

    yield make
    problems = [problem for visitor in used for problem in visitor.problems]
    if problems or request.session.testsfailed > failed:  # the next test finds a fresh page
        for visitor in standing.values():
            visitor.close()
        standing.clear()
    assert problems == []
    assert "Traceback" not in server.log()[read:]
