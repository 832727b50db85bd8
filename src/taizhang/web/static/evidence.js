// The evidence beside a report: closed by its button or Escape, opened again by the next figure.
const panel = document.getElementById("evidence");
let opener = null;

function close() {
  const link = panel.querySelector("a.close");
  if (!link) return;
  history.replaceState(history.state, "", link.href);
  panel.replaceChildren();
  panel.hidden = true;
  opener?.focus();
}

document.addEventListener("click", (event) => {
  const figure = event.target.closest("a.figure");
  if (figure) opener = figure;
});

panel.addEventListener("click", (event) => {
  if (!event.target.closest("a.close")) return;
  event.preventDefault();
  close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

panel.addEventListener("htmx:afterSwap", () => { panel.hidden = false; });
