// Sends what was typed, a batch at a time and each batch once: under a key of its own, with the revision of the draft
// that the person saw. What does not get through stays in the store and is sent when the line is back; a cell that the
// server refuses stays there until it is typed anew, and the rest goes on.

import { isEmpty } from "./store.js";

const PAUSE = 700; // milliseconds of quiet before a batch goes
const RETRY = { first: 2_000, longest: 30_000 };

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

export class Sync {
  #timer = null;
  #wait = RETRY.first;
  #running = null;

  // `locked`: the round takes nothing now, and is asked again and again. `heard` is told: state(name, details),
  // others(cells), conflicts(cells), refused(cells), locked(whether). `why` is why the server takes nothing, if so.
  constructor({ url, token, store, revision, locked, heard }) {
    Object.assign(this, { url, token, store, revision, locked, heard });
    window.addEventListener("online", () => this.send());
  }

  put(name, text) {
    const { sending } = this.store.update((kept) => {
      if (!kept.sending && !Object.keys(kept.pending).length) kept.base = this.revision;
      kept.pending[name] = text;
      delete kept.conflicts[name];
      delete kept.refused[name];
    });
    if (!sending) this.heard.state("unsaved");
    this.#later(PAUSE);
  }

  // Whether all that was typed is with the server.
  async flush() {
    await this.send();
    return !this.locked && isEmpty(this.store.get());
  }

  // One sending at a time: who asks while one is under way waits for it and goes on with the rest.
  async send() {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    this.#running = this.#sendAll().finally(() => (this.#running = null));
    return this.#running;
  }

  async #sendAll() {
    for (;;) {
      const kept = this.store.update((now) => {
        if (now.sending || !Object.keys(now.pending).length) return;
        now.sending = { key: newKey(), base: now.base ?? this.revision, cells: now.pending };
        now.pending = {};
      });
      if (!kept.sending && !this.locked) return this.#rest(kept);
      if (!kept.sending) kept.sending = { key: newKey(), base: this.revision, cells: {} }; // asks whether it is open
      else this.heard.state("saving");
      if (!(await this.#deliver(kept.sending))) return;
    }
  }

  #rest(kept) {
    const count = Object.keys(kept.conflicts).length;
    const unfit = Object.keys(kept.refused).length;
    if (count) this.heard.state("conflict", { count });
    else if (unfit) this.heard.state("unfit", { count: unfit });
    else if (this.savedAt) this.heard.state("saved", { at: this.savedAt });
  }

  async #deliver(batch) {
    let response, answer;
    this.why = null;
    try {
      response = await fetch(this.url, {
        method: "POST",
        redirect: "manual", // the way to the log-in page
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(batch),
      });
      if (response.type !== "opaqueredirect" && response.status < 500) answer = await response.json().catch(() => ({}));
    } catch {
      return this.#again("offline");
    }
    if (response.type === "opaqueredirect") return this.#again("expired");
    if (response.status >= 500) return this.#again("offline");
    if (answer.codes?.includes("round-locked")) {
      this.#turn(true);
      return this.#again("locked");
    }
    if (answer.revision === undefined) {
      this.why = (answer.says ?? [String(response.status)]).join(" ");
      this.heard.state("refused", { why: this.why });
      return false;
    }
    this.#settle(batch, answer);
    return true;
  }

  #settle(batch, { revision, others, conflicts, refused }) {
    this.#wait = RETRY.first;
    this.revision = revision;
    this.#turn(false);
    this.savedAt = new Date().toTimeString().slice(0, 5);
    const kept = this.store.update((kept) => {
      kept.sending = null;
      kept.base = revision;
      for (const name of Object.keys(conflicts)) kept.conflicts[name] ??= { mine: batch.cells[name] };
      for (const name of Object.keys(refused).filter((name) => !(name in kept.pending))) {
        kept.refused[name] = { mine: batch.cells[name], why: refused[name] };
      }
      for (const name of Object.keys(others).filter((name) => name in kept.pending)) {
        if (kept.pending[name] !== others[name].text) kept.conflicts[name] = { mine: kept.pending[name] };
        delete kept.pending[name]; // typed while the batch was under way, over what somebody else had typed
      }
      for (const [name, cell] of Object.entries({ ...others, ...conflicts })) {
        if (name in kept.conflicts) Object.assign(kept.conflicts[name], { theirs: cell.text, by: cell.by });
      }
    });
    this.heard.others(Object.fromEntries(Object.entries(others).filter(([name]) => !(name in kept.conflicts))));
    this.heard.conflicts(kept.conflicts);
    this.heard.refused(kept.refused);
  }

  #turn(locked) {
    if (this.locked !== locked) this.heard.locked(locked);
    this.locked = locked;
  }

  #again(why) {
    this.heard.state(this.store.lasts ? why : "nowhere");
    this.#later(this.#wait);
    this.#wait = Math.min(this.#wait * 2, RETRY.longest);
    return false;
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), wait);
  }
}
