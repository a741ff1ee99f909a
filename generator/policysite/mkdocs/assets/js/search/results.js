// @ts-check
/** Search results as elements. Texts are set as text, so that no text of a policy becomes markup. */

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
  const link = createElement("a", "search-link", `Go to: ${title}`);
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
  if (result.isSuperseded) where.append(createElement("strong", "search-superseded", "Superseded"), ` edition of ${result.edition} · `);
  where.append(result.label);
  if (result.number && result.document) where.append(result.label && " · ", inLanguage(createElement("span", "", result.document), result));
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
  const sentences = pages.map(({ title }) => `There is a page “${title}”.`);
  sentences.push(...corrections.map(({ from, to }) => `Nothing says “${from}”.${to ? ` Showing “${to}”.` : ""}`));
  const count = results.length;
  if (count === 1) sentences.push("1 result.");
  else if (count) sentences.push(`${hasMore ? "More than " : ""}${count} results.`);
  else if (!corrections.length) sentences.push(pages.length ? "No other results." : "No results.");
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
