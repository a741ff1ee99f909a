// @ts-check
/** What was ticked, kept on this device and nowhere else; and what has become of it since the page changed. */

/**
 * What somebody said of an item, when it said what its digest stands for.
 * @typedef {{ state: "done" | "not applicable", digest: string, at: string }} Mark
 */

/**
 * The marks by the names of items, and every item that there was, with its words.
 * @typedef {{ marks: Map<string, Mark>, known: Map<string, string> }} Kept
 */

const FORMAT = "1";

/** @returns {Kept} */
export const nothing = () => ({ marks: new Map(), known: new Map() });

/**
 * Reads and writes what is kept under a key. Where the device refuses, it is held until the page is left.
 * @param {string} key
 */
export function tickStore(key) {
  let held = nothing();
  let isKept = true;

  return {
    /** Whether the last reading or writing reached the device. */
    get isKept() {
      return isKept;
    },

    /** @returns {Kept} */
    read() {
      if (!isKept) return held;
      try {
        held = parsed(localStorage.getItem(key));
      } catch {
        isKept = false;
      }
      return held;
    },

    /** @param {Kept} kept */
    write(kept) {
      held = kept;
      try {
        if (kept.marks.size) localStorage.setItem(key, text(kept));
        else localStorage.removeItem(key);
        isKept = true;
      } catch {
        isKept = false;
      }
    },
  };
}

/** @param {Kept} kept */
const text = ({ marks, known }) =>
  JSON.stringify({ format: FORMAT, marks: Object.fromEntries(marks), known: Object.fromEntries(known) });

/**
 * What a text holds; nothing when somebody else wrote it.
 * @param {string | null} text
 * @returns {Kept}
 */
function parsed(text) {
  try {
    const { format, marks, known } = JSON.parse(text ?? "null");
    if (format !== FORMAT) return nothing();
    return {
      marks: new Map(Object.entries(marks).filter(([, mark]) => isMark(mark))),
      known: new Map(Object.entries(known).filter(([, words]) => typeof words === "string")),
    };
  } catch {
    return nothing();
  }
}

/** @param {any} one */
const isMark = (one) =>
  ["done", "not applicable"].includes(one?.state) && typeof one.digest === "string" && typeof one.at === "string";

/**
 * How an item stands: its state now, and what a reader has to be told about it.
 * @param {Kept} kept
 * @param {{ name: string, digest: string }} item
 * @returns {{ state: "done" | "not applicable" | "left", flag: string }}
 */
export function stands({ marks, known }, { name, digest }) {
  const mark = marks.get(name);
  if (mark?.digest === digest) return { state: mark.state, flag: "" };
  if (mark) return { state: "left", flag: mark.state === "done" ? CHANGED : CHANGED_NOT_APPLICABLE_NOTE };
  return { state: "left", flag: known.size && !known.has(name) ? NEW : "" };
}

export const CHANGED = "Changed since you ticked it";
export const CHANGED_NOT_APPLICABLE_NOTE = "Changed since you said that it does not apply";
export const NEW = "New";

/**
 * What was there and is no longer, in words.
 * @param {Kept} kept
 * @param {Set<string>} names
 */
export function gone({ marks, known }, names) {
  return [...known].filter(([name]) => !names.has(name)).map(([name, words]) => {
    const mark = marks.get(name);
    return mark ? `${words} (${mark.state === "done" ? "you had ticked it" : "you had said that it does not apply"})` : words;
  });
}
