// Review of a paper with one key a figure: j and k move, a accepts, c corrects, r rejects, u takes back, n finds the next.
"use strict";

const text = document.querySelector("[data-review]");
const panel = document.getElementById("panel");

const marks = () => [...text.querySelectorAll("a.figure")];
const shown = () => [...text.querySelectorAll("a.figure.current")];
let here = shown()[0]?.id; // the figure on which the keys act
const current = () => here && document.getElementById(here);
const inPanel = () => `f${panel.querySelector(".of-figure")?.dataset.number}`;
const numberOf = (mark) => mark.id.slice(1);
const urlOf = (mark, step = "") => `${text.dataset.review}${numberOf(mark)}/${step}`;

let asked;
let line = Promise.resolve();

// One after another: of several requests htmx itself would forget all but the last, a decision for a look at the next.
function ask(verb, url, isWanted = () => true) {
  const send = () => isWanted() && htmx.ajax(verb, url, { target: "#panel", swap: "innerHTML" });
  line = line.then(send).catch(() => {}); // unanswered.js says what failed
}

function open(mark) {
  here = mark.id;
  showHere();
  mark.scrollIntoView({ block: "center" });
  history.replaceState(null, "", mark.getAttribute("href"));
  clearTimeout(asked); // who runs through the text with j asks only for where they stop
  asked = setTimeout(() => look(mark), 60);
}

function showHere() {
  for (const mark of shown()) mark.classList.remove("current");
  current()?.classList.add("current");
}

const look = (mark) => ask("GET", urlOf(mark), () => here === mark.id);

// What came into the panel may be of a figure from which one has moved on. Why it was refused brings one back to it.
function arrived() {
  if (panel.querySelector(".message.error") && document.getElementById(inPanel())) here = inPanel();
  showHere();
}

function goOn() {
  if (inPanel() === here) toNextWaiting();
  else if (current()) look(current());
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
  if (!mark) return;
  clearTimeout(asked); // the answer is of the same figure, and says more
  ask("POST", urlOf(mark, step));
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
    ask("GET", `${text.dataset.review}../findings/${number}/`);
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

panel.addEventListener("htmx:afterSwap", arrived);
document.body.addEventListener("decided", goOn);
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".contents").open = false;
current()?.scrollIntoView({ block: "center" });
