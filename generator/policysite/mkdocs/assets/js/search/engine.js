// @ts-check
/** Searches pages with Pagefind, and returns clauses. Loaded when a reader begins to search. */

import { rankClauses } from "./clauses.js";
import { pagesNamedIn } from "./pages.js";
import { questionWords, searchTexts } from "./questions.js";
import { nearestWord, normaliseText } from "./words.js";

/**
 * The filters of a search, by the names of the fields of its form; empty values filter nothing.
 * @typedef {Record<string, string>} Filters
 */

/**
 * @typedef {object} Answer
 * @property {import("./clauses.js").Result[]} results the best first; superseded editions after the rest
 * @property {import("./pages.js").SitePage[]} pages the main pages of the site that the query names
 * @property {boolean} hasMore whether further pages match
 * @property {{ from: string, to: string | null }[]} corrections words that no text has, and the words that were
 *   searched for instead
 */

/**
 * @typedef {object} RawResult
 * @property {string} id
 * @property {number} score
 * @property {number[]} words
 * @property {string[]} [matchedMetaFields]
 * @property {() => Promise<any>} data
 */

/**
 * A page before its content is loaded: its id, and for each word of the query what was found of it and its alternatives.
 * @typedef {{ id: string, byWord: Found[][], score: number }} Candidate
 */

/**
 * A page found by a text. factor is less than 1 for an alternative of the query's word.
 * @typedef {{ text: string, result: RawResult, factor: number }} Found
 */

const ROOT = new URL("../../../../", import.meta.url);
const CLAUSE_LENGTH = 80;
const MAX_SUPERSEDED_PAGES = 3;
const ALTERNATIVE_FACTOR = 0.7;
const STEM_LIKENESS = 0.85;

/**
 * The score of Pagefind 1.5 for a word of weight 1 with the same stem as the word searched for: the square of the 24
 * steps of a weight, times its factor for a stem of the same length. Only this score tells such a word from one that
 * merely begins with that stem, as "organise" from "organ".
 */
export const SAME_STEM = 24 ** 2 * Math.exp(Math.exp(-1 / 8) - 1);

/** @type {Promise<any> | undefined} */
let index;
/** @type {Promise<string[]> | undefined} */
let vocabulary;

/** Load the search engine and its index. */
export function prepareSearch() {
  index ??= import(new URL("../../pagefind/pagefind.js", import.meta.url).href).then((pagefind) =>
    pagefind.createInstance({ noWorker: true, baseUrl: ROOT.pathname, ranking: { pageLength: 0.1, termFrequency: 0.5, metaWeights: { document: 10, title: 1 } } }),
  );
  index.catch(() => { index = undefined; });
  return index;
}

/**
 * @param {string} query
 * @param {Filters} filters
 * @param {number} maxPages how many pages to load
 * @returns {Promise<Answer>}
 */
export async function search(query, filters, maxPages) {
  const words = questionWords(query);
  const pages = pagesNamedIn(query);
  if (!words.length) return { results: [], pages, hasMore: false, corrections: [] };
  const first = { ...(await findClauses(words, filters, maxPages)), pages };
  const unknown = words.filter((word, index) =>
    !first.isFound[index] && !word.isNumber && !word.isQuestion && !pages.some(({ names }) => names.has(word.text)));
  if (!unknown.length) return { ...first, corrections: [] };

  const known = await loadVocabulary();
  const corrections = unknown
    .map(({ text }) => ({ from: text, to: nearestWord(text, known) }))
    .filter(({ from }) => !known.includes(from));
  if (!corrections.some(({ to }) => to)) return { ...first, corrections };
  const corrected = words.map((word) => {
    const to = corrections.find(({ from }) => from === word.text)?.to;
    return to ? { ...word, text: to } : word;
  });
  return { ...(await findClauses(corrected, filters, maxPages)), pages, corrections };
}

/**
 * The ranked clauses, whether more pages match, and for each word whether it was found.
 * @param {import("./questions.js").SearchWord[]} words
 * @param {Filters} filters
 * @param {number} maxPages
 */
async function findClauses(words, filters, maxPages) {
  const [current, superseded] = await Promise.all([
    findCandidates(words, filters, "current"),
    findCandidates(words, filters, "superseded"),
  ]);
  const pages = (await Promise.all([
    loadPages(current.slice(0, maxPages), words),
    loadPages(superseded.slice(0, MAX_SUPERSEDED_PAGES), words),
  ])).flat();
  return {
    results: rankClauses(pages, words, filters),
    hasMore: current.length > maxPages,
    isFound: words.map(({ text }, index) => pages.some((page) =>
      page.matches[index].length || page.naming[index] || page.data.anchors.some(({ id }) => id === text))),
  };
}

/**
 * The pages that may have a clause with many of the words, the most promising first.
 * @param {import("./questions.js").SearchWord[]} words
 * @param {Filters} filters
 * @param {"current" | "superseded"} standing
 * @returns {Promise<Candidate[]>}
 */
async function findCandidates(words, filters, standing) {
  const set = Object.entries(filters).filter(([, value]) => value);
  const options = { filters: { ...Object.fromEntries(set), standing } };
  const answers = await Promise.all(words.map((word) => findPages(word, options)));

  /** @type {Map<string, Found[][]>} */
  const pages = new Map();
  answers.forEach((answer, index) => answer.forEach((found) => {
    const byWord = pages.get(found.result.id) ?? words.map(() => []);
    byWord[index].push(found);
    pages.set(found.result.id, byWord);
  }));
  const counts = words.map((_, index) => [...pages.values()].filter((byWord) => byWord[index].length).length);
  const largest = Math.max(10, ...counts);
  const rarity = counts.map((count) => 1 + Math.log(largest / (count + 1) + 1));
  const bestScore = (/** @type {Found[]} */ all) => Math.max(0, ...all.map(({ result, factor }) => result.score * factor));
  const best = answers.map((answer) => Math.max(1, bestScore(answer)));
  const candidates = [...pages].map(([id, byWord]) => {
    const scores = byWord.map((all, index) => (rarity[index] * bestScore(all)) / best[index]);
    const together = rarityTogether(byWord, rarity);
    return { id, byWord, together, score: together + 0.4 * scores.reduce((sum, score) => sum + score, 0) };
  });
  const enough = Math.max(0, ...candidates.map(({ together }) => together)) / 2;
  return candidates
    .filter(({ together }) => together >= enough)
    .sort((first, second) => second.score - first.score || (first.id < second.id ? -1 : 1));
}

/**
 * The pages that Pagefind finds for a word and its alternatives.
 * @param {import("./questions.js").SearchWord} word
 * @param {object} options of Pagefind
 * @returns {Promise<Found[]>}
 */
async function findPages(word, options) {
  const pagefind = await prepareSearch();
  const all = await Promise.all(searchTexts(word).map(async (text) => {
    /** @type {{ results: RawResult[] }} */
    const { results } = await pagefind.search(text, options);
    return results.map((result) => ({ text, result, factor: text === word.text ? 1 : ALTERNATIVE_FACTOR }));
  }));
  return all.flat();
}

/**
 * The greatest sum of the rarity of words that are as close together on a page as in a clause.
 * @param {Found[][]} byWord
 * @param {number[]} rarity
 */
function rarityTogether(byWord, rarity) {
  const isNaming = byWord.map((all) => all.some(({ result }) => result.matchedMetaFields?.includes("document")));
  const naming = rarity.reduce((sum, value, index) => sum + (isNaming[index] ? value : 0), 0);
  const places = rarity
    .flatMap((_, index) => (isNaming[index] ? [] : byWord[index].flatMap(({ result }) => result.words))
      .map((location) => ({ location, index })))
    .sort((place, other) => place.location - other.location);
  const counts = rarity.map(() => 0);
  let [sum, best, from] = [0, 0, 0];
  for (const { location, index } of places) {
    if (!counts[index]) sum += rarity[index];
    counts[index] += 1;
    while (location - places[from].location > CLAUSE_LENGTH) {
      const left = places[from].index;
      counts[left] -= 1;
      if (!counts[left]) sum -= rarity[left];
      from += 1;
    }
    best = Math.max(best, sum);
  }
  return best + naming;
}

/**
 * The content of candidates, and the matches of each word in it.
 * @param {Candidate[]} candidates
 * @param {import("./questions.js").SearchWord[]} words
 * @returns {Promise<import("./clauses.js").FoundPage[]>}
 */
function loadPages(candidates, words) {
  return Promise.all(candidates.map(async ({ byWord }) => {
    /** @type {import("./clauses.js").PageData | undefined} */
    let data;
    const matches = words.map(() => /** @type {import("./clauses.js").Match[]} */ ([]));
    const naming = words.map(() => false);
    // One text at a time: Pagefind returns the same object for a page each time, with the last text's matches.
    for (const [index, word] of words.entries()) {
      for (const { text, result, factor } of byWord[index]) {
        const page = await result.data();
        data ??= page;
        const found = findMatches(page, { ...word, text })
          .filter(({ likeness }) => factor === 1 || likeness >= STEM_LIKENESS);
        matches[index].push(...found.map((match) => ({ ...match, likeness: match.likeness * factor })));
        naming[index] ||= factor === 1 && isInPageName(result, found);
      }
    }
    return { data: /** @type {import("./clauses.js").PageData} */ (data), matches, naming };
  }));
}

/**
 * Whether the name of a page contains a word, and not merely one that begins like it.
 * @param {RawResult} result
 * @param {import("./clauses.js").Match[]} matches
 */
function isInPageName({ matchedMetaFields }, matches) {
  return Boolean(matchedMetaFields?.includes("document") ||
    (matchedMetaFields?.some((field) => field !== "kind") && matches.some(({ likeness }) => likeness === 1)));
}

/**
 * The matches of a word on a page: the word itself, another form of it, or a word that begins with it. Pagefind also
 * returns words that merely begin alike; these are left out.
 * @param {any} page
 * @param {import("./words.js").Word} word
 * @returns {import("./clauses.js").Match[]}
 */
function findMatches(page, word) {
  const tokens = page.content.split(/\s+/);
  return page.weighted_locations.flatMap((/** @type {any} */ place) => {
    const token = normaliseText(tokens[place.location] ?? "");
    const isSameStem = place.balanced_score / place.weight ** 2 >= SAME_STEM * 0.99;
    let likeness = 0;
    if (word.isNumber) likeness = token === word.text ? 1 : token.startsWith(`${word.text}.`) ? 0.5 : 0;
    else if (token === word.text) likeness = 1;
    else if (isSameStem) likeness = STEM_LIKENESS;
    else if (token.startsWith(word.text)) likeness = 0.35 + (0.5 * word.text.length) / token.length;
    else if (token.split(/[^\p{L}\p{N}]+/u).some((piece) => piece.startsWith(word.text))) likeness = 0.6;
    return likeness ? [{ location: place.location, likeness }] : [];
  });
}

/** The words of the library, fetched only when a query has a word that was not found. */
function loadVocabulary() {
  vocabulary ??= fetch(new URL("search/words.json", ROOT)).then((response) => (response.ok ? response.json() : []));
  vocabulary.catch(() => { vocabulary = undefined; });
  return vocabulary;
}
