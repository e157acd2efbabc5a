"""The words for pictures: what a caption may say of a portrait or a scene, and which pairs stay out of training."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

# What a portrait's caption may state. A fact is a value of its list, or None where the drawing shows none clearly.
HAIR = ("short", "long", "curly", "bun", "mohawk", "bald")
HAIR_COLOUR = ("auburn", "black", "blond", "blue", "brown", "grey", "red")
SKIN = ("brown", "dark", "light", "pale", "tan")
BACKGROUND = ("blue", "green", "lilac", "pink", "yellow")
MOOD = ("smiling", "sad")
EXTRAS = ("glasses", "beard", "earrings", "freckles")  # there ("yes") or not ("no")
DETAILS = ("earrings", "freckles")  # those of few pixels, which few portraits show
PORTRAIT: dict[str, tuple[str, ...]] = {
    "hair": HAIR,
    "hair colour": HAIR_COLOUR,
    "skin": SKIN,
    "background": BACKGROUND,
    "mood": MOOD,
    **{extra: ("no", "yes") for extra in EXTRAS},
}

# What a scene may hold.
OBJECTS = (
    "apple", "car", "boat", "house", "tree", "star", "heart", "fish", "bird", "cat", "butterfly", "key",
    "bell", "balloon", "umbrella", "tulip", "mushroom", "plane", "book", "crown", "shirt", "shoe", "rabbit", "teapot",
)  # fmt: skip
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
GROUNDS = ("white", "grey", *BACKGROUND)
RELATIONS = ("left", "right", "above", "below")
OPPOSITE = {"left": "right", "right": "left", "above": "below", "below": "above"}
PLACES = {
    "left": ("left of", "to the left of"),
    "right": ("right of", "to the right of"),
    "above": ("above", "over"),
    "below": ("below", "under"),
}

# The words around them.
FIXED = {
    "a", "an", "and", "or", "of", "to", "the", "on", "with", "without", "in", "picture", "drawing", "portrait", "face",
    "person", "skin", "skinned", "hair", "head", "background",
}  # fmt: skip

HELD_OUT_SEED, HELD_OUT_SHARE = 0, 0.1
PAIRED = (("hair colour", "skin"), ("hair colour", "background"), ("skin", "background"), ("hair colour", "glasses"))

Facts = Mapping[str, str | None]
Pair = tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True)
class Scene:
    """One or two objects, each (colour, object); where there are two, how the first lies to the second; the ground."""

    things: tuple[tuple[str, str], ...]
    ground: str
    relation: str = "left"

    def turned(self) -> "Scene":
        """The same picture told from its second object."""
        return Scene(self.things[::-1], self.ground, OPPOSITE[self.relation])


def _some(pairs: Sequence[tuple[str, str]], rng: random.Random) -> list[tuple[str, str]]:
    return rng.sample(pairs, max(1, round(HELD_OUT_SHARE * len(pairs))))


@cache
def held_out_pairs() -> frozenset[Pair]:
    """Pairs of a portrait's facts that no generator sees in training, drawn by HELD_OUT_SEED: a tenth of each table."""
    rng = random.Random(HELD_OUT_SEED)
    tables = ((a, b, list(product(PORTRAIT[a], PORTRAIT[b]))) for a, b in PAIRED)
    return frozenset(((a, x), (b, y)) for a, b, table in tables for x, y in _some(table, rng))


@cache
def held_out_things() -> frozenset[tuple[str, str]]:
    """(colour, object) that no generator sees in training: a tenth of all."""
    return frozenset(_some(list(product(COLOURS, OBJECTS)), random.Random(HELD_OUT_SEED + 1)))


def unseen(facts: Facts) -> bool:
    """Whether a portrait's facts hold a held-out pair."""
    return any(facts.get(a) == x and facts.get(b) == y for (a, x), (b, y) in held_out_pairs())


def stated(facts: Facts, count: int, rng: random.Random) -> dict[str, str]:
    """`count` of the known facts, drawn evenly; all of them where there are no more. Absent extras are seldom told."""
    told = [key for key, value in facts.items() if value is not None and (value != "no" or rng.random() < 0.15)]
    chosen = set(rng.sample(told, min(count, len(told))))
    return {key: value for key in facts if key in chosen and (value := facts[key])}


def portrait(facts: Facts, rng: random.Random) -> str:
    """A caption that states exactly `facts`, in one of several wordings."""
    mood, skin = facts.get("mood"), facts.get("skin")
    noun = rng.choice(("face", "person"))
    before = [word for word in (mood,) if word]
    details = _hair(facts, rng)
    if skin and rng.random() < 0.5:
        before.append(f"{skin} skinned")
    elif skin:
        details.append(f"{skin} skin")
    details += _extras(facts, "yes")
    rng.shuffle(details)
    without = _extras(facts, "no")
    text = " ".join([*before, noun])
    text = rng.choice(("a {}", "a {}", "a drawing of a {}", "a portrait of a {}", "{}")).format(text)
    if details:
        text += f" with {_listed(details)}"
    if without:
        text += f" without {_listed(without, 'or')}"
    return _on(text, facts.get("background"), rng)


def told_apart(facts: Facts, detail: str, rng: random.Random) -> tuple[str, str]:
    """A true caption that states `detail`, and its twin, which states the same but for one extra.

    The twin says the opposite of the detail, or instead of one that is there it names another extra that is not.
    """
    others = {key: value for key, value in stated(facts, rng.randint(0, 4), rng).items() if key != detail}
    true, false = {**others, detail: facts[detail]}, {**others, detail: "no" if facts[detail] == "yes" else "yes"}
    absent = [extra for extra in EXTRAS if facts[extra] == "no" and not unseen({**facts, extra: "yes"})]
    if facts[detail] == "yes" and absent and rng.random() < 0.6:
        other = rng.choice(absent)
        true.pop(other, None)
        false = {**others, other: "yes"}
    wording = rng.random()
    in_order = ({key: told[key] for key in facts if key in told} for told in (true, false))
    caption, twin = (portrait(told, random.Random(wording)) for told in in_order)
    return caption, twin


def _extras(facts: Facts, value: str) -> list[str]:
    return [with_article(name) if name == "beard" else name for name in EXTRAS if facts.get(name) == value]


def _hair(facts: Facts, rng: random.Random) -> list[str]:
    style, colour = facts.get("hair"), facts.get("hair colour")
    if style == "bald":
        return ["a bald head"]
    if style == "mohawk":
        return [with_article(f"{colour} mohawk" if colour else "mohawk")]
    if style == "bun":
        return [f"{colour} hair in a bun" if colour else "hair in a bun"]
    words = [word for word in (style, colour) if word]
    return [" ".join([*words, "hair"])] if words else []


def _listed(parts: Sequence[str], last: str = "and") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _on(text: str, ground: str | None, rng: random.Random) -> str:
    if not ground:
        return text
    return text + rng.choice((" on a {} background", " on {}", ", {} background")).format(ground)


def scene(scene: Scene, rng: random.Random) -> str:
    """A caption of a scene; the ground may go unsaid, two objects are told from either of them."""
    if len(scene.things) == 2 and rng.random() < 0.5:
        scene = scene.turned()
    text = _thing(scene.things[0])
    if len(scene.things) == 2:
        text += f" {rng.choice(PLACES[scene.relation])} {_thing(scene.things[1])}"
    elif rng.random() < 0.3:
        text = f"a picture of {text}"
    return _on(text, scene.ground if rng.random() < 0.6 else None, rng)


def _thing(thing: tuple[str, str]) -> str:
    return with_article(" ".join(thing))


def with_article(noun: str) -> str:
    """A noun, and its words before it, with "a" or "an"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def meant(text: str) -> Facts | Scene | None:
    """What a prompt asks for: undoes `portrait` and `scene`. None if some of it is not understood.

    The ground of a scene is not read.
    """
    read = re.findall(r"[a-z]+|[^a-z\s,.!]", text.lower())
    return _scene_meant(read) if set(read) & set(OBJECTS) else _facts_meant(read)


def _facts_meant(read: list[str]) -> dict[str, str] | None:
    told: dict[str, str] = {}
    there = "yes"
    for before, word, after in zip(["", *read], read, [*read[1:], ""], strict=False):
        if word in ("with", "without"):
            there = "yes" if word == "with" else "no"
        if word in EXTRAS:
            told[word] = there
        elif word in MOOD:
            told["mood"] = word
        elif word in SKIN and after in ("skin", "skinned"):
            told["skin"] = word
        elif word in HAIR_COLOUR and after in ("hair", "mohawk"):
            told["hair colour"] = word
        elif word in BACKGROUND and (after == "background" or (before == "on" and not after)):
            told["background"] = word
        elif word in HAIR:
            told["hair"] = word
        elif word not in FIXED:
            return None
    return told or None


def _scene_meant(read: list[str]) -> Scene | None:
    thing, ground = rf"an? ({'|'.join(COLOURS)}) ({'|'.join(OBJECTS)})", "|".join(GROUNDS)
    ways = {way: relation for relation, ways in PLACES.items() for way in ways}
    second = rf"(?: ({'|'.join(ways)}) {thing})?"
    behind = rf"(?: on (?:a )?(?:{ground}))?(?: (?:{ground}))?(?: background)?"
    told = re.fullmatch(rf"(?:a picture of )?{thing}{second}{behind}", " ".join(read))
    if told is None:
        return None
    colour, name, way, other, second_name = told.groups()
    things = ((colour, name), (other, second_name)) if way else ((colour, name),)
    return Scene(things, GROUNDS[0], ways.get(way, RELATIONS[0]))


def words() -> list[str]:
    """Every word that a caption can hold, in order."""
    places = " ".join(way for ways in PLACES.values() for way in ways)
    told = {*FIXED, *places.split(), *OBJECTS, *COLOURS, *GROUNDS}
    told |= {word for values in PORTRAIT.values() for word in values} - {"no", "yes"}
    return sorted(told | set(EXTRAS))


def twin(scene: Scene, rng: random.Random) -> Scene:
    """A scene of the same words in another order: colours exchanged, or places; one object alone gets another colour.

    Held-out (colour, object) do not come in. Who tells twins apart has read more than which words there are.
    """
    hidden = held_out_things()
    if len(scene.things) == 1:
        colour, name = scene.things[0]
        others = [c for c in COLOURS if c != colour and (c, name) not in hidden]
        return replace(scene, things=((rng.choice(others), name),))
    (one, a), (other, b) = scene.things
    exchanged = ((other, a), (one, b))
    if one != other and hidden.isdisjoint(exchanged) and rng.random() < 0.5:
        return replace(scene, things=exchanged)
    return replace(scene, relation=OPPOSITE[scene.relation])


def drawn_scene(rng: random.Random, seen_only: bool, count: int | None = None) -> Scene:
    """A scene at random: one or two different objects; without held-out (colour, object) where `seen_only`."""
    count = count or rng.choice((1, 2, 2))
    hidden = held_out_things() if seen_only else frozenset()
    names = rng.sample(OBJECTS, count)
    things = tuple((rng.choice([c for c in COLOURS if (c, name) not in hidden]), name) for name in names)
    return Scene(things, rng.choice(GROUNDS), rng.choice(RELATIONS))
