"""Share links: what the address bar says -> checked values. Nothing is stored on the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


def read(query: Mapping[str, str], families: tuple[Family, ...]) -> Link:
    """Read a query string that anyone may have written; never raises."""
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        return Link(notes=("That link is too long to be one of ours; the defaults are shown.",))
    query = today(query)
    known = {
        (family.stem, engine.name, param.name): param
        for family in families
        for engine in family.engines
        for param in engine.params
        if param.linked
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


def today(query: Mapping[str, str]) -> dict[str, str]:
    """The query with today's names in place of those that parts had in older links."""

    def named(place: str) -> str:
        for old, new in RENAMED.items():
            if place == old or place.startswith(f"{old}."):
                return new + place[len(old) :]
        return place

    found = {named(key): text for key, text in query.items()}
    for key in found.keys() & {"hide", "lock"}:
        found[key] = ",".join(map(named, found[key].split(",")))
    if "part" in found:
        place = named(f"{found.get('tab', '')}.{found['part']}")
        found["part"] = place.removeprefix(f"{found.get('tab', '')}.")
    return found


def parts(family: Family) -> tuple[str, ...]:
    """What can be opened inside a family's tab: its engines that have presets."""
    return tuple(engine.name for engine in family.engines if engine.presets)


def _opened(query: Mapping[str, str], families: tuple[Family, ...], notes: list[str]) -> tuple[str | None, str | None]:
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
