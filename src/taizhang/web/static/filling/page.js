// The page on which a form is filled in: cells, what is said of them, and saving as one types.

import { faultOf, limitsOf, readNumber, shown } from "./numbers.js";
import { Sheet } from "./sheet.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";

const QUIET = 350; // milliseconds after a keystroke before the server is asked what it thinks

const form = document.getElementById("fill");
const words = JSON.parse(document.getElementById("words").textContent);
const say = (name, blanks = {}) => words[name].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank] ?? "");
const cellOf = (name) => name.replace(/^explain:/, ""); // or the form, of what explains the whole of it
const element = (id) => document.getElementById(id);
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const fields = new Map([...form.querySelectorAll("input[data-cell], .explain input")].map((one) => [one.name, one]));
const said = new Map([...form.querySelectorAll("[data-for]")].map((one) => [one.dataset.for, one]));
let problems = [];

const store = new Store(form.dataset.draft);
const sync = new Sync({
  url: form.dataset.save, token, store, revision: Number(form.elements.base.value), locked: "locked" in form.dataset,
  heard: { state: showState, others: takeOthers, conflicts: showConflicts, refused: showRefused, locked: showLocked },
});
const sheet = new Sheet(form.querySelector("table.grid"), typed);

// --- what is typed -----------------------------------------------------------------------------------------

function typed(inputs, pasted = null) {
  for (const input of inputs) {
    sync.put(input.name, input.value);
    tellRefused(input.name, "");
    glance(input);
  }
  sheet.refresh();
  askLater();
  showPasted(pasted);
}

form.addEventListener("input", (event) => fields.has(event.target.name) && typed([event.target]));

function showPasted(pasted) {
  const place = element("pasted");
  place.replaceChildren();
  if (!pasted) return;
  const told = [say("pasted", pasted), ...["left_over", "left_blank"].filter((name) => pasted[name])
    .map((name) => say(name, { count: pasted[name] }))];
  place.append(`${told.join("，")} `, button(say("undo"), pasted.undo));
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// What the browser itself sees at once; the server's word replaces it.
function glance(input) {
  if (!("cell" in input.dataset)) return;
  const { unit } = input.dataset;
  const read = readNumber(input.value, unit);
  const fault = read.value === undefined ? null : faultOf(read.value, limitsOf(input));
  const told = fault ? ["error", say(...fault)]
    : read.converted ? ["note", say("read_as", { value: shown(read.value), unit })] : null;
  tell(input.name, told ? finding(...told) : "");
  const origin = said.get(input.name).querySelector(".origin");
  if (origin) origin.hidden = origin.dataset.text !== input.value;
}

function finding(severity, text) {
  const made = document.createElement("span");
  made.className = `finding ${severity}`;
  made.textContent = text;
  return made.outerHTML;
}

function tell(name, html) {
  const place = said.get(name);
  if (!place) return;
  place.querySelector(".words").innerHTML = html;
  const field = fields.get(name);
  field?.toggleAttribute("aria-invalid", place.querySelector(".finding.error") !== null);
  const rest = ".note, .origin:not([hidden]), .conflict:not(:empty), .refused:not(:empty), .finding, .explain:not([hidden])";
  place.hidden = place.querySelector(rest) === null;
}

// --- what the rules say ------------------------------------------------------------------------------------

let asking = null, asked = 0;

function askLater() {
  clearTimeout(asking);
  asking = setTimeout(ask, QUIET);
}

async function ask() {
  const mine = ++asked;
  const cells = Object.fromEntries([...fields].map(([name, field]) => [name, field.value]));
  try {
    const response = await fetch(form.dataset.check, {
      method: "POST", redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ cells, complete: "tried" in form.dataset }),
    });
    const answer = response.ok ? await response.json() : null;
    if (mine === asked && answer) judged(cells, answer);
    else if (mine === asked) element("counts").textContent = say("unchecked");
  } catch {
    element("counts").textContent = say("unchecked");
  }
}

function judged(cells, answer) {
  for (const [name, place] of said) {
    const label = place.querySelector(".explain");
    label.hidden = !answer.warned.includes(name) && label.querySelector("input").value === "";
    tell(name, place.classList.contains("whole") ? answer.elsewhere : (answer.said[name] ?? ""));
  }
  for (const line of sheet.lines.filter((one) => "workedOut" in one.dataset)) {
    line.querySelector("output").value = answer.worked_out[line.dataset.workedOut] ?? "";
  }
  sheet.hear(cells, answer);
  sheet.refresh();
  element("mendings").innerHTML = answer.mendings;
  const places = new Set([...answer.blocking, ...answer.unexplained]);
  problems = [...said.keys()].filter((name) => places.has(name));
  count(answer);
  element("next-problem").hidden = problems.length === 0;
}

// Cells still empty are an error too once it was tried to send: they are counted as empty, and only so.
function count({ blocking, unexplained }) {
  const empty = new Set(sheet.cells.filter((cell) => cell.ariaRequired && cell.value.trim() === "").map((cell) => cell.name));
  const counts = { errors: blocking.filter((name) => !empty.has(name)).length, warnings: unexplained.length };
  const found = counts.errors || counts.warnings ? say("counts", counts) : problems.length ? "" : say("clean");
  const told = [found, empty.size ? say("empty", { count: empty.size }) : ""];
  element("counts").textContent = told.filter(Boolean).join("，");
}

function nextProblem() {
  const here = cellOf(document.activeElement?.name ?? "");
  const order = [...said.keys()];
  const name = problems.find((one) => order.indexOf(one) > order.indexOf(here)) ?? problems[0];
  if (name) goTo(name);
}

function goTo(name) {
  const place = said.get(name);
  const explain = place?.querySelector(".explain:not([hidden]) input");
  const wrong = place?.querySelector(".finding.error");
  (wrong || !explain ? (fields.get(name) ?? explain) : explain)?.focus();
  place?.scrollIntoView({ block: "center" });
}

element("next-problem").addEventListener("click", nextProblem);
document.addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    event.preventDefault();
    nextProblem();
  }
});
element("mendings").addEventListener("click", (event) => {
  if (event.target.dataset.to === undefined) return;
  event.preventDefault();
  goTo(event.target.dataset.to);
});

// --- saving ------------------------------------------------------------------------------------------------

function showState(name, blanks) {
  const state = element("state");
  state.textContent = say(name, blanks);
  state.className = `saving-state ${name}`;
}

function showLocked(locked) {
  element("locked").hidden = !locked;
  element("reopened").hidden = locked;
}

function takeOthers(cells) {
  const changed = Object.entries(cells).filter(([name, cell]) => put(name, cell.text));
  if (!changed.length) return;
  element("pasted").textContent = say("others", { by: changed[0][1].by, count: changed.length });
  sheet.refresh();
  askLater();
}

function put(name, text) {
  const field = fields.get(name);
  if (!field || field.value === text) return false;
  field.value = text;
  return true;
}

function showConflicts(conflicts) {
  for (const [name, place] of said) {
    const told = place.querySelector(".conflict");
    if (!told) continue;
    told.replaceChildren();
    if (name in conflicts) told.append(say("theirs", conflicts[name]), " ", ...choices(name, conflicts[name]));
    if (name in conflicts) place.hidden = false;
  }
  for (const name of Object.keys(conflicts)) put(name, conflicts[name].mine);
}

function choices(name, { mine, theirs }) {
  const take = (text) => {
    put(name, text);
    typed([fields.get(name)]);
    showConflicts(store.get().conflicts);
    tell(name, "");
  };
  return [button(say("use_mine"), () => take(mine)), button(say("use_theirs"), () => take(theirs))];
}

function showRefused(refused) {
  for (const [name, { mine, why }] of Object.entries(refused)) {
    put(name, mine);
    tellRefused(name, why);
  }
}

// Why a cell, or what explains one, was not saved.
function tellRefused(name, why) {
  const place = said.get(cellOf(name));
  if (!place) return;
  place.querySelector(".refused").textContent = why;
  if (why) place.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const what = event.submitter?.value ?? "save";
  form.setAttribute("inert", "");
  if (await sync.flush() && (await online())) {
    const { elements } = form;
    elements.base.value = sync.revision;
    const hidden = form.querySelector("input[name=do]");
    hidden.disabled = false;
    hidden.value = what;
    form.submit();
    return;
  }
  form.removeAttribute("inert");
  showUnsent(store.get());
});

function showUnsent({ conflicts, refused }) {
  const unfit = Object.keys(refused);
  if (Object.keys(conflicts).length) return; // of which the state tells already
  element("pasted").textContent = unfit.length ? say("unsent_unfit", { count: unfit.length })
    : sync.why ? say("unsent_refused", { why: sync.why }) : say(sync.locked ? "shut" : "unsent");
  if (unfit.length) goTo(cellOf(unfit[0]));
}

// Nothing to save is no proof of a line: a form that is sent into nothing would leave an error page behind.
async function online() {
  try {
    return (await fetch(form.dataset.health, { cache: "no-store" })).ok;
  } catch {
    showState("offline");
    return false;
  }
}

// A page that the browser kept whole and shows again has what was typed then: the draft has what counts now.
window.addEventListener("pageshow", (event) => event.persisted && navigator.onLine && location.reload());

// --- where one left off ------------------------------------------------------------------------------------

const left = store.get();
for (const [name, text] of Object.entries({ ...left.sending?.cells, ...left.pending })) put(name, text);
for (const [name, conflict] of Object.entries(left.conflicts)) {
  conflict.theirs = fields.get(name)?.value ?? conflict.theirs;
}
showConflicts(left.conflicts);
showRefused(left.refused);
sheet.refresh();
sync.send();
if (form.querySelector("input[data-cell]")) ask();
if ("tried" in form.dataset) goTo([...said.keys()].find((name) => said.get(name).querySelector(".finding.error, .explain:not([hidden])")));
