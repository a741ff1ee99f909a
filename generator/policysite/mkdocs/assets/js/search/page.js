// @ts-check
/** The search page: all results with filters, and an address that leads back to them. */

import { search } from "./engine.js";
import { SEARCH_FAILED_MESSAGE } from "./box.js";
import { resultSummary, resultItems } from "./results.js";

const PAGES = 15;
const PAUSE = 200;
const FILTERS = /** @type {const} */ (["document", "kind", "role"]);

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
export function startSearchPage(form, input) {
  const list = /** @type {HTMLOListElement} */ (document.querySelector(".search-results"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".search-status"));
  const more = /** @type {HTMLButtonElement} */ (document.querySelector(".search-more"));
  const selects = FILTERS.map((name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)));
  const title = document.title;
  const withoutScripts = [...status.childNodes].find((node) => node instanceof HTMLAnchorElement);
  let asked = 0;
  let pages = PAGES;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const fromAddress = () => {
    const given = new URLSearchParams(location.search);
    input.value = given.get("q") ?? "";
    selects.forEach((select) => {
      const value = given.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    });
  };

  const toAddress = () => {
    const given = new URLSearchParams();
    if (input.value.trim()) given.set("q", input.value.trim());
    selects.forEach((select) => { if (select.value) given.set(select.name, select.value); });
    const query = given.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    document.title = input.value.trim() ? `${input.value.trim()} – ${title}` : title;
  };

  const ask = async () => {
    asked += 1;
    const mine = asked;
    toAddress();
    const query = input.value.trim();
    const filters = Object.fromEntries(selects.map((select) => [select.name, select.value]));
    /** @type {import("./engine.js").Answer} */
    let answer = { results: [], pages: [], hasMore: false, corrections: [] };
    let said = "Type a word, a clause number, a role or an abbreviation.";
    try {
      if (query) {
        answer = await search(query, filters, pages);
        said = resultSummary(answer);
      }
    } catch {
      said = SEARCH_FAILED_MESSAGE;
    }
    if (mine !== asked) return;
    const shown = list.children.length;
    const items = resultItems(answer);
    list.replaceChildren(...items);
    status.textContent = said;
    if (query && !items.length && withoutScripts) {
      status.append(" ", withoutScripts, " leads to every clause.");
    }
    const hadFocus = document.activeElement === more;
    more.hidden = !answer.hasMore;
    if (hadFocus) items[shown]?.querySelector("a")?.focus();
  };

  const begin = () => {
    pages = PAGES;
    return ask();
  };

  if (!input.value) fromAddress(); // somebody may have typed before this script was there
  begin();
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(begin, PAUSE);
  });
  selects.forEach((select) => select.addEventListener("change", begin));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    begin();
  });
  more.addEventListener("click", () => {
    pages += PAGES;
    ask();
  });
  addEventListener("popstate", () => {
    fromAddress();
    begin();
  });
}
