// @ts-check
/** The pages of the site itself, offered to those who ask for one of them: what is due for review, all roles. */

import { queryWords } from "./words.js";

/**
 * A page of the site, and the words by which it is asked for.
 * @typedef {{ title: string, url: string, names: Set<string> }} SitePage
 */

/** What a page is asked for by, besides the words of its title. */
const ASKED_BY = new Map(Object.entries({
  documents: "document policy policies procedure procedures",
  roles: "role post posts team teams",
  checklists: "checklist checklists",
  clauses: "clause",
  references: "reference legislation law laws act acts",
  glossary: "abbreviation abbreviations acronym acronyms term terms definition definitions",
  review: "review reviews reviewed reviewing due overdue late expire expired expires expiry date dates",
}).map(([name, words]) => /** @type {[string, string[]]} */ ([name, words.split(" ")])));

/** What may stand beside these, and asks for nothing by itself. */
const BESIDE = new Set("all every find index last list next often page policies policy see show soon still when".split(" "));

/**
 * The pages that a query asks for, of those that the page's own navigation leads to.
 * @param {string} query
 * @returns {SitePage[]}
 */
export function pagesNamedIn(query) {
  const words = queryWords(query).map(({ text }) => text).filter((text) => !/\d/.test(text));
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("header nav a, footer nav a"));
  return [...links]
    .filter(({ origin, pathname }) => origin === location.origin && pathname.endsWith("/"))
    .map((link) => ({ title: link.textContent?.trim() ?? "", url: link.href, names: namesOf(link) }))
    .filter(({ names }) =>
      words.some((word) => names.has(word)) && words.every((word) => names.has(word) || BESIDE.has(word)));
}

/** @param {HTMLAnchorElement} link */
function namesOf({ textContent, pathname }) {
  const folder = pathname.split("/").at(-2) ?? "";
  const inTitle = queryWords(textContent ?? "").map(({ text }) => text).filter((text) => !BESIDE.has(text));
  return new Set([...inTitle, ...(ASKED_BY.get(folder) ?? [])]);
}
