// @ts-check
/** Asks Pagefind, page by page, and answers clause by clause. Loaded when somebody begins to search. */

import { rank } from "./clauses.js";
import { pagesNamedIn } from "./pages.js";
import { questionWords, searchTexts } from "./questions.js";
import { nearest, plain } from "./words.js";

/**
 * What narrows a search; empty values do not.
 * @typedef {{ document?: string, kind?: string, role?: string }} Filters
 */

/**
 * @typedef {object} Answer
 * @property {import("./clauses.js").Result[]} results the best first; superseded editions after the rest
 * @property {import("./pages.js").SitePage[]} pages of the site itself that are asked for
 * @property {boolean} hasMore whether further pages match
 * @property {{ from: string, to: string | null }[]} corrections words that nothing says, and what was
 *   searched for in their place
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
 * A page by its id: what was found on it of each of the query's words, and of each of the texts that may
 * be said in its place, before anything of the page was loaded.
 * @typedef {{ id: string, byWord: Found[][], worth: number }} Candidate
 */

/** @typedef {{ text: string, result: RawResult, share: number }} Found */

const ROOT = new URL("../../../../", import.meta.url);
const CLAUSE_LENGTH = 80;
const SUPERSEDED_PAGES = 3;
const IN_OTHER_TERMS = 0.7;
const IN_ANOTHER_FORM = 0.85;

/**
 * The score that Pagefind 1.5 gives to a place at weight 1 where a word has the stem of the one asked for: the
 * square of the 24 steps of a weight, times what a stem of the same length is worth. Nothing else that it
 * says tells such a word from one that only begins with that stem, as "organise" from "organ".
 */
export const SAME_STEM = 24 ** 2 * Math.exp(Math.exp(-1 / 8) - 1);

/** @type {Promise<any> | undefined} */
let index;
/** @type {Promise<string[]> | undefined} */
let vocabulary;

/** Load what every search needs. */
export function prepare() {
  index ??= import(new URL("../../pagefind/pagefind.js", import.meta.url).href).then((pagefind) =>
    pagefind.createInstance({ noWorker: true, baseUrl: ROOT.pathname, ranking: { pageLength: 0.1, termFrequency: 0.5, metaWeights: { document: 10, title: 1 } } }),
  );
  index.catch(() => { index = undefined; });
  return index;
}

/**
 * @param {string} query
 * @param {Filters} filters
 * @param {number} mostPages how many pages to look into
 * @returns {Promise<Answer>}
 */
export async function search(query, filters, mostPages) {
  const asked = questionWords(query);
  const pages = pagesNamedIn(query);
  if (!asked.length) return { results: [], pages, hasMore: false, corrections: [] };
  const first = { ...(await ask(asked, filters, mostPages)), pages };
  const lost = asked.filter((word, place) =>
    !first.isSaid[place] && !word.isNumber && !word.isQuestion && !pages.some(({ names }) => names.has(word.text)));
  if (!lost.length) return { ...first, corrections: [] };

  const known = await words();
  const corrections = lost
    .map(({ text }) => ({ from: text, to: nearest(text, known) }))
    .filter(({ from }) => !known.includes(from));
  if (!corrections.some(({ to }) => to)) return { ...first, corrections };
  const better = asked.map((word) => {
    const to = corrections.find(({ from }) => from === word.text)?.to;
    return to ? { ...word, text: to } : word;
  });
  return { ...(await ask(better, filters, mostPages)), pages, corrections };
}

/**
 * @param {import("./questions.js").Asked[]} asked
 * @param {Filters} filters
 * @param {number} mostPages
 */
async function ask(asked, filters, mostPages) {
  const [current, superseded] = await Promise.all([
    candidates(asked, filters, "current"),
    candidates(asked, filters, "superseded"),
  ]);
  const [now, before] = await Promise.all([
    load(current.slice(0, mostPages), asked),
    load(superseded.slice(0, SUPERSEDED_PAGES), asked),
  ]);
  return {
    results: rank([...now, ...before], asked, filters),
    hasMore: current.length > mostPages,
    isSaid: asked.map(({ text }, place) => [...now, ...before].some((page) =>
      page.matches[place].length || page.naming[place] || page.data.anchors.some(({ id }) => id === text))),
  };
}

/**
 * The pages that may have a clause with many of the words, those first that may have one with most.
 * @param {import("./questions.js").Asked[]} asked
 * @param {Filters} filters
 * @param {"current" | "superseded"} standing
 * @returns {Promise<Candidate[]>}
 */
async function candidates(asked, filters, standing) {
  const given = Object.entries(filters).filter(([, value]) => value);
  const narrowed = { filters: { ...Object.fromEntries(given), standing } };
  const answers = await Promise.all(asked.map((word) => findingsOf(word, narrowed)));

  /** @type {Map<string, Found[][]>} */
  const pages = new Map();
  answers.forEach((answer, place) => answer.forEach((one) => {
    const byWord = pages.get(one.result.id) ?? asked.map(() => []);
    byWord[place].push(one);
    pages.set(one.result.id, byWord);
  }));
  const holding = asked.map((_, place) => [...pages.values()].filter((byWord) => byWord[place].length).length);
  const most = Math.max(10, ...holding);
  const rarity = holding.map((count) => 1 + Math.log(most / (count + 1) + 1));
  const score = (/** @type {Found[]} */ all) => Math.max(0, ...all.map(({ result, share }) => result.score * share));
  const best = answers.map((answer) => Math.max(1, score(answer)));
  const found = [...pages].map(([id, byWord]) => {
    const shares = byWord.map((all, place) => (rarity[place] * score(all)) / best[place]);
    const together = closest(byWord, rarity);
    return { id, byWord, together, worth: together + 0.4 * shares.reduce((sum, one) => sum + one, 0) };
  });
  const enough = Math.max(0, ...found.map((one) => one.together)) / 2;
  return found
    .filter((one) => one.together >= enough)
    .sort((one, other) => other.worth - one.worth || (one.id < other.id ? -1 : 1));
}

/**
 * @param {import("./questions.js").Asked} word
 * @param {object} narrowed
 * @returns {Promise<Found[]>}
 */
async function findingsOf(word, narrowed) {
  const pagefind = await prepare();
  const all = await Promise.all(searchTexts(word).map(async (text) => {
    /** @type {{ results: RawResult[] }} */
    const { results } = await pagefind.search(text, narrowed);
    return results.map((result) => ({ text, result, share: text === word.text ? 1 : IN_OTHER_TERMS }));
  }));
  return all.flat();
}

/**
 * The worth of the words that stand together somewhere on a page, as they do in a clause.
 * @param {Found[][]} byWord
 * @param {number[]} rarity
 */
function closest(byWord, rarity) {
  const isNaming = byWord.map((all) => all.some(({ result }) => result.matchedMetaFields?.includes("document")));
  const named = rarity.reduce((sum, value, place) => sum + (isNaming[place] ? value : 0), 0);
  const places = rarity
    .flatMap((_, place) => (isNaming[place] ? [] : byWord[place].flatMap(({ result }) => result.words))
      .map((location) => ({ location, place })))
    .sort((one, other) => one.location - other.location);
  const held = rarity.map(() => 0);
  let [sum, best, from] = [0, 0, 0];
  for (const { location, place } of places) {
    if (!held[place]) sum += rarity[place];
    held[place] += 1;
    while (location - places[from].location > CLAUSE_LENGTH) {
      held[places[from].place] -= 1;
      if (!held[places[from].place]) sum -= rarity[places[from].place];
      from += 1;
    }
    best = Math.max(best, sum);
  }
  return best + named;
}

/**
 * @param {Candidate[]} found
 * @param {import("./questions.js").Asked[]} asked
 * @returns {Promise<import("./clauses.js").FoundPage[]>}
 */
function load(found, asked) {
  return Promise.all(found.map(async ({ byWord }) => {
    /** @type {import("./clauses.js").PageData | undefined} */
    let data;
    const matches = asked.map(() => /** @type {import("./clauses.js").Match[]} */ ([]));
    const naming = asked.map(() => false);
    // One text after the other: the answers for one page are one object, of which the last has its say.
    for (const [place, word] of asked.entries()) {
      for (const { text, result, share } of byWord[place]) {
        const page = await result.data();
        data ??= page;
        const held = alike(page, { ...word, text }).filter(({ likeness }) => share === 1 || likeness >= IN_ANOTHER_FORM);
        matches[place].push(...held.map((match) => ({ ...match, likeness: match.likeness * share })));
        naming[place] ||= share === 1 && isNamed(result, held);
      }
    }
    return { data: /** @type {import("./clauses.js").PageData} */ (data), matches, naming };
  }));
}

/**
 * Whether what the page is called holds a word: a page whose title only begins like it does not.
 * @param {RawResult} result
 * @param {import("./clauses.js").Match[]} matches
 */
function isNamed({ matchedMetaFields }, matches) {
  return Boolean(matchedMetaFields?.includes("document") ||
    (matchedMetaFields?.some((field) => field !== "kind") && matches.some(({ likeness }) => likeness === 1)));
}

/**
 * The places that really hold a word, or one that begins with it. Where a page holds neither, Pagefind
 * gives what begins like the word; those are left out.
 * @param {any} page
 * @param {import("./words.js").Word} word
 * @returns {import("./clauses.js").Match[]}
 */
function alike(page, word) {
  const tokens = page.content.split(/\s+/);
  return page.weighted_locations.flatMap((/** @type {any} */ place) => {
    const token = plain(tokens[place.location] ?? "");
    const isSame = place.balanced_score / place.weight ** 2 >= SAME_STEM * 0.99;
    let likeness = 0;
    if (word.isNumber) likeness = token === word.text ? 1 : token.startsWith(`${word.text}.`) ? 0.5 : 0;
    else if (token === word.text) likeness = 1;
    else if (isSame) likeness = IN_ANOTHER_FORM;
    else if (token.startsWith(word.text)) likeness = 0.35 + (0.5 * word.text.length) / token.length;
    else if (token.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word.text))) likeness = 0.6;
    return likeness ? [{ location: place.location, likeness }] : [];
  });
}

/** The words of the library, fetched when a word is not among what it says. */
function words() {
  vocabulary ??= fetch(new URL("search/words.json", ROOT)).then((response) => (response.ok ? response.json() : []));
  vocabulary.catch(() => { vocabulary = undefined; });
  return vocabulary;
}
