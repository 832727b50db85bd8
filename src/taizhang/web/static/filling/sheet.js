// The table as a sheet: keys move between the cells, a block is pasted, totals and changes follow what is typed.

import { faultOf, limitsOf, readNumber, shown } from "./numbers.js";

export class Sheet {
  constructor(table, onInput) {
    this.onInput = onInput;
    this.cells = [...table.querySelectorAll("input[data-cell]")];
    this.byName = new Map(this.cells.map((cell) => [cell.name, cell]));
    this.heard = new Map(); // by name what the server read, and of which text
    this.lines = [...table.querySelectorAll("tr.line")];
    this.totals = [...table.querySelectorAll("output[data-parts]")].map((out) => [out, JSON.parse(out.dataset.parts)]);
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("focusin", (event) => this.#enter(event.target));
    table.addEventListener("paste", (event) => this.#paste(event));
    this.refresh();
  }

  // {value}, {empty: true}, or {} where what stands there is no number of its cell. The server's word counts, for the
  // text that it has seen; until it comes, what the browser reads itself.
  read(cell) {
    const heard = this.heard.get(cell.name);
    if (heard?.text === cell.value) return heard;
    const own = readNumber(cell.value, cell.dataset.unit);
    return own.value !== undefined && faultOf(own.value, limitsOf(cell)) ? {} : own;
  }

  // What the server read of the `cells` it was asked about, by name.
  hear(cells, { read, unread }) {
    for (const name of Object.keys(cells).filter((one) => this.byName.has(one))) {
      const said = name in read ? { value: Number(read[name]) } : unread.includes(name) ? {} : { empty: true };
      this.heard.set(name, { text: cells[name], ...said });
    }
  }

  set(name, text) {
    const cell = this.byName.get(name);
    if (!cell || cell.value === text) return false;
    cell.value = text;
    return true;
  }

  refresh() {
    for (const [out, parts] of this.totals) out.value = this.#total(parts);
    for (const line of this.lines) {
      const change = line.querySelector(".compared[data-then]");
      if (change) this.#compare(change, line);
      const sent = line.querySelector(".sent");
      if (sent) sent.classList.toggle("differs", sent.textContent !== (line.querySelector("input")?.value.trim() ?? ""));
    }
  }

  // None where a part is in error: without it, it would be a total of something else.
  #total(parts) {
    const read = parts.map((name) => this.byName.get(name)).filter(Boolean).map((cell) => this.read(cell));
    if (read.some((one) => one.value === undefined && !one.empty)) return "";
    return sum(read.filter((one) => !one.empty).map((one) => one.value));
  }

  #compare(change, line) {
    const cell = line.querySelector("input[data-cell]");
    const { value: now } = cell ? this.read(cell) : readNumber(line.querySelector("output")?.value ?? "", "");
    const then = Number(change.dataset.then);
    if (now === undefined) change.textContent = "";
    else if (then === 0) change.textContent = now === 0 ? "0" : `+${shown(now)}`;
    else change.textContent = `${now >= then ? "+" : "−"}${Math.abs((100 * (now - then)) / then).toFixed(1)}%`;
  }

  #enter(cell) {
    if (!this.byName.has(cell.name)) return;
    cell.dataset.before = cell.value;
    cell.select();
  }

  #key(event) {
    const cell = event.target;
    if (!this.byName.has(cell.name) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const atStart = cell.selectionEnd === 0 || all(cell);
    const atEnd = cell.selectionStart === cell.value.length || all(cell);
    const to = {
      Enter: () => this.#beside(cell, event.shiftKey ? -1 : 1),
      ArrowDown: () => this.#beside(cell, 1),
      ArrowUp: () => this.#beside(cell, -1),
      ArrowLeft: () => atStart && this.#next(cell, -1),
      ArrowRight: () => atEnd && this.#next(cell, 1),
    }[event.key];
    if (to) {
      const target = to();
      if (target) target.focus();
      if (target || event.key === "Enter") event.preventDefault();
    } else if (event.key === "Escape" && cell.value !== cell.dataset.before) {
      this.set(cell.name, cell.dataset.before);
      this.onInput([cell]);
    }
  }

  #column(cell) {
    return this.cells.filter((other) => other.dataset.column === cell.dataset.column);
  }

  #beside(cell, step) {
    const column = this.#column(cell);
    return column[column.indexOf(cell) + step];
  }

  // To the left or right within the line; past its end, into the next line.
  #next(cell, step) {
    return this.cells[this.cells.indexOf(cell) + step];
  }

  #paste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((row) => row.split("\t"));
    if (!this.byName.has(cell.name) || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    this.put(cell, block);
  }

  // Puts a block of texts from `cell` on, downwards and to the right. Empty ones leave a cell as it is.
  put(cell, block) {
    const lines = this.#target(cell, block);
    const before = new Map();
    const done = { count: 0, left_over: 0, left_blank: 0 };
    block.forEach((row, down) => row.forEach((content, right) => {
      const line = lines[down];
      const target = line?.querySelector(`input[data-column="${Number(cell.dataset.column) + right}"]`);
      if (line && !line.querySelector("input[data-cell]")) return; // a total of theirs beside ours
      if (!target) done.left_over += content.trim() !== "";
      else if (content.trim() === "") done.left_blank += 1;
      else {
        done.count += 1;
        before.set(target, target.value);
        target.value = content.trim();
      }
    }));
    this.onInput([...before.keys()], { ...done, undo: () => this.#restore(before) });
  }

  #restore(before) {
    for (const [cell, text] of before) cell.value = text;
    this.onInput([...before.keys()]);
  }

  // The lines on which the rows of a block fall: all of them where the block has our totals too, as one copied from
  // the form's own workbook does, else only those that are filled in.
  #target(cell, block) {
    const from = this.lines.indexOf(cell.closest("tr"));
    const every = this.lines.slice(from, from + block.length);
    const filled = this.lines.slice(from).filter((line) => line.querySelector("input[data-cell]"));
    const withTotals = every.some((line, at) => line.classList.contains("total") && this.#isTotal(line, at, every, block));
    return withTotals ? every : filled;
  }

  #isTotal(line, at, every, block) {
    const parts = new Set(JSON.parse(line.querySelector("output").dataset.parts));
    const amounts = every.map((one, down) => [one.querySelector("input[data-cell]"), block[down][0]])
      .filter(([cell]) => cell && parts.has(cell.name))
      .map(([cell, text]) => readNumber(text, cell.dataset.unit).value ?? 0);
    const stated = readNumber(block[at][0], "").value;
    return amounts.length > 0 && stated !== undefined && shown(stated) === sum(amounts);
  }
}

const all = (cell) => cell.value !== "" && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

// Nothing while nothing is there.
const sum = (values) => (values.length ? shown(values.reduce((a, b) => a + b, 0)) : "");
