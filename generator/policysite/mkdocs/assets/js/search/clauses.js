// @ts-check
/** From a page that Pagefind found to the clauses on it: which match, how well, and which words to show. */

import { searchTexts } from "./questions.js";
import { SYNONYMS_START, SYNONYMS_END, STOP_WORDS, plain } from "./words.js";

/**
 * What Pagefind tells of a page.
 * @typedef {object} PageData
 * @property {string} url
 * @property {string} content
 * @property {Record<string, string>} meta
 * @property {Record<string, string[]>} filters
 * @property {{ element: string, id: string, text: string, location: number }[]} anchors
 */

/**
 * A place where a page holds a word of the query: the position among its words, and how alike they are.
 * @typedef {{ location: number, likeness: number }} Match
 */

/**
 * A found page: its data, the places of each of the query's words, and which of them name the page.
 * @typedef {{ data: PageData, matches: Match[][], naming: boolean[] }} FoundPage
 */

/**
 * A piece of an excerpt, marked where it matches.
 * @typedef {{ text: string, isMatch: boolean }} Piece
 */

/**
 * @typedef {object} Result
 * @property {string} url
 * @property {string} kind policy, procedure, role, reference or term
 * @property {string} reference of the document, or empty
 * @property {string} number of the clause, or empty
 * @property {string} heading
 * @property {string} document the title of the page
 * @property {string} edition in words, or empty
 * @property {boolean} isSuperseded
 * @property {Piece[]} excerpt
 * @property {number} score
 */

/**
 * A clause, a section, a term, a role: a stretch of a page's words.
 * @typedef {object} Stretch
 * @property {string} id
 * @property {string} heading its own heading
 * @property {string} above the heading that it stands under
 * @property {number} start
 * @property {number} end
 */

const IN_OTHER_WORDS = 0.9;
const IN_HEADING_ABOVE = 0.35;
const IN_NAME_OF_PAGE = 0.3;
const IN_OWN_HEADING = 1.2;
const IN_DUTY = 1.12;
const IN_FACTS = 0.6;
const EXPLAINED = 1.2;
const WHOLE_PHRASE = 1.5;
const WHOLE_PHRASE_AND_NAME = 1.65;
const WHOLE_NAME = 1.25;
const WHOLE_HEADING = 1.15;
const EXACT_NUMBER = 100;
const OF_THE_NAME = 0.5;
const WORDS_SHOWN = 26;

/** An abbreviation where it is explained, as in "Flexible working request (FWR)". */
const ABBREVIATION = /^\(\p{Lu}[\p{L}\d&-]*\)/u;

/** How much a kind of result is worth where all else is equal: clauses are what people look for. */
const WORTH = { clause: 1, section: 0.9, document: 0.85, role: 0.75, checklist: 0.4, reference: 0.75, term: 0.55 };

/**
 * The clauses of the pages that match, the best first; those of superseded editions after all others.
 * @param {FoundPage[]} pages
 * @param {import("./questions.js").Asked[]} words
 * @param {{ role?: string }} filters
 * @returns {Result[]}
 */
export function rank(pages, words, filters) {
  const phrase = words.map((word) => word.text).join(" ");
  const candidates = pages.flatMap((page) => candidatesOf(page, words, filters.role ?? ""));
  const rarity = rarityOf(words, candidates);
  const whole = rarity.reduce((sum, one) => sum + one, 0);
  const scored = candidates.map((one) => {
    const sum = (/** @type {number[]} */ values) =>
      values.reduce((total, value, index) => total + value * rarity[index], 0);
    const covered = sum(one.own.map((value, index) => Math.min(1, Math.max(value, one.around[index])))) / whole;
    const strength = sum(one.own.map((value, index) => Math.max(value, one.around[index]))) / whole;
    return { ...one, covered, score: covered * strength * one.worth * likePhrase(one, phrase, words) + one.bonus };
  });
  const most = Math.max(0, ...scored.map((one) => one.covered));
  return scored
    .filter((one) => one.bonus || one.covered >= most / 2)
    .sort((one, other) =>
      Number(one.isSuperseded) - Number(other.isSuperseded) || other.score - one.score || one.order - other.order)
    .map((one) => one.result(one.score));
}

/**
 * How much each word tells of what is asked for. What names a document tells less than any other word:
 * a clause that holds the others comes before one that merely belongs to the document.
 * @param {import("./questions.js").Asked[]} words
 * @param {{ own: number[], named: number }[]} candidates
 */
function rarityOf(words, candidates) {
  const names = new Set(candidates.map(({ named }) => named));
  const rarity = words.map((_, index) => {
    const holding = candidates.filter((one) => one.own[index] > 0).length;
    return Math.log(1 + (candidates.length - holding + 0.5) / (holding + 0.5)) + 0.5;
  });
  const least = Math.min(...rarity.filter((_, index) => !names.has(index)));
  return rarity.map((value, index) => (names.has(index) ? Math.min(value, OF_THE_NAME * least) : value));
}

/**
 * @param {FoundPage} page
 * @param {import("./questions.js").Asked[]} words
 * @param {string} role
 */
function candidatesOf(page, words, role) {
  const { data, matches, naming } = page;
  const tokens = data.content.split(/\s+/);
  const hidden = hiddenIn(tokens);
  const kind = data.filters.kind?.[0] ?? "";
  const reference = data.meta.document ?? "";
  const isSuperseded = data.filters.standing?.[0] === "superseded";
  const named = words.findIndex((word) => word.text === reference.toLowerCase());
  const duties = data.anchors.filter((one) => one.id.startsWith("duty:")).map((one) => one.location);

  return stretchesOf(data, tokens, kind).flatMap((stretch, order) => {
    const isHead = !stretch.id;
    const inside = matches.map((places) =>
      places.filter((place) => place.location >= stretch.start && place.location < stretch.end),
    );
    if (role && kind !== "role" && !tokens.slice(stretch.start, stretch.end).some((one, index) =>
      hidden[stretch.start + index] && plain(one) === `@${role}`)) return [];

    const titled = isHead && reference ? stretch.start + data.meta.title.split(/\s+/).length : Infinity;
    const isNumberShown = stretch.heading !== stretch.id && plain(tokens[stretch.start] ?? "") === stretch.id.toLowerCase();
    const headingWords = stretch.heading ? stretch.heading.split(/\s+/).length + Number(isNumberShown) : 0;
    const duty = duties.find((location) => location >= stretch.start && location < stretch.end) ?? Infinity;
    const own = inside.map((places) =>
      Math.max(0, ...places.map(({ location, likeness }) => {
        if (hidden[location]) return likeness * IN_OTHER_WORDS;
        if (location < stretch.start + headingWords) return likeness * IN_OWN_HEADING;
        if (location >= titled) return likeness * IN_FACTS; // what is said of a document, beside its title
        const isExplained = [tokens[location], tokens[location + 1] ?? ""].some((token) => ABBREVIATION.test(token));
        return likeness * (location >= duty ? IN_DUTY : 1) * (isExplained ? EXPLAINED : 1);
      }) ) + 0.03 * Math.min(places.length, 4) * Number(places.length > 1));
    const above = new Set(stretch.above.split(/\s+/).map(plain));
    const around = words.map((word, index) => {
      if (index === named) return isHead ? 2 : 1;
      if (naming[index]) return isHead ? 1 : IN_NAME_OF_PAGE;
      return searchTexts(word).some((text) => above.has(text)) ? IN_HEADING_ABOVE : 0;
    });

    const isNumbered = words.some((word) => word.isNumber && word.text === stretch.id.toLowerCase());
    const isNamed = named >= 0 && words.some((word) => word.text === stretch.id.toLowerCase());
    const bonus = isNumbered || isNamed ? EXACT_NUMBER * (1 + Number(named >= 0)) : isHead && named >= 0 && words.length === 1 ? EXACT_NUMBER : 0;
    if (!bonus && !own.some((value) => value > 0)) return [];

    const visible = range(stretch.start, stretch.end).filter((index) => !hidden[index]);
    const worth = isHead && reference ? WORTH.document
      : kind in WORTH ? WORTH[/** @type {keyof typeof WORTH} */ (kind)]
      : stretch.heading && visible.length <= headingWords ? WORTH.section : WORTH.clause;
    return [{
      own, around, named, bonus, worth, order, isSuperseded,
      text: spoken(visible.map((index) => tokens[index])),
      other: spoken(range(stretch.start, stretch.end).filter((index) => hidden[index]).map((index) => tokens[index])),
      heading: spoken((isHead ? data.meta.title : stretch.heading).split(/\s+/)),
      /** @param {number} score @returns {Result} */
      result: (score) => ({
        url: stretch.id ? `${data.url}#${encodeURI(stretch.id)}` : data.url,
        kind,
        reference,
        number: reference ? stretch.id : "",
        heading: stretch.heading || (isHead ? data.meta.title : stretch.above),
        document: data.meta.title ?? "",
        edition: data.meta.edition ?? "",
        isSuperseded,
        excerpt: excerptOf(tokens, visible, inside, stretch, isHead ? data.meta.title.split(/\s+/).length : headingWords),
        score,
      }),
    }];
  });
}

/**
 * The stretches of a page, in order: what stands before the first anchor, then from anchor to anchor.
 * @param {PageData} data
 * @param {string[]} tokens
 * @param {string} kind
 * @returns {Stretch[]}
 */
function stretchesOf(data, tokens, kind) {
  const [first, ...others] = data.anchors
    .filter((one) => !/^_|:/.test(one.id))
    .sort((one, other) => one.location - other.location);
  const anchors = first && kind !== "role" ? [first, ...others] : [];
  let above = "";
  /** @type {Stretch[]} */
  const found = [{ id: "", heading: "", above: "", start: 0, end: first?.location ?? tokens.length }];
  anchors.forEach((anchor, index) => {
    const end = anchors[index + 1]?.location ?? tokens.length;
    const isHeading = /^h\d$/.test(anchor.element);
    let heading = "";
    if (isHeading) {
      heading = anchor.text.replace(/\s+/g, " ").trim();
      if (heading.startsWith(`${anchor.id} `)) heading = heading.slice(anchor.id.length + 1);
      above = heading;
    } else if (kind === "reference") {
      const last = tokens.slice(anchor.location, end).findIndex((one) => one.endsWith("."));
      heading = tokens.slice(anchor.location, anchor.location + last + 1).join(" ").replace(/\.$/, "");
    } else if (kind === "term") {
      heading = anchor.id;
    }
    found.push({ id: anchor.id, heading, above: isHeading ? "" : above, start: anchor.location, end });
  });
  return found;
}

/**
 * Which words stand in the brackets that no reader sees.
 * @param {string[]} tokens
 */
function hiddenIn(tokens) {
  let isHidden = false;
  return tokens.map((token) => {
    if (token === SYNONYMS_START) isHidden = true;
    const here = isHidden;
    if (token === SYNONYMS_END) isHidden = false;
    return here;
  });
}

/**
 * How much more a text is worth that has the query's words side by side.
 * @param {{ text: string, other: string, heading: string }} one
 * @param {string} phrase
 * @param {import("./questions.js").Asked[]} words
 */
function likePhrase(one, phrase, words) {
  if (one.heading === ` ${phrase} `) return words.length > 1 ? WHOLE_PHRASE * WHOLE_HEADING : WHOLE_HEADING;
  if (words.length < 2) return 1;
  const isName = one.other.includes(` ${phrase}`);
  if (one.text.includes(` ${phrase}`)) return isName ? WHOLE_PHRASE_AND_NAME : WHOLE_PHRASE;
  if (isName) return WHOLE_NAME;
  const pairs = words.slice(1).filter((word, index) => one.text.includes(` ${words[index].text} ${word.text} `));
  return 1 + (0.4 * pairs.length) / words.length;
}

/**
 * Words as they are compared, without the small ones, with a space at both ends.
 * @param {string[]} tokens
 */
function spoken(tokens) {
  return ` ${tokens.map(plain).filter((word) => word && !STOP_WORDS.has(word)).join(" ")} `;
}

/**
 * The words in context: the stretch that shows most of the query's words, in pieces.
 * @param {string[]} tokens
 * @param {number[]} visible
 * @param {Match[][]} inside
 * @param {Stretch} stretch
 * @param {number} headingWords
 * @returns {Piece[]}
 */
function excerptOf(tokens, visible, inside, stretch, headingWords) {
  const isLabel = (/** @type {number} */ index) =>
    index < stretch.start + headingWords ||
    (index === visible[0] && plain(tokens[index]) === stretch.id.toLowerCase());
  const shown = visible.filter((index) => !isLabel(index) && /[\p{L}\p{N}]/u.test(tokens[index]));
  const wordAt = new Map(inside.flatMap((places, word) => places.map((place) => [place.location, word])));
  let best = { from: 0, worth: -1 };
  const last = Math.max(0, shown.length - WORDS_SHOWN);
  for (let from = 0; from <= last; from += 1) {
    const held = shown.slice(from, from + WORDS_SHOWN).flatMap((index) => wordAt.get(index) ?? []);
    const worth = new Set(held).size * 10 + held.length;
    if (worth > best.worth) best = { from, worth };
  }
  const firstMatch = shown.findIndex((index, place) => place >= best.from && wordAt.has(index));
  let { from } = best;
  if (firstMatch > from + 6 && from < last) from = Math.min(last, firstMatch - 6);
  if (from <= 3) from = 0;
  const to = Math.min(shown.length, from + WORDS_SHOWN);

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
