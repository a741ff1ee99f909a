// @ts-check
/** The ticks of a checklist, stored on this device only, and how items have changed since they were ticked. */

import { gettext } from "./translation.js";

/**
 * A tick: what a reader said of an item, when, and the digest of the item's text at that time.
 * @typedef {{ state: "done" | "not applicable", digest: string, at: string }} Mark
 */

/**
 * The marks by the names of items, and the texts of all items at that time, by their names.
 * @typedef {{ marks: Map<string, Mark>, known: Map<string, string> }} Ticks
 */

const FORMAT = "1";

/** @returns {Ticks} */
export const emptyTicks = () => ({ marks: new Map(), known: new Map() });

/**
 * Reads and writes the ticks under a key of the local storage; in memory where the browser refuses to store them.
 * @param {string} key
 */
export function tickStore(key) {
  let current = emptyTicks();
  let isStored = true;

  return {
    /** Whether the last reading or writing succeeded. */
    get isStored() {
      return isStored;
    },

    /** @returns {Ticks} */
    read() {
      if (!isStored) return current;
      try {
        current = parseTicks(localStorage.getItem(key));
      } catch {
        isStored = false;
      }
      return current;
    },

    /** @param {Ticks} ticks */
    write(ticks) {
      current = ticks;
      try {
        if (ticks.marks.size) localStorage.setItem(key, serialise(ticks));
        else localStorage.removeItem(key);
        isStored = true;
      } catch {
        isStored = false;
      }
    },
  };
}

/** @param {Ticks} ticks */
const serialise = ({ marks, known }) =>
  JSON.stringify({ format: FORMAT, marks: Object.fromEntries(marks), known: Object.fromEntries(known) });

/**
 * The ticks in a stored text; none if it has another format.
 * @param {string | null} text
 * @returns {Ticks}
 */
function parseTicks(text) {
  try {
    const { format, marks, known } = JSON.parse(text ?? "null");
    if (format !== FORMAT) return emptyTicks();
    return {
      marks: new Map(Object.entries(marks).filter(([, mark]) => isMark(mark))),
      known: new Map(Object.entries(known).filter(([, text]) => typeof text === "string")),
    };
  } catch {
    return emptyTicks();
  }
}

/** @param {any} value */
const isMark = (value) =>
  ["done", "not applicable"].includes(value?.state) && typeof value.digest === "string" && typeof value.at === "string";

/**
 * The state of an item, and a note that it is new or has changed, or an empty text.
 * @param {Ticks} ticks
 * @param {{ name: string, digest: string }} item
 * @returns {{ state: "done" | "not applicable" | "left", note: string }}
 */
export function itemState({ marks, known }, { name, digest }) {
  const mark = marks.get(name);
  if (mark?.digest === digest) return { state: mark.state, note: "" };
  if (mark) return { state: "left", note: mark.state === "done" ? CHANGED_NOTE : CHANGED_NOT_APPLICABLE_NOTE };
  return { state: "left", note: known.size && !known.has(name) ? NEW_NOTE : "" };
}

export const CHANGED_NOTE = gettext("Changed since you ticked it");
export const CHANGED_NOT_APPLICABLE_NOTE = gettext("Changed since you said that it does not apply");
export const NEW_NOTE = gettext("New");

/**
 * The texts of the items that were removed from the checklist, with how they were ticked.
 * @param {Ticks} ticks
 * @param {Set<string>} names
 */
export function removedItems({ marks, known }, names) {
  return [...known].filter(([name]) => !names.has(name)).map(([name, text]) => {
    const mark = marks.get(name);
    if (!mark) return text;
    return mark.state === "done"
      ? gettext("%(item)s (you had ticked it)", { item: text })
      : gettext("%(item)s (you had said that it does not apply)", { item: text });
  });
}
