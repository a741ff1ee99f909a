// @ts-check
/** Results as elements. Texts are set as text: nothing that a policy says becomes markup. */

const KINDS = { policy: "Policy", procedure: "Procedure", role: "Role", checklist: "Checklist", reference: "Reference", term: "Abbreviation or term" };

/**
 * What an answer leads to, the pages of the site first.
 * @param {import("./engine.js").Answer} answer
 * @param {number} [most] how many results to show
 * @returns {HTMLLIElement[]}
 */
export function resultItems({ pages, results }, most) {
  return [...pages.map(pageItem), ...results.slice(0, most).map(listItem)];
}

/** @param {import("./pages.js").SitePage} page */
function pageItem({ title, url }) {
  const link = element("a", "search-link", `Go to: ${title}`);
  link.href = url;
  const item = element("li", "search-page");
  item.append(link);
  return item;
}

/**
 * @param {import("./clauses.js").Result} result
 * @returns {HTMLLIElement}
 */
function listItem(result) {
  const link = element("a", "search-link");
  link.href = result.url;
  const label = [result.reference, result.number].filter(Boolean).join(" ");
  if (label) link.append(element("b", "search-number", label), " ");
  if (result.heading !== label) link.append(element("span", "search-heading", result.heading));

  const kind = KINDS[/** @type {keyof typeof KINDS} */ (result.kind)] ?? "";
  const where = element("p", "search-where");
  if (result.isSuperseded) where.append(element("strong", "search-superseded", "Superseded"), ` edition of ${result.edition} · `);
  where.append([kind, result.number && result.document].filter(Boolean).join(" · "));

  const item = element("li", result.isSuperseded ? "search-result search-result--superseded" : "search-result");
  item.append(link);
  if (result.excerpt.length) item.append(excerpt(result.excerpt));
  item.append(where);
  return item;
}

/**
 * How many results there are, and what was searched for in place of words that nothing says.
 * @param {import("./engine.js").Answer} answer
 * @returns {string}
 */
export function resultSummary({ results, pages, hasMore, corrections }) {
  const said = pages.map(({ title }) => `There is a page “${title}”.`);
  said.push(...corrections.map(({ from, to }) => `Nothing says “${from}”.${to ? ` Showing “${to}”.` : ""}`));
  const count = results.length;
  if (count === 1) said.push("1 result.");
  else if (count) said.push(`${hasMore ? "More than " : ""}${count} results.`);
  else if (!corrections.length) said.push(pages.length ? "No other results." : "No results.");
  return said.join(" ");
}

/** What is said when the index could not be loaded. */

/** @param {import("./clauses.js").Piece[]} pieces */
function excerpt(pieces) {
  const paragraph = element("p", "search-excerpt");
  for (const piece of pieces) paragraph.append(piece.isMatch ? element("mark", "", piece.text) : piece.text);
  return paragraph;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
