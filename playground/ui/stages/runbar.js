// The foot of a part's controls, and the headings over their groups.
for (const what of ["go", "stop", "reset"]) element.querySelector("." + what).addEventListener("click", () => trigger(what));

const headings = props.groups.map(([words, ids]) => {
  const heading = document.createElement("h3");
  heading.className = "group";
  heading.textContent = words;
  return { heading, ids };
});

// Controls come to the page one after the other, and a link may take some away again.
function place() {
  for (const { heading, ids } of headings) {
    const first = ids.map((id) => document.getElementById(id)).find(Boolean);
    if (first && heading.nextElementSibling !== first) first.before(heading);
  }
}
new MutationObserver(place).observe(element.closest(".controls"), { childList: true, subtree: true });
place();
