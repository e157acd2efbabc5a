// The U: going down at the left, up at the right, a skip connection across every row.
const { Film, paint, setText, statusLine, report } = window.playground;
const film = new Film(), find = (selector) => element.querySelector(selector);
const ROWS = [["input", "output"], ["down 1", "up 3"], ["down 2", "up 2"], ["down 3", "up 1"], ["middle"]];

function box(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function level(name) {
  const maps = film.array(0, name), shape = film.array(0, "shape " + name);
  if (!maps) return box("div", "level");
  const [count, height, width] = maps.shape, made = box("div", "level"), strip = box("div", "maps");
  made.append(box("b", "", name), box("span", "hint", Array.from(shape.data).join(" × ")), strip);
  for (let k = 0; k < count; k++) {
    const canvas = document.createElement("canvas");
    paint(canvas, maps.data, height, width, 1, k * height * width);
    strip.append(canvas);
  }
  return made;
}

function drawTime() {
  const time = film.array(0, "time"), canvas = find("[data-time] canvas"), n = time.data.length;
  const most = Math.max(...time.data.map(Math.abs)) || 1;
  const bytes = Uint8Array.from(time.data, (v) => 128 + (127 * v) / most);
  paint(canvas, bytes, 1, n, 1);
  find("[data-time]").hidden = false;
}

function take() {
  if (props.value && props.value.chunks) find(".stage").classList.add("open");
  const fresh = film.take(props.value);
  if (fresh === null) return;
  report(element, film);
  if (film.status.running && !film.frames.length) setText(find(".status"), statusLine(film.status));
  if (!film.frames.length || !(fresh || film.status.running === false)) return;
  const rows = ROWS.map((names) => {
    const row = box("div", "row");
    row.append(level(names[0]));
    if (names[1]) row.append(box("span", "skip", names[0] === "input" ? "" : "skip"), level(names[1]));
    else row.classList.add("bottom");
    return row;
  });
  find("[data-unet]").replaceChildren(...rows);
  drawTime();
  const s = film.frames[0].stats;
  setText(find(".status"), "Network call " + s.call + ", t = " + s.t + ", conditional half: the first twelve channels of every level, each stretched to its own range. Channels × height × width.");
  if (fresh) find(".stage").scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
find("[data-close]").addEventListener("click", () => find(".stage").classList.remove("open"));
window.addEventListener("playground-trajectory", () => find(".stage") && find(".stage").classList.remove("open"));
watch("value", take);
take();
