// @ts-check
/** Search results as elements. Texts are set as text, so that no text of a policy becomes markup. */

import { gettext, ngettext, pieces } from "../translation.js";

/**
 * The list items of an answer: pages of the site, then clauses.
 * @param {import("./engine.js").Answer} answer
 * @param {number} [limit] how many results to show
 * @returns {HTMLLIElement[]}
 */
export function resultItems({ pages, results }, limit) {
  return [...pages.map(pageItem), ...results.slice(0, limit).map(resultItem)];
}

/** @param {import("./pages.js").SitePage} page */
function pageItem({ title, url }) {
  const link = createElement("a", "search-link", gettext("Go to: %(page)s", { page: title }));
  link.href = url;
  const item = createElement("li", "search-page");
  item.append(link);
  return item;
}

/**
 * @param {import("./clauses.js").Result} result
 * @returns {HTMLLIElement}
 */
function resultItem(result) {
  const link = createElement("a", "search-link");
  link.href = result.url;
  const label = [result.reference, result.number].filter(Boolean).join(" ");
  if (label) link.append(createElement("b", "search-number", label), " ");
  if (result.heading !== label) link.append(inLanguage(createElement("span", "search-heading", result.heading), result));

  const where = createElement("p", "search-where");
  if (result.isSuperseded) where.append(...pieces("%(superseded)s edition of %(date)s", {
    superseded: createElement("strong", "search-superseded", gettext("Superseded")), date: document.createTextNode(result.edition),
  }), " · ");
  where.append(result.label);
  if (result.document) where.append(result.label && " · ", inLanguage(createElement("span", "", result.document), result));
  if (result.language) where.append(" · ", inLanguage(createElement("span", "", result.languageName), result));

  const item = createElement("li", result.isSuperseded ? "search-result search-result--superseded" : "search-result");
  item.append(link);
  if (result.excerpt.length) item.append(inLanguage(excerpt(result.excerpt), result));
  item.append(where);
  return item;
}

/**
 * The number of results, and the corrections of words that no text has.
 * @param {import("./engine.js").Answer} answer
 * @returns {string}
 */
export function resultSummary({ results, pages, hasMore, corrections }) {
  const sentences = pages.map(({ title }) => gettext("There is a page “%(page)s”.", { page: title }));
  sentences.push(...corrections.map(({ from, to }) => to
    ? gettext("Nothing says “%(word)s”. Showing “%(other)s”.", { word: from, other: to })
    : gettext("Nothing says “%(word)s”.", { word: from })));
  const count = results.length;
  if (count > 1 && hasMore) sentences.push(ngettext("More than %(number)s result.", "More than %(number)s results.", count));
  else if (count) sentences.push(ngettext("%(number)s result.", "%(number)s results.", count));
  else if (!corrections.length) sentences.push(pages.length ? gettext("No other results.") : gettext("No results."));
  return sentences.join(" ");
}

/**
 * An element with a text of a result, which says its language where that is another than the page's.
 * @template {HTMLElement} Element
 * @param {Element} element
 * @param {import("./clauses.js").Result} result
 * @returns {Element}
 */
function inLanguage(element, { language }) {
  if (language) element.lang = language;
  return element;
}

/** @param {import("./clauses.js").Piece[]} pieces */
function excerpt(pieces) {
  const paragraph = createElement("p", "search-excerpt");
  for (const piece of pieces) paragraph.append(piece.isMatch ? createElement("mark", "", piece.text) : piece.text);
  return paragraph;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function createElement(name, className, text) {
  const created = document.createElement(name);
  if (className) created.className = className;
  if (text) created.textContent = text;
  return created;
}
