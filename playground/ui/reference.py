"""What every engine shows, told to others: as JSON to whoever calls the API, as types to the scripts of the stages.

`python -m playground.ui.reference` writes the types anew: `stages/gan/duel.shown.d.ts` beside `stages/gan/duel.js`.
"""

import hashlib
import itertools
import json
import re
import textwrap
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground.registry import FAMILIES
from playground.spec import Engine, Shown

STAGES = Path(__file__).parent / "stages"
WIDTH = 120
ADDRESS = "/reference.json"
HEAD = """// What {part} shows, as its family declares it. Made by `python -m playground.ui.reference`.
import type {{ Held, Kind }} from "../lib/shown";

"""


def route() -> Route:
    """`/reference.json`: by part ("gan/duel"), what its engine's Frames hold."""
    return Route(ADDRESS, _serve)


def _serve(request: Request) -> Response:
    body, tag = _body()
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


@cache
def _body() -> tuple[bytes, str]:
    """The JSON and its tag."""
    body = json.dumps(table(), ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def table() -> dict[str, list[dict[str, Any]]]:
    """Every part's declarations; a field that says nothing is left out."""
    return {
        f"{family.stem}/{engine.name}": [
            {name: value for name, value in asdict(shown).items() if value not in ("", None)} for shown in engine.shows
        ]
        for family in FAMILIES
        for engine in family.engines
    }


def types(part: str, engine: Engine) -> str:
    """The TypeScript declarations of one engine's Frames."""
    lines = ["export interface Frame {", "  step: number;", "  total: number;", "  kind: Kind;"]
    for what, kind in (("stat", "number"), ("array", "Held"), ("text", "string")):
        shows = [shown for shown in engine.shows if shown.what == what]
        entries = [entry for shown in shows for entry in _entries(shown, kind)]
        lines += [f"  {what}s: {{", *entries, "  };"] if entries else [f"  {what}s: Record<never, {kind}>;"]
    return HEAD.format(part=part) + "\n".join([*lines, "}", ""])


def _entries(shown: Shown, kind: str) -> list[str]:
    """A member for each key that an entry names, with what it means before the first."""
    told = " ".join(filter(None, (shown.dtype, shown.shape, shown.unit and f"{shown.unit}:", shown.meaning)))
    comment = textwrap.wrap(told, WIDTH - 14, break_long_words=False, break_on_hyphens=False)
    comment = (
        [f"    /** {comment[0]} */"]
        if len(comment) == 1
        else ["    /**", *(f"     * {one}" for one in comment), "     */"]
    )
    return comment + [f"    {_member(key)}: {kind};" for key in _alternatives(shown.key)]


def _alternatives(key: str) -> list[str]:
    """ "{low|high}_{j}" -> ["low_{j}", "high_{j}"]."""
    parts = re.split(r"\{([^}]*\|[^}]*)\}", key)
    return ["".join(chosen) for chosen in itertools.product(*(part.split("|") for part in parts))]


def _member(key: str) -> str:
    """A key as a member's name: `kl`, `"down 1"`, or any key of a numbered family."""
    if "{" in key:
        return "[key: `" + re.sub(r"\{\w+\}", "${number}", key) + "`]"
    return key if key.isidentifier() else json.dumps(key)


def main() -> None:
    """Write the types of every part that has a stage's folder."""
    for family in FAMILIES:
        for engine in family.engines:
            part = f"{family.stem}/{engine.name}"
            (STAGES / f"{part}.shown.d.ts").write_text(types(part, engine), encoding="utf-8")


if __name__ == "__main__":
    main()
