// A model of the hub: its size and licence before the download, a bar during it, a sentence if it fails.
const { setText } = window.playground;
const find = (selector) => element.querySelector(selector), box = find(".stage");
let model = null, asked = "";

const megabytes = (bytes) => (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 0 }) + " MB";

function draw() {
  const value = props.value || {}, mine = model && value.name === model.name, running = Boolean(mine && value.running);
  box.hidden = !model || (model.here && !running);
  if (!model) return;
  setText(find("[data-what]"), model.name + ": " + model.parameters + " parameters, " + model.size + ", licence " + model.licence + ", from " + model.source +
    (model.offered ? ". It is not on this machine yet; only its weights, settings and tokens are fetched, and no code of it runs." : ". It is not on this machine, and the hub cannot be reached from here: the models that ship still work."));
  find("[data-fetch]").hidden = running || !model.offered;
  setText(find("[data-fetch]"), "Download " + model.size);
  find("[data-halt]").hidden = find("[data-bar]").hidden = !running;
  find("[data-bar]").value = running ? Math.min(1, value.got / model.bytes) : 0;
  setText(find("[data-got]"), running ? megabytes(value.got) + " of " + model.size : "");
  setText(find("[data-sorry]"), (mine && value.sorry) || "");
}

async function ask(name) {
  asked = name;
  let answer = null;
  try { answer = await server.standing(name); } catch { /* nothing to tell, and nothing is lost */ }
  if (asked !== name) return;
  model = answer;
  draw();
}

find("[data-fetch]").addEventListener("click", () => trigger("fetch", { name: model.name }));
find("[data-halt]").addEventListener("click", () => trigger("halt", { name: model.name }));
box.addEventListener("model", (event) => ask(event.detail));
watch("value", () => {
  const value = props.value;
  if (value && !value.running && model && value.name === model.name && !value.sorry) ask(model.name);
  draw();
});
