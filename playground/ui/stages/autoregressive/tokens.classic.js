// Pieces of text: decoded from bytes, shown with visible marks for what cannot be seen, tinted by surprise.
(function (playground) {
  "use strict";
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const MARKS = { " ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍" };
  const BARE = /[\p{M}]/u, UNSEEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
  const HIGHEST = 12;  // bits at which the tint is full

  // Bytes of one piece -> {text, shown}: `text` is empty where they are no whole characters, `shown` has a mark for
  // every sign that leaves no ink.
  function piece(bytes) {
    let text = "";
    try { text = strict.decode(bytes); } catch { return { text, bytes, shown: Array.from(bytes, (byte) => "⟨" + byte.toString(16).padStart(2, "0") + "⟩").join("") }; }
    const shown = Array.from(text, (sign, i) => MARKS[sign] || (UNSEEN.test(sign) ? "⟨" + sign.codePointAt(0).toString(16) + "⟩" : !i && BARE.test(sign) ? "◌" + sign : sign)).join("");
    return { text, bytes, shown };
  }
  playground.piece = piece;

  // The pieces that `engines/tokens.py` packed under `name` in one frame.
  playground.pieces = function (film, index, name) {
    const bytes = film.array(index, name), ends = film.array(index, name + "_ends");
    if (!bytes || !ends) return [];
    return Array.from(ends.data, (end, i) => piece(bytes.data.subarray(i ? ends.data[i - 1] : 0, end)));
  };

  // The text of several pieces; parts of characters are joined, what is no character at all is shown as a replacement.
  playground.joined = function (pieces) {
    const bytes = new Uint8Array(pieces.reduce((sum, one) => sum + one.bytes.length, 0));
    let at = 0;
    for (const one of pieces) { bytes.set(one.bytes, at); at += one.bytes.length; }
    return new TextDecoder().decode(bytes);
  };

  // Where a surprise in bits lies on the scale of the tint, 0 to 1.
  playground.tint = (bits) => Math.max(0, Math.min(1, bits / HIGHEST));

  // A span for one piece. `bits`: its surprise, for the tint; `title`: more of it; `press`: makes it a button; `plain`:
  // as it stands in running text, where spaces need no mark, and lines may break within a piece.
  playground.tokenSpan = function (one, { bits, title, press, plain } = {}) {
    const span = document.createElement(press && !plain ? "button" : "span");
    span.className = "token";
    if (press) span.addEventListener("click", press);
    if (press && plain) span.setAttribute("role", "button");
    else if (press) span.type = "button";
    const quiet = plain && one.text && one.shown === one.text.replace(/[ \n\t]/g, (sign) => MARKS[sign]);
    span.textContent = quiet ? one.text.replace(/\n/g, "⏎\n") : one.shown;
    if (!one.text || (!quiet && one.shown !== one.text)) span.classList.add("marked");
    if (bits !== undefined) span.style.setProperty("--tint", playground.tint(bits).toFixed(3));
    if (title) { span.title = title; span.setAttribute("aria-label", one.shown + ", " + title); }
    return span;
  };
})(window.playground);
