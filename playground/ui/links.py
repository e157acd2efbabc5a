"""Share links: what the address bar says -> checked values. Nothing is stored on the server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from playground.errors import BadInput, BadLink
from playground.spec import Family, Value

MAX_LINK = 16_000
RENAMED = {  # parts of older links
    "gan.forge": "gan.digits",
    "vae.live": "vae.train",
    "vae.small": "vae.digits",
    "autoregressive.three": "autoregressive.readers",
    "autoregressive.bits": "autoregressive.likelihood",
}


Place = tuple[str, str, str]


@dataclass(frozen=True)
class Link:
    """What a link asks for; a place is (stem, engine, param).

    Attributes:
        tab: the stem of the open family, or None.
        part: the open part of that family, or None.
        values: place -> checked value, only those that were given and could be read.
        hide, lock: places that a teacher hides or freezes.
        notes: one sentence per thing that could not be read; the default stands in its place.
    """

    tab: str | None = None
    part: str | None = None
    values: Mapping[Place, Value] = field(default_factory=dict)
    hide: frozenset[Place] = frozenset()
    lock: frozenset[Place] = frozenset()
    notes: tuple[str, ...] = ()


def page(stem: str) -> str:
    """The name of a family's page: `text-to-image` for `text_to_image`."""
    return stem.replace("_", "-")


def moved(path: str, query: str, families: Sequence[Family]) -> str | None:
    """Where a request for a page belongs: the page of its family, all parts by their names of today.

    Args:
        path: of the request, below the site's root; `/` is the first family's until there is a home page.
        query: as it was sent. A `tab` that names a family leads to that family's page.

    Returns:
        An address relative to the site's root, every other key kept; None if the request is right as it is, or is not
        for a page.
    """
    stems = {page(family.stem): family.stem for family in families}
    name = path.strip("/")
    if name and name not in stems:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    here = stems.get(name, families[0].stem)
    stem = next((text for key, text in pairs if key == "tab" and text in stems.values()), here)
    kept = [(key, text) for key, text in today(pairs, stem) if key != "tab" or text not in stems.values()]
    if path == f"/{page(stem)}" and kept == pairs:
        return None
    return page(stem) + (f"?{urlencode(kept)}" if kept else "")


def from_query(query: Value) -> dict[str, str]:
    """What a page's query string says, by key; of no text nothing is read. Never raises."""
    return dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True)) if isinstance(query, str) else {}


def read(query: Mapping[str, str], families: Sequence[Family], stem: str = "") -> Link:
    """Read a query string that anyone may have written; never raises.

    Args:
        stem: the family whose page was asked; what the link says of others is left to their pages.
    """
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        return Link(notes=("That link is too long to be one of ours; the defaults are shown.",))
    query = {**({"tab": stem} if stem else {}), **query}
    query = dict(today(query.items(), query.get("tab", "")))
    known = {
        (family.stem, engine.name, param.name): param
        for family in families
        for engine in family.engines
        for param in engine.params
        if param.linked and stem in ("", family.stem)
    }
    values: dict[Place, Value] = {}
    notes: list[str] = []
    for key, text in query.items():
        place = _place(key)
        if place not in known:
            continue
        try:
            values[place] = known[place].parse(text)
        except (BadInput, BadLink) as error:
            notes.append(f"In the link: {error}")
    tab, part = _opened(query, families, notes)
    hide, lock = (frozenset(_places(query.get(name, ""))) & known.keys() for name in ("hide", "lock"))
    return Link(tab, part, values, hide, lock, tuple(notes[:3]))


def today(pairs: Iterable[tuple[str, str]], stem: str) -> list[tuple[str, str]]:
    """A query's pairs, with today's names in place of those that parts had in older links; `stem` has the open part."""

    def named(place: str) -> str:
        for old, new in RENAMED.items():
            if place == old or place.startswith(f"{old}."):
                return new + place[len(old) :]
        return place

    def text_of(key: str, text: str) -> str:
        if key in ("hide", "lock"):
            return ",".join(map(named, text.split(",")))
        return named(f"{stem}.{text}").removeprefix(f"{stem}.") if key == "part" else text

    return [(named(key), text_of(key, text)) for key, text in pairs]


def parts(family: Family) -> tuple[str, ...]:
    """What can be opened inside a family's tab: its engines that have presets."""
    return tuple(engine.name for engine in family.engines if engine.presets)


def _opened(query: Mapping[str, str], families: Sequence[Family], notes: list[str]) -> tuple[str | None, str | None]:
    """The tab and the part; a part without a tab is one of the first tab's."""
    by_stem = {family.stem: family for family in families}
    tab = _one_of(query.get("tab"), "tab", tuple(by_stem), notes)
    family = by_stem[tab] if tab else families[0]
    strange = query.get("tab") is not None and tab is None
    part = None if strange else _one_of(query.get("part"), "part", parts(family), notes)
    return (family.stem if part else tab), part


def _one_of(name: str | None, what: str, names: tuple[str, ...], notes: list[str]) -> str | None:
    if name is None or name in names:
        return name
    notes.append(f"In the link: there is no {what} called {name[:20]!r}; open one of {', '.join(names)}.")
    return None


def _places(text: str) -> list[Place]:
    return [_place(item) for item in text.split(",")]


def _place(text: str) -> Place:
    """`stem.engine.param` taken apart; what is missing is empty."""
    stem, engine, param = [*text.split(".", 2), "", ""][:3]
    return stem, engine, param
