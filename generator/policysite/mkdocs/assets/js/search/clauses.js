// @ts-check
/** Finds the clauses on the pages that Pagefind returns: which match, how well, and an excerpt of each. */

import { provisionName } from "./provisions.js";
import { searchTexts } from "./questions.js";
import { STOP_WORDS, SYNONYMS_END, SYNONYMS_START, normaliseText } from "./words.js";

/**
 * A page as Pagefind returns it. A location is an index among the words of its content.
 * @typedef {object} PageData
 * @property {string} url
 * @property {string} content
 * @property {Record<string, string>} meta
 * @property {Record<string, string[]>} filters
 * @property {{ element: string, id: string, text: string, location: number }[]} anchors
 */

/**
 * A word of a page that matches a word of the query: its location, and the likeness of the two, from 0 to 1.
 * @typedef {{ location: number, likeness: number }} Match
 */

/**
 * A found page: its data, and for each word of the query its matches and whether it names the page.
 * @typedef {{ data: PageData, matches: Match[][], naming: boolean[] }} FoundPage
 */

/**
 * A piece of an excerpt, which is highlighted if it matches.
 * @typedef {{ text: string, isMatch: boolean }} Piece
 */

/**
 * @typedef {object} Result
 * @property {string} url
 * @property {string} kind that of the document, or role, checklist, reference or term
 * @property {string} label what readers call a result of that kind
 * @property {string} reference of the document, or empty
 * @property {string} number of the clause, with its part if it has one; empty for one without a number
 * @property {string} heading
 * @property {string} document the title of the document that the clause belongs to, or empty
 * @property {string} edition in words, or empty
 * @property {string} language of the text where it is another than that of the site, or empty
 * @property {string} languageName what that language calls itself, or empty
 * @property {boolean} isSuperseded
 * @property {Piece[]} excerpt
 * @property {number} score
 */

/**
 * The words of a clause, section, term or reference on a page, or those before the first.
 * @typedef {object} Passage
 * @property {string} id
 * @property {import("./provisions.js").ProvisionName} name
 * @property {string} heading its own heading
 * @property {string} above the heading above it
 * @property {number} start
 * @property {number} end
 */

/** By these factors a match counts more or less, depending on where it is. */
const SYNONYM_FACTOR = 0.9;
const HEADING_ABOVE_FACTOR = 0.35;
const PAGE_NAME_FACTOR = 0.3;
const OWN_HEADING_FACTOR = 1.2;
const DUTY_FACTOR = 1.12;
const FACTS_FACTOR = 0.6;
const EXPLAINED_FACTOR = 1.2;
const PHRASE_FACTOR = 1.5;
const PHRASE_AND_SYNONYM_FACTOR = 1.65;
const SYNONYM_PHRASE_FACTOR = 1.25;
const EXACT_HEADING_FACTOR = 1.15;
const EXACT_NUMBER_BONUS = 100;
const DOCUMENT_NAME_FACTOR = 0.5;
const EXCERPT_WORDS = 26;

/** The words by which people ask for a clause of a part: its number is then that of no clause of the body. */
const PARTS = new Set(["appendix", "annex", "schedule"]);

/** An abbreviation after its expansion, as in "Flexible working request (FWR)". */
const ABBREVIATION = /^\(\p{Lu}[\p{L}\d&-]*\)/u;

/** The factors of kinds of results: people mostly look for clauses. */
const KIND_FACTORS = { clause: 1, section: 0.9, document: 0.85, role: 0.75, checklist: 0.4, reference: 0.75, term: 0.55 };

/**
 * The clauses that match, the best first; those of superseded editions come after all others.
 * @param {FoundPage[]} pages
 * @param {import("./questions.js").SearchWord[]} words
 * @param {{ role?: string }} filters
 * @returns {Result[]}
 */
export function rankClauses(pages, words, filters) {
  const phrase = words.map((word) => word.text).join(" ");
  const candidates = pages.flatMap((page) => candidatesOf(page, words, filters.role ?? ""));
  const rarity = rarityOf(words, candidates);
  const totalRarity = rarity.reduce((sum, value) => sum + value, 0);
  const scored = candidates.map((candidate) => {
    const { own, around, factor, bonus } = candidate;
    const sum = (/** @type {number[]} */ values) =>
      values.reduce((total, value, index) => total + value * rarity[index], 0);
    const covered = sum(own.map((value, index) => Math.min(1, Math.max(value, around[index])))) / totalRarity;
    const strength = sum(own.map((value, index) => Math.max(value, around[index]))) / totalRarity;
    return { ...candidate, covered, score: covered * strength * factor * phraseFactor(candidate, phrase, words) + bonus };
  });
  const bestCovered = Math.max(0, ...scored.map(({ covered }) => covered));
  return scored
    .filter(({ bonus, covered }) => bonus || covered >= bestCovered / 2)
    .sort((first, second) =>
      Number(first.isSuperseded) - Number(second.isSuperseded) || second.score - first.score || first.order - second.order)
    .map(({ result, score }) => result(score));
}

/**
 * The weight of each word of the query: the rarer among the candidates, the more. The name of a document weighs less
 * than any other word, so that a clause with the others comes before one that merely belongs to the document.
 * @param {import("./questions.js").SearchWord[]} words
 * @param {{ own: number[], named: number }[]} candidates
 */
function rarityOf(words, candidates) {
  const names = new Set(candidates.map(({ named }) => named));
  const rarity = words.map((_, index) => {
    const holding = candidates.filter(({ own }) => own[index] > 0).length;
    return Math.log(1 + (candidates.length - holding + 0.5) / (holding + 0.5)) + 0.5;
  });
  const least = Math.min(...rarity.filter((_, index) => !names.has(index)));
  return rarity.map((value, index) => (names.has(index) ? Math.min(value, DOCUMENT_NAME_FACTOR * least) : value));
}

/**
 * @param {FoundPage} page
 * @param {import("./questions.js").SearchWord[]} words
 * @param {string} role
 */
function candidatesOf(page, words, role) {
  const { data, matches, naming } = page;
  const tokens = data.content.split(/\s+/);
  const hidden = hiddenTokens(tokens);
  const kind = data.filters.kind?.[0] ?? "";
  const reference = data.meta.reference ?? "";
  const names = [reference, data.meta.document ?? ""].map((name) => name.toLowerCase());
  const isSuperseded = data.filters.standing?.[0] === "superseded";
  const named = words.findIndex((word) => names.includes(word.text));
  const askedPart = words.flatMap(searchTexts).find((text) => PARTS.has(text)) ?? "";
  const duties = data.anchors.filter(({ id }) => id.startsWith("duty:")).map(({ location }) => location);

  return passagesOf(data, tokens, kind).flatMap((passage, order) => {
    const isHead = !passage.id;
    const inside = matches.map((wordMatches) =>
      wordMatches.filter(({ location }) => location >= passage.start && location < passage.end),
    );
    if (role && kind !== "role" && !tokens.slice(passage.start, passage.end).some((token, index) =>
      hidden[passage.start + index] && normaliseText(token) === `@${role}`)) return [];

    const factsStart = isHead && reference ? passage.start + data.meta.title.split(/\s+/).length : Infinity;
    const visible = range(passage.start, passage.end).filter((index) => !hidden[index]);
    const numberWords = passage.heading === passage.id ? 0 : shownNumberWords(tokens, visible, passage.name);
    const headingWords = passage.heading ? passage.heading.split(/\s+/).length + numberWords : 0;
    const duty = duties.find((location) => location >= passage.start && location < passage.end) ?? Infinity;
    const own = inside.map((wordMatches) =>
      Math.max(0, ...wordMatches.map(({ location, likeness }) => {
        if (hidden[location]) return likeness * SYNONYM_FACTOR;
        if (location < passage.start + headingWords) return likeness * OWN_HEADING_FACTOR;
        if (location >= factsStart) return likeness * FACTS_FACTOR; // the facts of a document, below its title
        const isExplained = [tokens[location], tokens[location + 1] ?? ""].some((token) => ABBREVIATION.test(token));
        return likeness * (location >= duty ? DUTY_FACTOR : 1) * (isExplained ? EXPLAINED_FACTOR : 1);
      }) ) + 0.03 * Math.min(wordMatches.length, 4) * Number(wordMatches.length > 1));
    const above = new Set(passage.above.split(/\s+/).map(normaliseText));
    const around = words.map((word, index) => {
      if (index === named) return isHead ? 2 : 1;
      if (naming[index]) return isHead ? 1 : PAGE_NAME_FACTOR;
      return searchTexts(word).some((text) => above.has(text)) ? HEADING_ABOVE_FACTOR : 0;
    });

    const isNumberAsked = passage.name.part === askedPart && words.some((word) => word.isNumber && word.text === passage.name.number);
    const isIdAsked = named >= 0 && !passage.name.number && words.some((word) => word.text === passage.id.toLowerCase());
    const bonus = isNumberAsked || isIdAsked ? EXACT_NUMBER_BONUS * (1 + Number(named >= 0)) : isHead && named >= 0 && words.length === 1 ? EXACT_NUMBER_BONUS : 0;
    if (!bonus && !own.some((value) => value > 0)) return [];

    const factor = isHead && reference ? KIND_FACTORS.document
      : kind in KIND_FACTORS ? KIND_FACTORS[/** @type {keyof typeof KIND_FACTORS} */ (kind)]
      : passage.heading && visible.length <= headingWords ? KIND_FACTORS.section : KIND_FACTORS.clause;
    return [{
      own, around, named, bonus, factor, order, isSuperseded,
      text: comparableText(visible.map((index) => tokens[index])),
      synonyms: comparableText(range(passage.start, passage.end).filter((index) => hidden[index]).map((index) => tokens[index])),
      heading: comparableText((isHead ? data.meta.title : passage.heading).split(/\s+/)),
      /** @param {number} score @returns {Result} */
      result: (score) => ({
        url: passage.id ? `${data.url}#${encodeURI(passage.id)}` : data.url,
        kind,
        label: data.meta.label ?? "",
        reference,
        number: reference ? passage.name.label : "",
        heading: passage.heading || (isHead ? data.meta.title : passage.above),
        document: reference && passage.id ? data.meta.title : "",
        edition: data.meta.edition ?? "",
        language: data.meta.language ?? "",
        languageName: data.meta["language-name"] ?? "",
        isSuperseded,
        excerpt: excerptOf(tokens, visible, inside, isHead ? data.meta.title.split(/\s+/).length : headingWords || numberWords),
        score,
      }),
    }];
  });
}

/**
 * The passages of a page, in order: the words before the first anchor, then those from each anchor to the next.
 * @param {PageData} data
 * @param {string[]} tokens
 * @param {string} kind
 * @returns {Passage[]}
 */
function passagesOf(data, tokens, kind) {
  const [first, ...others] = data.anchors
    .filter(({ id }) => !/^_|:/.test(id) || isOfAttachments(id))
    .sort((anchor, other) => anchor.location - other.location);
  const anchors = first && kind !== "role" ? [first, ...others] : [];
  let above = "";
  /** @type {Passage[]} */
  const passages = [{ id: "", name: provisionName(""), heading: "", above: "", start: 0, end: first?.location ?? tokens.length }];
  anchors.forEach((anchor, index) => {
    const end = anchors[index + 1]?.location ?? tokens.length;
    const isHeading = /^h\d$/.test(anchor.element);
    const name = provisionName(anchor.id);
    let heading = "";
    if (isHeading) {
      heading = anchor.text.replace(/\s+/g, " ").trim();
      if (name.shown && heading.startsWith(`${name.shown} `)) heading = heading.slice(name.shown.length + 1);
      above = heading;
    } else if (kind === "reference") {
      const last = tokens.slice(anchor.location, end).findIndex((token) => token.endsWith("."));
      heading = tokens.slice(anchor.location, anchor.location + last + 1).join(" ").replace(/\.$/, "");
    } else if (kind === "term") {
      heading = /^[a-z0-9-]+$/.test(anchor.id) ? anchor.id.replaceAll("-", " ") : anchor.id; // as it is written
    }
    passages.push({ id: anchor.id, name, heading, above: isHeading ? "" : above, start: anchor.location, end });
  });
  return passages;
}

/**
 * Whether an anchor is that of the attachments of an edition, or of one of its sections.
 * @param {string} id
 */
function isOfAttachments(id) {
  return /^_attachments(?:-|$)/.test(id);
}

/**
 * How many words at the beginning of a passage are its number, as the page shows it.
 * @param {string[]} tokens
 * @param {number[]} visible
 * @param {import("./provisions.js").ProvisionName} name
 */
function shownNumberWords(tokens, visible, { shown }) {
  const words = shown ? shown.toLowerCase().split(" ") : [];
  return words.every((word, index) => normaliseText(tokens[visible[index]] ?? "") === word) ? words.length : 0;
}

/**
 * Which words belong to the synonyms in brackets, which readers do not see.
 * @param {string[]} tokens
 */
function hiddenTokens(tokens) {
  let isHidden = false;
  return tokens.map((token) => {
    if (token === SYNONYMS_START) isHidden = true;
    const isTokenHidden = isHidden;
    if (token === SYNONYMS_END) isHidden = false;
    return isTokenHidden;
  });
}

/**
 * The factor for passages that have the query's words side by side.
 * @param {{ text: string, synonyms: string, heading: string }} passage
 * @param {string} phrase
 * @param {import("./questions.js").SearchWord[]} words
 */
function phraseFactor(passage, phrase, words) {
  if (passage.heading === ` ${phrase} `) return words.length > 1 ? PHRASE_FACTOR * EXACT_HEADING_FACTOR : EXACT_HEADING_FACTOR;
  if (words.length < 2) return 1;
  const isSynonym = passage.synonyms.includes(` ${phrase}`);
  if (passage.text.includes(` ${phrase}`)) return isSynonym ? PHRASE_AND_SYNONYM_FACTOR : PHRASE_FACTOR;
  if (isSynonym) return SYNONYM_PHRASE_FACTOR;
  const pairs = words.slice(1).filter((word, index) => passage.text.includes(` ${words[index].text} ${word.text} `));
  return 1 + (0.4 * pairs.length) / words.length;
}

/**
 * The words as one text to find phrases in: normalised, without stop words, with a space at both ends.
 * @param {string[]} tokens
 */
function comparableText(tokens) {
  return ` ${tokens.map(normaliseText).filter((word) => word && !STOP_WORDS.has(word)).join(" ")} `;
}

/**
 * An excerpt in pieces: the words around the most matches.
 * @param {string[]} tokens
 * @param {number[]} visible
 * @param {Match[][]} inside
 * @param {number} labelWords how many words at its beginning are its number and heading
 * @returns {Piece[]}
 */
function excerptOf(tokens, visible, inside, labelWords) {
  const shown = visible.slice(labelWords).filter((index) => /[\p{L}\p{N}]/u.test(tokens[index]));
  const wordAt = new Map(inside.flatMap((wordMatches, word) => wordMatches.map(({ location }) => [location, word])));
  let best = { from: 0, score: -1 };
  const last = Math.max(0, shown.length - EXCERPT_WORDS);
  for (let from = 0; from <= last; from += 1) {
    const matched = shown.slice(from, from + EXCERPT_WORDS).flatMap((index) => wordAt.get(index) ?? []);
    const score = new Set(matched).size * 10 + matched.length;
    if (score > best.score) best = { from, score };
  }
  const firstMatch = shown.findIndex((index, place) => place >= best.from && wordAt.has(index));
  let { from } = best;
  if (firstMatch > from + 6 && from < last) from = Math.min(last, firstMatch - 6);
  if (from <= 3) from = 0;
  const to = Math.min(shown.length, from + EXCERPT_WORDS);

  /** @type {Piece[]} */
  const pieces = [];
  const add = (/** @type {string} */ text, /** @type {boolean} */ isMatch) => {
    const before = pieces.at(-1);
    if (before && before.isMatch === isMatch) before.text += text;
    else pieces.push({ text, isMatch });
  };
  if (from > 0) add("… ", false);
  shown.slice(from, to).forEach((index, place) => {
    if (place) add(" ", false);
    const [, start, word, end] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(tokens[index]) ?? ["", "", tokens[index], ""];
    if (!wordAt.has(index)) return add(tokens[index], false);
    if (start) add(start, false);
    add(word, true);
    if (end) add(end, false);
  });
  if (to < shown.length) add(" …", false);
  return pieces;
}

/**
 * @param {number} from
 * @param {number} to
 */
function range(from, to) {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
