// @ts-check
/** Words: what a query asks for, how a text's words are compared with it, and what a misspelt one may mean. */

/**
 * A word of a query. A number is one of a clause, as in 3.2.1.
 * @typedef {{ text: string, isNumber: boolean }} Word
 */

/** Words that say too little to search for, unless there are no others. */
export const STOP_WORDS = new Set(
  ("a about am an and any are as at be by can clause could did do does for from had has have he her him his how i " +
    "if in is it its me my no not of on or our paragraph said say says section she so some than that the their them " +
    "there these they this to us was we were what where which who whom whose why will with would you your").split(" "),
);

const NUMBER = /^\d+(?:\.\d+)*[a-z]?$/;
const MOST_WORDS = 12;

/** The brackets around what a clause is found by although it does not say it. */
export const [SYNONYMS_START, SYNONYMS_END] = ["⟦", "⟧"];

/**
 * A word without what punctuation surrounds it, in small letters and without accents.
 * @param {string} text
 */
export function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’']s$/, "")
    .replace(/^[^\p{L}\p{N}@]+|[^\p{L}\p{N}]+$/gu, "");
}

/**
 * The words to search for, in order, each once.
 * @param {string} query
 * @returns {Word[]}
 */
export function queryWords(query) {
  const all = [...new Set(query.split(/[\s/·,;]+/).map((one) => plain(one.replace(/[’']s\b/, ""))))].filter(Boolean);
  const telling = all.filter((one) => !STOP_WORDS.has(one));
  return (telling.length ? telling : all)
    .slice(0, MOST_WORDS)
    .map((text) => ({ text, isNumber: NUMBER.test(text) }));
}

/**
 * How many letters must be changed, put in, left out or exchanged with a neighbour to make one word
 * of another; more than `most` is not counted further.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/**
 * The word of a library that a misspelt one most likely means.
 * @param {string} word
 * @param {string[]} vocabulary
 * @returns {string | null}
 */
export function nearest(word, vocabulary) {
  if (word.length < 4 || vocabulary.includes(word)) return null;
  const most = word.length > 8 ? 2 : 1;
  let best = { text: /** @type {string | null} */ (null), away: most + 1 };
  for (const text of vocabulary) {
    const away = distance(word, text, most) + (text[0] === word[0] ? 0 : 0.5);
    if (away < best.away) best = { text, away };
  }
  return best.text;
}
