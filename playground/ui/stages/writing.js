// A text written token by token.
const { Film, Player, setText, statusLine, report, pieces, tokenSpan } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
let grown = "";

const caption = (i) => i + (i === 1 ? " token" : " tokens") + " written";

function draw(i) {
  const spans = pieces(film, 0, "prompt").map((piece) => tokenSpan(piece, { plain: true }));
  for (let k = 0; k < i; k++) spans.push(tokenSpan(pieces(film, k, "taken")[0], { plain: true, bits: film.frames[k].stats.nats / Math.LN2 }));
  find("[data-text]").replaceChildren(...spans);
}

const player = new Player(find(".stage"), film, draw, caption);

function take() {
  if (film.take(props.value) === null) return;
  report(element, film);
  setText(find(".status"), statusLine(film.status));
  if (!film.frames.length) return;
  player.grown(grown !== film.run);
  grown = film.run;
}
watch("value", take);
take();
