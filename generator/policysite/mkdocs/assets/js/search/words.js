// @ts-check
/** The words of a query, how they are compared with those of a text, and corrections of misspelt words. */

import { gettext } from "../translation.js";

/**
 * A word of a query. A number is that of a clause, as in 3.2.1.
 * @typedef {{ text: string, isNumber: boolean }} Word
 */

/** Words too common to search for, unless a query has no others. */
export const STOP_WORDS = new Set(gettext("a about am an and any are as at be by can clause could did do does for from had has have he her him his how i if in is it its me my no not of on or our paragraph said say says section she so some than that the their them there these they this to us was we were what where which who whom whose why will with would you your").split(" "));

const NUMBER = /^\d+(?:\.\d+)*[a-z]{0,3}$/;
const MAX_WORDS = 12;

/** The brackets around the synonyms of a clause, as outputs/site/synonyms.py writes them. */
export const [SYNONYMS_START, SYNONYMS_END] = ["⟦", "⟧"];

/**
 * A word as it is compared: in lower case, without accents and surrounding punctuation.
 * @param {string} text
 */
export function normaliseText(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’']s$/, "")
    .replace(/^[^\p{L}\p{N}@]+|[^\p{L}\p{N}]+$/gu, "");
}

/**
 * The words of a query to search for, in order and without repetitions.
 * @param {string} query
 * @returns {Word[]}
 */
export function queryWords(query) {
  const all = [...new Set(query.split(/[\s/·,;]+/).map((word) => normaliseText(word.replace(/[’']s\b/, ""))))].filter(Boolean);
  const significant = all.filter((word) => !STOP_WORDS.has(word));
  return (significant.length ? significant : all)
    .slice(0, MAX_WORDS)
    .map((text) => ({ text, isNumber: NUMBER.test(text) }));
}

/**
 * The edit distance of two words: how many letters must be changed, inserted, removed or swapped with a neighbour.
 * It is counted up to `limit`; beyond, the result is `limit` + 1.
 * @param {string} word
 * @param {string} other
 * @param {number} limit
 */
export function editDistance(word, other, limit) {
  if (Math.abs(word.length - other.length) > limit) return limit + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= word.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = word[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/**
 * The word of a vocabulary that a misspelt word most likely means; null where none is near.
 * @param {string} word
 * @param {string[]} vocabulary
 * @returns {string | null}
 */
export function nearestWord(word, vocabulary) {
  if (word.length < 4 || vocabulary.includes(word)) return null;
  const limit = word.length > 8 ? 2 : 1;
  let best = { text: /** @type {string | null} */ (null), distance: limit + 1 };
  for (const text of vocabulary) {
    const distance = editDistance(word, text, limit) + (text[0] === word[0] ? 0 : 0.5);
    if (distance < best.distance) best = { text, distance };
  }
  return best.text;
}
