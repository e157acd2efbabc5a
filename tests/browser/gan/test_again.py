"""A live training outlives its page: whoever comes back goes on where it was."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.cable import cable
from tests.browser.driving import Visitor
from tests.browser.live import PATIENCE, SMALL_DUEL, Live

pytestmark = pytest.mark.browser


@pytest.fixture
def duel(visit: Callable[..., Visitor]) -> Live:
    return changed(visit(None))


def changed(visitor: Visitor) -> Live:
    """A duel that plays, and was changed on its way."""
    duel = Live(visitor, "gan.duel", **SMALL_DUEL).press("play").reaches(40)
    duel.page.locator("#gan-duel-loss").get_by_test_id("hinge-radio-label").click()
    duel.until("film.changes.length === 1")
    duel.page.wait_for_url(re.compile("hinge"))
    return duel.reaches(duel.step() + 40)


def went_on(duel: Live, stood: int) -> None:
    expect(duel.status()).to_have_text("training", timeout=PATIENCE)
    duel.reaches(stood + 20)
    assert duel.told("film.frames[0].step") == 0, "its history is there"
    assert duel.visitor.chosen("gan-duel-loss") == "hinge", "the controls are as it has them"


def test_a_page_loaded_again_goes_on_where_it_was(duel, visit):
    stood, address = duel.step(), duel.visitor.query()
    with duel.visitor.leaving():
        duel.page.reload()
    went_on(duel, stood)
    duel.page.wait_for_timeout(1000)
    assert duel.visitor.query() == address, "the link still tells what it began with, and the change"
    end = duel.paused()
    link = re.sub(r"gan\.duel\.steps=\d+", f"gan.duel.steps={end}", duel.link())
    replayed = Live(visit(None), "gan.duel", link).press("play")
    expect(replayed.status()).to_contain_text("Done", timeout=PATIENCE)
    assert replayed.last("fake") == duel.last("fake"), "nothing was computed twice or left out"


def test_a_connection_lost_for_two_seconds_loses_nothing(visit, server):
    visitor = visit(None)
    with cable(server.port) as connection:
        visitor.url, itself = connection.url, visitor.url
        duel = changed(visitor)
        stood = duel.step()
        with visitor.leaving():
            connection.pull()
            expect(visitor.toast()).to_contain_text("Connection to the server was lost", timeout=PATIENCE)
            duel.page.wait_for_timeout(2000)
            connection.plug()
            duel.page.wait_for_event("load", timeout=PATIENCE)  # by itself
            went_on(duel, stood)
        visitor.close()
    visitor.url = itself
    visitor.problems.clear()  # what failed while the cable was out


def test_another_family_and_back(duel):
    stood = duel.step()
    duel.visitor.family("vae")
    duel.visitor.family("gan")
    went_on(duel, stood)


def test_the_last_page_owns_it(duel, visit):
    """The second is a copy of the window, with what that keeps."""
    keep = duel.page.evaluate("() => ({ ...sessionStorage })")
    other = visit(None)
    other.page.goto(f"{other.url}/gan?part=quiz")
    other.page.evaluate("(keep) => Object.assign(sessionStorage, keep)", keep)
    with other.leaving():
        other.page.goto(duel.page.url)
    expect(duel.status()).to_contain_text("goes on in another window", timeout=PATIENCE)
    copy = object.__new__(Live)
    copy.__dict__ |= duel.__dict__ | {"visitor": other, "page": other.page}
    copy.stage = other.page.locator(".stage[data-engine='gan.duel']")
    went_on(copy, duel.step())


def test_what_is_lost_is_said_and_can_be_replayed(duel):
    """As if the server had been started anew: it does not know the token."""
    duel.page.evaluate("() => { playground.hold = () => {}; }")
    held = "sessionStorage['playground.live.gan.duel']"
    duel.page.evaluate(f"() => {{ {held} = {held}.replace(/ [^ ]+ /, ' {'x' * 22} '); }}")
    with duel.visitor.leaving():
        duel.page.reload()
    expect(duel.status()).to_contain_text(
        re.compile(r"at iteration \d+ is no longer kept.*From the start"), timeout=PATIENCE
    )
    expect(duel.visitor.toast()).to_contain_text("no longer kept")
    duel.page.locator("#gan-duel-go").click()
    duel.reaches(60).until("film.frames.some(({ stats }) => stats.changed !== undefined)")


def test_a_link_that_asks_for_something_else_gets_it(duel):
    other = duel.page.url.replace("gan.duel.batch=32", "gan.duel.batch=64")
    assert other != duel.page.url
    with duel.visitor.leaving():
        duel.page.goto(other)
    expect(duel.status()).to_have_text("paused", timeout=PATIENCE)
    assert duel.step() == 0 and urlsplit(other).path.endswith("/gan")
