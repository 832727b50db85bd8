// What was typed and has not reached the server, kept in this browser for one person and one submission.
// Only forms are kept, never registers; logging out clears it (leaving.js).

const PREFIX = "taizhang:draft:";
const NOTHING = { base: null, pending: {}, sending: null, conflicts: {}, refused: {} };
const SEVERAL = ["pending", "conflicts", "refused"];

// Whether everything that was typed is with the server.
export const isEmpty = (kept) => !kept.sending && SEVERAL.every((name) => !Object.keys(kept[name]).length);

export class Store {
  #key;
  #memory = null; // where the browser lets us keep nothing

  constructor(name) {
    this.#key = PREFIX + name;
  }

  // Read anew each time: another window of the same person may have written.
  get() {
    try {
      const kept = localStorage.getItem(this.#key);
      return { ...structuredClone(NOTHING), ...(kept ? JSON.parse(kept) : this.#memory) };
    } catch {
      return { ...structuredClone(NOTHING), ...this.#memory };
    }
  }

  update(change) {
    const kept = this.get();
    change(kept);
    try {
      if (isEmpty(kept)) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(kept));
      this.#memory = null;
    } catch {
      this.#memory = kept;
    }
    return kept;
  }

  get lasts() {
    return this.#memory === null;
  }
}
