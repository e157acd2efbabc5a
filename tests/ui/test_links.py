"""Whatever the address bar says, the page opens; what it says well is what the engines get."""

import itertools
import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.errors import BadInput
from playground.registry import FAMILIES
from playground.spec import Param
from playground.ui import events
from playground.ui.links import MAX_LINK, RENAMED, Link, from_query, moved, page, parts, read

LINKED = {
    (family.stem, engine.name, param.name): param
    for family in FAMILIES
    for engine in family.engines
    for param in engine.params
    if param.linked
}
R = "diffusion.reverse"
DIFFUSION = next(family for family in FAMILIES if family.stem == "diffusion")
TABS = [(family.stem, part) for family in FAMILIES for part in parts(family)]
NO_NUMBERS = ["NaN", "nan", "inf", "-inf", "1e999", "-1e999", "1e400", "9" * 400, "-1", "1e308", "0x10"]
NO_TEXTS = ["", "abc", "True", "null", "[]", "{}", "1;2", "<script>alert(1)</script>", "' OR 1=1 --", "\0", "\ud800"]
NONSENSE = [*NO_NUMBERS, *NO_TEXTS, ",", ",,,"]


def written(value: object) -> str:
    """As page.js writes it: arrays joined by commas, anything else by String(value)."""
    if isinstance(value, tuple | list):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def samples(param: Param) -> list:
    match param.kind:
        case "integer":
            return [int(param.low), int(param.high), param.default]
        case "number":
            return [param.low, param.high, param.default, (param.low + param.high) / 3]
        case "choice":
            return list(param.options)
        case "choices":
            return [param.options, param.options[:1], param.default]
        case "switch":
            return [True, False]
        case "strokes":
            return ["", "10,20 30,40;5,6", "255,255;"]
        case "changes":
            return ["", "5:loss=hinge", "120:r1=true;300:crowd=packs of two;300:layers=real,best;"]
        case "text":
            return ["Once", "two\nlines & <b>{{x}}</b>", param.default]
        case "tokens":
            return ["", "5:77", "0:12;19:400;"]
    raise ValueError(param.kind)


def linked(place: tuple[str, str, str], text: str) -> Link:
    return read({".".join(place): text}, FAMILIES)


def assert_noted(place: tuple[str, str, str], text: str) -> None:
    """The value is left out and one sentence says so."""
    link = linked(place, text)
    assert not link.values, (place, text[:40])
    (note,) = link.notes
    assert note.endswith(".") and len(note) < 250 and "<" not in note, (place, text[:40], note)
    assert note.startswith(f"In the link: {LINKED[place].label}"), (place, text[:40], note)


def test_every_value_comes_back():
    for place, param in LINKED.items():
        for value in samples(param):
            assert param.parse(written(value)) == value, place
            query = dict(parse_qsl(urlencode({".".join(place): written(value)}), keep_blank_values=True))
            link = read(query, FAMILIES)
            assert link.values == {place: value} and not link.notes, place


def is_good(param: Param, text: str) -> bool:
    """What is nonsense for most kinds."""
    match param.kind:
        case "strokes" | "changes" | "tokens":
            return text == ""
        case "text":
            return param.low <= len(text.strip()) <= param.high and text != "\ud800"
    return text == "-1" and param.low <= -1


def test_every_nonsense_gives_a_note_and_the_default_for_every_kind_of_value():
    """Params of one kind and one range of signs are read alike."""
    alike = {(param.kind, param.low < 0, param.high > 1): place for place, param in LINKED.items()}
    for place, text in itertools.product(alike.values(), NONSENSE):
        if is_good(LINKED[place], text):
            link = linked(place, text)
            assert link.values == {place: LINKED[place].parse(text)} and not link.notes, (place, text)
        else:
            assert_noted(place, text)


def test_nonsense_gives_a_note_and_the_default_at_every_place():
    nonsense = {"text": "\ud800"}
    for place, param in LINKED.items():
        assert_noted(place, nonsense.get(param.kind, "<script>alert(1)</script>"))


def test_every_good_value_survives_one_bad_neighbour():
    link = read({f"{R}.steps": "many", f"{R}.guidance": "7.5", f"{R}.sampler": "UniPC"}, FAMILIES)
    assert link.values == {("diffusion", "reverse", "guidance"): 7.5, ("diffusion", "reverse", "sampler"): "UniPC"}
    assert len(link.notes) == 1


def test_unknown_keys_are_passed_over():
    query = {"utm_source": "x", "reverse.steps": "1", f"{R}.nothing": "1", f"{R}.steps.x": "1", R: "", ".": "", "": ""}
    assert read(query, FAMILIES) == Link()


def test_an_upload_does_not_travel():
    assert not read({"diffusion.forward.image": "x"}, FAMILIES).values


LONG = [{f"{R}.label": "7" * 100_000}, {"x" * 100_000: ""}, dict.fromkeys(map(str, range(9999)), "")]


@pytest.mark.parametrize("query", LONG, ids=["value", "key", "many keys"])
def test_a_link_of_100_kB_is_refused_whole(query):
    link = read(query, FAMILIES)
    assert sum(map(len, query)) + sum(map(len, query.values())) > MAX_LINK
    assert not link.values and len(link.notes) == 1


def test_longest_drawing_fits_into_a_link():
    strokes = "100,100 " * 511 + "100,100"
    assert read({"diffusion.forward.strokes": strokes}, FAMILIES).values == {
        ("diffusion", "forward", "strokes"): strokes
    }


def test_few_notes_for_much_nonsense():
    query = dict.fromkeys(map(".".join, LINKED), "<b>")
    assert len(read(query, FAMILIES).notes) == 3


def test_every_tab_and_part_opens():
    for tab, part in TABS:
        assert read({"tab": tab, "part": part}, FAMILIES) == Link(tab=tab, part=part)
        assert read({"tab": tab}, FAMILIES) == Link(tab=tab)


def test_a_part_without_a_tab_is_the_first_tabs():
    assert read({"part": "forward"}, FAMILIES) == Link(tab="diffusion", part="forward")


def test_a_part_is_of_its_own_tab():
    assert read({"tab": "gan", "part": "duel"}, FAMILIES) == Link(tab="gan", part="duel")
    link = read({"tab": "gan", "part": "reverse"}, FAMILIES)
    assert (link.tab, link.part) == ("gan", None) and len(link.notes) == 1
    assert read({"part": "duel"}, FAMILIES).part is None


def test_two_families_may_name_their_engines_alike():
    twins = (DIFFUSION, replace(DIFFUSION, stem="twin"))
    query = {"tab": "twin", "part": "forward", "twin.reverse.steps": "5", f"{R}.steps": "9", "lock": "twin.forward.T"}
    link = read(query, twins)
    assert (link.tab, link.part) == ("twin", "forward")
    assert link.values == {("twin", "reverse", "steps"): 5, ("diffusion", "reverse", "steps"): 9}
    assert link.lock == {("twin", "forward", "T")}


@pytest.mark.parametrize("key", ["tab", "part"])
@pytest.mark.parametrize("name", ["", "nothing", "inside", "<script>", "x" * 5000])
def test_unknown_tab_or_part_is_noted(key, name):
    link = read({key: name}, FAMILIES)
    assert link.tab is None and link.part is None
    assert len(link.notes) == 1 and f"no {key} called" in link.notes[0] and len(link.notes[0]) < 200


def test_unknown_part_of_a_known_tab():
    link = read({"tab": "diffusion", "part": "nothing"}, FAMILIES)
    assert link.tab == "diffusion" and link.part is None and len(link.notes) == 1


def test_a_part_of_an_unknown_tab_is_not_looked_for_elsewhere():
    link = read({"tab": "nowhere", "part": "plane"}, FAMILIES)
    assert len(link.notes) == 1 and link.tab is None and link.part is None


def test_a_toast_shows_markup_instead_of_obeying_it():
    assert events.plain("there is no <img src=x>") == "there is no &lt;img src=x&gt;"
    assert str(events.said(BadInput("no <b>bold</b>")).message) == "no &lt;b&gt;bold&lt;/b&gt;"


def test_hide_and_lock():
    link = read(
        {"hide": f"{R}.seed,{R}.eta,nonsense,", "lock": f"diffusion.forward.T,{R}.nothing,reverse.seed"}, FAMILIES
    )
    assert link.hide == {("diffusion", "reverse", "seed"), ("diffusion", "reverse", "eta")}
    assert link.lock == {("diffusion", "forward", "T")}
    assert not link.values and not link.notes


KEYS = st.sampled_from([*map(".".join, LINKED), "tab", "part", "hide", "lock", "x"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, st.text(max_size=60) | st.floats().map(str) | st.integers().map(str), max_size=8))
def test_nothing_raises_and_what_is_read_is_valid(query):
    link = read(query, FAMILIES)
    for place, value in link.values.items():
        assert LINKED[place].check(value) == value
        json.dumps(value)


OLD = {"gan.forge": "g_width=16", "vae.live": "width=32", "vae.small": "width=32", "autoregressive.three": "text=Once",
       "autoregressive.bits": "samples=25"}  # fmt: skip


@pytest.mark.parametrize("old", RENAMED)
def test_an_older_link_opens_the_part_by_its_new_name(old):
    """Every name that a part ever had in links, with a value, a hidden and a locked control."""
    (stem, part), (name, text) = old.split("."), OLD[old].split("=")
    query = {
        "tab": stem,
        "part": part,
        f"{old}.{name}": text,
        "hide": f"{old}.{name}",
        "lock": f"gan.duel.loss,{old}.seed",
    }
    link = read(query, FAMILIES)
    new = RENAMED[old].split(".")[1]
    assert (link.tab, link.part, link.notes) == (stem, new, ())
    assert str(link.values[stem, new, name]) == text
    assert link.hide == {(stem, new, name)} and ("gan", "duel", "loss") in link.lock


def test_a_page_takes_what_is_its_own():
    query = {"part": "quiz", "gan.quiz.seed": "3", f"{R}.steps": "x", "lock": f"gan.quiz.seed,{R}.seed"}
    link = read(query, FAMILIES, "gan")
    assert link == Link("gan", "quiz", {("gan", "quiz", "seed"): 3}, lock=frozenset({("gan", "quiz", "seed")}))
    assert read({"part": "reverse"}, FAMILIES, "gan").part is None
    (note,) = read({"tab": "nowhere", "part": "plane"}, FAMILIES, "gan").notes
    assert "no tab called" in note


# path and query -> where it belongs, None where it is right
MOVED = {
    ("/", ""): "diffusion",
    ("/", "part=forward"): "diffusion?part=forward",
    ("/", "tab=gan"): "gan",
    ("/", "tab=gan&part=duel&gan.duel.seed=3&x=&x=2&hide=a,b"): "gan?part=duel&gan.duel.seed=3&x=&x=2&hide=a%2Cb",
    ("/", "__theme=dark&tab=vae"): "vae?__theme=dark",
    ("/", "tab=nowhere&part=plane"): "diffusion?tab=nowhere&part=plane",
    ("/", "tab=//evil.example"): "diffusion?tab=%2F%2Fevil.example",
    ("/", "tab=gan&part=forge&gan.forge.g_width=16"): "gan?part=digits&gan.digits.g_width=16",
    ("/", "tab=text_to_image&text_to_image.prompt.seed=1"): "text-to-image?text_to_image.prompt.seed=1",
    ("/gan", ""): None,
    ("/gan", "part=duel&gan.duel.seed=3"): None,
    ("/gan", "part=duel&hide=gan.duel.seed,gan.duel.loss&q=%zz+%20"): None,
    ("/gan", "tab=nowhere"): None,
    ("/gan", "part=forge"): "gan?part=digits",
    ("/gan", "part=quiz&lock=gan.forge.seed,gan.quiz.seed"): "gan?part=quiz&lock=gan.digits.seed%2Cgan.quiz.seed",
    ("/vae", "part=forge"): None,
    ("/vae", "gan.forge.seed=1"): "vae?gan.digits.seed=1",
    ("/gan", "tab=gan&part=duel"): "gan?part=duel",
    ("/gan", "tab=vae&part=live"): "vae?part=train",
    ("/gan/", ""): "gan",
    ("/gan/", "part=quiz"): "gan?part=quiz",
    ("/text-to-image", "part=prompt"): None,
    ("/text_to_image", ""): None,
    ("/gan/config", ""): None,
    ("/gan/gradio_api/queue/join", "tab=vae"): None,
    ("/nothing", "tab=gan"): None,
    ("/assets/index.js", ""): None,
}
SITE = (*FAMILIES, replace(DIFFUSION, stem="text_to_image"))


@pytest.mark.parametrize(("asked", "to"), MOVED.items(), ids=str)
def test_every_form_of_a_link_leads_to_its_page(asked, to):
    assert moved(*asked, SITE) == to


@given(st.sampled_from(["/", *(f"/{page(family.stem)}" for family in SITE), "/gan/"]), st.text(max_size=80))
def test_nobody_is_sent_round_in_a_circle(path, query):
    to = moved(path, query, SITE)
    if to is not None:
        name, _, rest = to.partition("?")
        assert name in {page(family.stem) for family in SITE}
        assert moved(f"/{name}", rest, SITE) is None


@pytest.mark.parametrize("old", RENAMED)
def test_an_older_link_is_sent_to_the_part_of_today(old):
    (stem, part), new = old.split("."), RENAMED[old].split(".")[1]
    for path, tab in (("/", f"tab={stem}&"), (f"/{page(stem)}", "")):
        to = moved(path, f"{tab}part={part}&{old}.seed=1&hide={old}.seed", FAMILIES)
        assert to == f"{page(stem)}?part={new}&{stem}.{new}.seed=1&hide={stem}.{new}.seed"


@pytest.mark.parametrize(
    "sent", [None, 7, True, [], ["?a=b"], {"a": "b"}, 1e999, "", "?", "\ud800", "%", "&&;=", "?=="]
)
def test_whatever_is_sent_for_a_query_is_read_as_far_as_it_is_one(sent):
    assert all(isinstance(text, str) for pair in from_query(sent).items() for text in pair)
    assert read(from_query(sent), FAMILIES, "gan").values == {}


def test_a_query_is_read_as_the_browser_has_it():
    assert from_query("?part=duel&gan.duel.layers=a%2Cb+c&hide=") == {
        "part": "duel", "gan.duel.layers": "a,b c", "hide": "",
    }  # fmt: skip
