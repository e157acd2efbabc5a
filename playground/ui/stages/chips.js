// A line of words with a row of buttons after it; the value is the name of the button that was pressed.
const row = element.firstElementChild;
row.firstElementChild.textContent = props.words;
row.append(...props.names.map((name) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "preset";
  button.textContent = name;
  button.addEventListener("click", () => { props.value = name; trigger("choose"); });
  return button;
}));
