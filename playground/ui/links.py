"""Share links: what the address bar says -> checked values. Nothing is stored on the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.errors import BadInput, BadLink
from playground.spec import Engine, Param, Value

MAX_LINK = 16_000


@dataclass(frozen=True)
class Link:
    """What a link asks for.

    Attributes:
        part: the open stage, or None.
        values: (engine, param) -> checked value, only those that were given and could be read.
        hide, lock: (engine, param) that a teacher hides or freezes.
        notes: one sentence per thing that could not be read; the default stands in its place.
    """

    part: str | None = None
    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    hide: frozenset[tuple[str, str]] = frozenset()
    lock: frozenset[tuple[str, str]] = frozenset()
    notes: tuple[str, ...] = ()


def read(query: Mapping[str, str], engines: tuple[Engine, ...], parts: tuple[str, ...]) -> Link:
    """Read a query string that anyone may have written; never raises."""
    if sum(len(key) + len(value) for key, value in query.items()) > MAX_LINK:
        return Link(notes=("That link is too long to be one of ours; the defaults are shown.",))
    known = {(engine.name, param.name): param for engine in engines for param in engine.params if param.linked}
    values, notes = {}, []
    for key, text in query.items():
        place = tuple(key.split(".", 1))
        if place not in known:
            continue
        try:
            values[place] = parse(known[place], text)
        except (BadInput, BadLink) as error:
            notes.append(f"In the link: {error}")
    part = query.get("part")
    if part is not None and part not in parts:
        notes.append(f"In the link: there is no part called {part[:20]!r}; open one of {', '.join(parts)}.")
        part = None
    hide, lock = (frozenset(p for p in _places(query.get(name, "")) if p in known) for name in ("hide", "lock"))
    return Link(part, values, hide, lock, tuple(notes[:3]))


def parse(param: Param, text: str) -> Value:
    """One value from its text in a link; raises BadInput or BadLink."""
    match param.kind:
        case "integer" | "number":
            try:
                number = float(text)
            except ValueError:
                raise BadLink(f"{param.label} must be a number; its default is used.") from None
            return param.check(int(number) if number.is_integer() else number)
        case "switch":
            if text not in ("true", "false"):
                raise BadLink(f"{param.label} must be true or false; its default is used.")
            return text == "true"
        case "choices":
            return param.check(text.split(","))
    return param.check(text)


def _places(text: str) -> list[tuple[str, ...]]:
    return [tuple(item.split(".", 1)) for item in text.split(",")]
