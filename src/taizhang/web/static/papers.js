// Review of a paper with one key a figure: j and k move, a accepts, c corrects, r rejects, u takes back, n finds the next.
"use strict";

const text = document.querySelector("[data-review]");
const panel = document.getElementById("panel");

const marks = () => [...text.querySelectorAll("a.figure")];
const current = () => text.querySelector("a.figure.current");
const numberOf = (mark) => mark.id.slice(1);
const urlOf = (mark, step = "") => `${text.dataset.review}${numberOf(mark)}/${step}`;

let asked;

function open(mark) {
  current()?.classList.remove("current");
  mark.classList.add("current");
  mark.scrollIntoView({ block: "center" });
  history.replaceState(null, "", mark.getAttribute("href"));
  clearTimeout(asked); // who runs through the text with j asks only for where they stop
  asked = setTimeout(() => htmx.ajax("GET", urlOf(mark), { target: "#panel", swap: "innerHTML" }), 60);
}

function move(by) {
  const all = marks(), at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) open(next);
}

function toNextWaiting() {
  const all = marks(), at = all.indexOf(current());
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find((mark) => mark.classList.contains("read"));
  if (next) open(next);
}

function decide(step) {
  const mark = current();
  if (mark) htmx.ajax("POST", urlOf(mark, step), { target: "#panel", swap: "innerHTML" });
}

function unfold(selector) {
  const details = panel.querySelector(selector);
  if (!details) return false;
  details.open = true;
  details.querySelector("input:not([type=hidden])")?.select();
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  n: toNextWaiting,
  a: () => decide("accept"),
  r: () => decide("reject"),
  c: () => unfold("details.correct"),
  u: () => unfold("details.take-back") || decide("take-back"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") document.activeElement?.blur();
  if (event.target.closest("input, select, textarea")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

text.addEventListener("click", (event) => {
  const judge = event.target.closest("a.judge");
  if (judge) {
    event.preventDefault();
    const number = new URLSearchParams(judge.getAttribute("href").split("#")[0]).get("finding");
    htmx.ajax("GET", `${text.dataset.review}../findings/${number}/`, { target: "#panel", swap: "innerHTML" });
    return;
  }
  const mark = event.target.closest("a.figure");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(mark);
});

// the buttons of the panel do what the keys do
panel.addEventListener("submit", (event) => {
  const button = event.submitter?.closest("[data-step]");
  if (!button) return;
  event.preventDefault();
  decide(button.dataset.step);
});

document.body.addEventListener("decided", toNextWaiting);
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents").open = false;
current()?.scrollIntoView({ block: "center" });
