// @ts-check
/** A record of use: a file about a filled-in checklist, made on the reader's device and sent nowhere. */

import { gettext } from "./translation.js";

/** @typedef {{ name: string, digest: string, do: string, state: string, at: string | null }} RecordedItem */

/**
 * @typedef {object} Facts the facts of a checklist in its records
 * @property {string} format the name of the format of records
 * @property {string} library
 * @property {string} checklist
 * @property {string} title
 * @property {string} digest
 * @property {Record<string, string>} editions
 * @property {string} site
 */

/**
 * A record with the digest of its content, or without where the browser cannot compute one.
 * @param {Facts} facts
 * @param {string} reference
 * @param {RecordedItem[]} items
 * @param {Date} now
 */
export async function makeRecord(facts, reference, items, now) {
  const record = { ...facts, reference: wellFormed(reference), saved: timestamp(now), items };
  return canHash() ? { ...record, check: await recordDigest(record) } : record;
}

/** Whether the browser can compute a digest, which it does only on pages fetched over https. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/** @param {unknown} record */
async function recordDigest(record) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalJson(record)));
  return `v1:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * The canonical JSON of a value: keys sorted by code points, no white space. Values are texts, lists, objects or null.
 * @param {any} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const pairs = Object.keys(value).sort(compareCodePoints).map((key) => `${canonicalJson(key)}:${canonicalJson(value[key])}`);
  return `{${pairs.join(",")}}`;
}

/**
 * Orders texts by code points, as Python does. JavaScript compares UTF-16 code units, which puts characters beyond
 * U+FFFF before U+E000.
 * @param {string} text
 * @param {string} other
 */
function compareCodePoints(text, other) {
  const [first, second] = [[...text], [...other]];
  const index = first.findIndex((character, at) => character !== second[at]);
  if (index < 0) return first.length - second.length;
  return index < second.length ? Number(first[index].codePointAt(0)) - Number(second[index].codePointAt(0)) : 1;
}

/**
 * The text with U+FFFD for unpaired surrogates, which UTF-8 cannot encode.
 * @param {string} text
 */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/**
 * An instant with the offset of the device's clock (ISO 8601).
 * @param {Date} instant
 */
export function timestamp(instant) {
  const minutes = -instant.getTimezoneOffset();
  const local = new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${twoDigits(hours)}:${twoDigits(rest)}`;
}

/** The box of each state in a text file. */
const BOXES = { "done": "[x]", "not applicable": "[-]", "left": "[ ]" };

/**
 * A record as text for people.
 * @param {Awaited<ReturnType<typeof makeRecord>>} record
 */
export function recordText(record) {
  const check = "check" in record ? gettext("Check: %(check)s", { check: record.check }) : gettext("Check: none; this browser could not make one");
  const states = { "done": gettext("done"), "not applicable": gettext("not applicable"), "left": gettext("left") };
  const items = record.items.map(({ do: action, state, at }) =>
    `${BOXES[/** @type {keyof typeof BOXES} */ (state)]} ${action}\n    ${states[/** @type {keyof typeof states} */ (state)]}${at ? `, ${at}` : ""}`);
  const editions = Object.entries(record.editions).map(([name, digest]) => gettext("From: %(edition)s (%(digest)s)", { edition: name, digest }));
  return [
    record.title,
    record.library,
    "",
    gettext("Saved: %(time)s", { time: record.saved }),
    gettext("Reference number: %(number)s", { number: record.reference || gettext("none") }),
    gettext("Page: %(address)s", { address: record.site || gettext("not known") }),
    "",
    ...items,
    "",
    gettext("Checklist: %(name)s (%(digest)s)", { name: record.checklist, digest: record.digest }),
    ...editions,
    check,
    "",
    gettext("This record was made on the device of whoever used the checklist. It does not prove who did it."),
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
