// @ts-check
/** What people ask for in plain words, and what policies say in their place. */

import { queryWords } from "./words.js";

/**
 * A word of a query with what may be said in its place. A question stands for no word of its own.
 * @typedef {import("./words.js").Word & { others: string[], isQuestion: boolean }} Asked
 */

/** By the words that somebody may ask with: what a policy may say. Endings in s, ed and ing are taken off. */
const SAID = new Map(Object.entries({
  "keep kept store": "retain retention hold held",
  "destroy delete deleted": "dispose disposal erase",
  "pay paid cost money": "fund finance",
  "tell told": "notify report",
  "ask": "request consult",
  "talk speak": "contact consult",
  "help": "support assist",
  "choose chosen pick appoint": "nominate",
  "law": "legislation act",
  "boss": "supervisor manager",
  "own owned": "owner",
  "safe safely": "secure security",
  "update updated": "review amend",
  "ban banned forbid forbidden disallowed": "prohibited",
}).flatMap(([asked, said]) =>
  asked.split(" ").map((word) => /** @type {[string, string[]]} */ ([word, said.split(" ")]))));

/** Questions of two words that ask for one thing. */
const ASKED_OF = new Map([
  ["how-long", ["retention", "retain", "period", "duration"]],
  ["how-often", ["every", "regular", "frequency"]],
  ["how-much", ["amount", "funding"]],
]);

/**
 * The words to search for, in order, each once.
 * @param {string} query
 * @returns {Asked[]}
 */
export function questionWords(query) {
  return queryWords(query.replace(/\bhow\s+(?=(?:long|often|much)\b)/giu, "how-")).map((word) => ({
    ...word,
    others: ASKED_OF.get(word.text) ?? SAID.get(word.text) ?? SAID.get(word.text.replace(/(?:s|ed|ing)$/, "")) ?? [],
    isQuestion: ASKED_OF.has(word.text),
  }));
}

/**
 * What to search for where a word is asked for: the word itself, and what may be said in its place.
 * @param {Asked} word
 * @returns {string[]}
 */
export function searchTexts({ text, others, isQuestion }) {
  return isQuestion ? others : [text, ...others];
}
