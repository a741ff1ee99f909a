// @ts-check
/** The everyday words that people search with, and the words that policies use instead. */

import { queryWords } from "./words.js";

/**
 * A word to search for, with alternatives. A question, as "how long", is searched for by its alternatives only.
 * @typedef {import("./words.js").Word & { others: string[], isQuestion: boolean }} SearchWord
 */

/** The alternatives in policies for everyday words. Words are also looked up without the endings s, ed and ing. */
const ALTERNATIVES = new Map(Object.entries({
  "keep kept store": "retain retention hold held",
  "destroy delete deleted": "dispose disposal erase",
  "pay paid cost money": "fund finance",
  "tell told": "notify report",
  "ask": "request consult",
  "talk speak": "contact consult",
  "help": "support assist",
  "choose chosen pick appoint": "nominate",
  "law": "legislation act",
  "annexe": "annex",
  "boss": "supervisor manager",
  "own owned": "owner",
  "safe safely": "secure security",
  "update updated": "review amend",
  "ban banned forbid forbidden disallowed": "prohibited",
}).flatMap(([everyday, formal]) =>
  everyday.split(" ").map((word) => /** @type {[string, string[]]} */ ([word, formal.split(" ")]))));

/** The alternatives for questions of two words. */
const QUESTION_ALTERNATIVES = new Map([
  ["how-long", ["retention", "retain", "period", "duration"]],
  ["how-often", ["every", "regular", "frequency"]],
  ["how-much", ["amount", "funding"]],
]);

/**
 * The words to search for, in order and without repetitions.
 * @param {string} query
 * @returns {SearchWord[]}
 */
export function questionWords(query) {
  return queryWords(query.replace(/\bhow\s+(?=(?:long|often|much)\b)/giu, "how-")).map((word) => ({
    ...word,
    others: QUESTION_ALTERNATIVES.get(word.text) ?? ALTERNATIVES.get(word.text) ?? ALTERNATIVES.get(word.text.replace(/(?:s|ed|ing)$/, "")) ?? [],
    isQuestion: QUESTION_ALTERNATIVES.has(word.text),
  }));
}

/**
 * The texts to search for: a word and its alternatives, or the alternatives of a question.
 * @param {SearchWord} word
 * @returns {string[]}
 */
export function searchTexts({ text, others, isQuestion }) {
  return isQuestion ? others : [text, ...others];
}
