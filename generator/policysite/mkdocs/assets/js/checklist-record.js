// @ts-check
/** A record of use: made on the device of whoever used a checklist, as a file, and sent nowhere. */

/** @typedef {{ name: string, digest: string, do: string, state: string, at: string | null }} RecordedItem */

/**
 * @typedef {object} Facts what a record says of its checklist
 * @property {string} format the name of the format of records
 * @property {string} library
 * @property {string} checklist
 * @property {string} title
 * @property {string} digest
 * @property {Record<string, string>} editions
 * @property {string} site
 */

/**
 * A record with its check, or without one where the browser cannot make it.
 * @param {Facts} facts
 * @param {string} reference
 * @param {RecordedItem[]} items
 * @param {Date} now
 */
export async function makeRecord(facts, reference, items, now) {
  const record = { ...facts, reference: wellFormed(reference), saved: stamp(now), items };
  return canHash() ? { ...record, check: await checkOf(record) } : record;
}

/** Whether the browser can make the check: only on pages that nobody can have changed on the way. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/** @param {unknown} record */
async function checkOf(record) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(record)));
  return `v1:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * JSON with sorted keys and without white space, of texts, lists, objects and null.
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const pairs = Object.keys(value).sort(byCodePoint).map((key) => `${canonical(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

/**
 * JavaScript itself compares UTF-16, where what lies beyond U+FFFF comes before U+E000.
 * @param {string} one
 * @param {string} other
 */
function byCodePoint(one, other) {
  const [first, second] = [[...one], [...other]];
  const place = first.findIndex((character, index) => character !== second[index]);
  if (place < 0) return first.length - second.length;
  return place < second.length ? Number(first[place].codePointAt(0)) - Number(second[place].codePointAt(0)) : 1;
}

/**
 * Half a character has no bytes in UTF-8.
 * @param {string} text
 */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/**
 * An instant with the offset of the device's clock (ISO 8601).
 * @param {Date} when
 */
export function stamp(when) {
  const minutes = -when.getTimezoneOffset();
  const local = new Date(when.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}

/** How each state is shown in a text. */
const BOXES = { "done": "[x]", "not applicable": "[-]", "left": "[ ]" };

/**
 * The same for people.
 * @param {Awaited<ReturnType<typeof makeRecord>>} record
 */
export function recordText(record) {
  const check = "check" in record ? `Check: ${record.check}` : "Check: none; this browser could not make one";
  const items = record.items.map(({ do: words, state, at }) =>
    `${BOXES[/** @type {keyof typeof BOXES} */ (state)]} ${words}\n    ${state}${at ? `, ${at}` : ""}`);
  const editions = Object.entries(record.editions).map(([name, digest]) => `From: ${name} (${digest})`);
  return [
    record.title,
    record.library,
    "",
    `Saved: ${record.saved}`,
    `Reference number: ${record.reference || "none"}`,
    `Page: ${record.site || "not known"}`,
    "",
    ...items,
    "",
    `Checklist: ${record.checklist} (${record.digest})`,
    ...editions,
    check,
    "",
    "This record was made on the device of whoever used the checklist. It does not prove who did it.",
    "",
  ].join("\n");
}

/**
 * Offer a file as a download.
 * @param {string} name
 * @param {string} type
 * @param {string} content
 */
export function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
