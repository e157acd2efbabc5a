// Claim cards. `props.claims` says what stands on them; the value, how the visitor's trials stand.
const { setText } = window.playground, cards = new Map();

function lay(claim) {
  const card = element.querySelector("template").content.firstElementChild.cloneNode(true), find = (name) => card.querySelector("[data-" + name + "]");
  const name = props.stem + "-" + claim.id;
  find("sentence").id = "claim-" + name;
  card.setAttribute("aria-labelledby", "claim-" + name);
  find("trial").setAttribute("aria-describedby", "claim-" + name);
  find("stop").setAttribute("aria-describedby", "claim-" + name);
  find("trial").id = "trial-" + name;
  find("verdict").id = "verdict-" + name;
  setText(find("sentence"), "“" + claim.sentence + "”");
  setText(find("source"), claim.source);
  setText(find("rule"), claim.rule);
  find("options").append(...claim.options.map((option) => choice(name, option)));
  if (claim.recorded) {
    setText(find("recorded").querySelector("b"), claim.recorded.verdict);
    setText(find("recorded").querySelector("span"), claim.recorded.numbers);
    find("recorded").hidden = false;
  }
  find("trial").addEventListener("click", () => {
    const chosen = card.querySelector("input:checked");
    trigger("trial", { claim: claim.id, predicted: chosen && chosen.value });
  });
  find("stop").addEventListener("click", () => trigger("stop", { claim: claim.id }));
  cards.set(claim.id, { find, at: "" });
  return card;
}

function choice(name, option) {
  const label = document.createElement("label"), input = document.createElement("input"), words = document.createElement("span");
  Object.assign(input, { type: "radio", name: "predicted-" + name, value: option });
  words.textContent = option;
  label.append(input, words);
  return label;
}

function show(card, now) {
  const { find } = card, line = find("verdict").querySelector(".verdict");
  card.at = now.at;
  find("stop").disabled = !now.running;
  find("progress").hidden = !now.progress;
  setText(find("progress"), now.progress);
  line.hidden = !now.verdict;
  line.className = "verdict " + now.verdict;
  setText(line.querySelector("b"), now.verdict);
  setText(line.querySelector("span"), now.numbers);
  find("answer").hidden = !now.answer;
  setText(find("answer"), now.answer);
}

// Two trials may tell out of turn: of each card the newest counts.
function take() {
  for (const [id, now] of Object.entries(props.value || {})) if (cards.has(id) && cards.get(id).at < now.at) show(cards.get(id), now);
}

element.querySelector(".claims").append(...props.claims.map(lay));
watch("value", take);
take();
