// @ts-check
/** The main pages of the site, offered for queries that name one, as "due for review" or "all roles". */

import { queryWords } from "./words.js";

/**
 * A page of the site, and the words that name it.
 * @typedef {{ title: string, url: string, names: Set<string> }} SitePage
 */

/** The words that name a page besides those of its title, by its folder. */
const NAMES_BY_FOLDER = new Map(Object.entries({
  documents: "document policy policies procedure procedures",
  roles: "role post posts team teams",
  checklists: "checklist checklists",
  clauses: "clause",
  references: "reference legislation law laws act acts",
  glossary: "abbreviation abbreviations acronym acronyms term terms definition definitions",
  review: "review reviews reviewed reviewing due overdue late expire expired expires expiry date dates",
}).map(([name, words]) => /** @type {[string, string[]]} */ ([name, words.split(" ")])));

/** Words that may be in such a query besides a name. */
const FILLER_WORDS = new Set("all every find index last list next often page policies policy see show soon still when".split(" "));

/**
 * The pages that a query names, of those in the navigation and the footer.
 * @param {string} query
 * @returns {SitePage[]}
 */
export function pagesNamedIn(query) {
  const words = queryWords(query).map(({ text }) => text).filter((text) => !/\d/.test(text));
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("header nav a, footer nav a"));
  return [...links]
    .filter(({ origin, pathname }) => origin === location.origin && pathname.endsWith("/"))
    .map((link) => ({ title: link.textContent?.trim() ?? "", url: link.href, names: pageNames(link) }))
    .filter(({ names }) =>
      words.some((word) => names.has(word)) && words.every((word) => names.has(word) || FILLER_WORDS.has(word)));
}

/** @param {HTMLAnchorElement} link */
function pageNames({ textContent, pathname }) {
  const folder = pathname.split("/").at(-2) ?? "";
  const titleWords = queryWords(textContent ?? "").map(({ text }) => text).filter((text) => !FILLER_WORDS.has(text));
  return new Set([...titleWords, ...(NAMES_BY_FOLDER.get(folder) ?? [])]);
}
