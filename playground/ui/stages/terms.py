"""An objective three times over: in maths, in the lines that run, and as marks for the picture.

Whatever bears the same `data-term` lights up together (`lib/terms.js`). The lines are read from the source
files themselves, which are not imported: the page needs no torch.
"""

import ast
import html
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

Listed = tuple[str, str, dict[str, str]]  # module, function, and which pieces of it are which term, each there once


def source(module: str, function: str) -> str:
    """The text of a function in a module that is not imported, without its docstring."""
    found = importlib.util.find_spec(module)
    assert found is not None and found.origin is not None
    text = Path(found.origin).read_text(encoding="utf-8")
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == function)
    lines, first = text.splitlines(), node.body[0]
    kept = lines[node.lineno - 1 : node.end_lineno]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
        kept = lines[node.lineno - 1 : first.lineno - 1] + lines[first.end_lineno : node.end_lineno]
    return "\n".join(kept)


def listing(listed: Sequence[Listed]) -> str:
    """The lines that run at every step, as HTML whose terms can be pointed at."""
    return "\n\n".join(_marked(*one) for one in listed)


def _marked(module: str, function: str, terms: dict[str, str]) -> str:
    text = html.escape(source(module, function), quote=False)
    for fragment, term in terms.items():
        before, piece, after = text.partition(html.escape(fragment, quote=False))
        text = f'{before}<span class="term" tabindex="0" data-term="{term}">{piece}</span>{after}'
    return text


def linked(loss: str, maths: Mapping[str, str], words: Mapping[str, str], listed: Sequence[Listed]) -> str:
    """Maths and code side by side; what is pointed at lights the others up, and the picture's stage is told."""
    items = "".join(
        f'<li class="term" tabindex="0" data-term="{term}"><math>{maths[term]}</math>'
        f"<output data-term-number></output><small>{words[term]}</small></li>"
        for term in words
    )
    return f"""
<section class="terms" aria-label="Maths, code and picture">
  <h4>Maths, code and picture <span class="hint">point at one, and the other two light up</span></h4>
  <div class="terms-grid"><div><p class="loss">{loss}</p><ul>{items}</ul></div>
  <pre class="lines" tabindex="0" aria-label="The lines that run at every step"><code>{listing(listed)}</code></pre></div>
</section>"""
