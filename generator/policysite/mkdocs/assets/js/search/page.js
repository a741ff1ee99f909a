// @ts-check
/** The search page: all results, with filters. Its address holds the query, so that it can be shared. */

import { search } from "./engine.js";
import { SEARCH_FAILED_MESSAGE } from "./box.js";
import { resultSummary, resultItems } from "./results.js";
import { gettext, pieces } from "../translation.js";

const PAGES = 15;
const PAUSE = 200;

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
export function startSearchPage(form, input) {
  const list = /** @type {HTMLOListElement} */ (document.querySelector(".search-results"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".search-status"));
  const more = /** @type {HTMLButtonElement} */ (document.querySelector(".search-more"));
  const selects = [...form.querySelectorAll("select")];
  const title = document.title;
  const withoutScripts = [...status.childNodes].find((node) => node instanceof HTMLAnchorElement);
  let requests = 0;
  let pages = PAGES;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const readAddress = () => {
    const parameters = new URLSearchParams(location.search);
    input.value = parameters.get("q") ?? "";
    selects.forEach((select) => {
      const value = parameters.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    });
  };

  const writeAddress = () => {
    const parameters = new URLSearchParams();
    if (input.value.trim()) parameters.set("q", input.value.trim());
    selects.forEach((select) => { if (select.value) parameters.set(select.name, select.value); });
    const query = parameters.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    document.title = input.value.trim() ? `${input.value.trim()} – ${title}` : title;
  };

  const ask = async () => {
    requests += 1;
    const request = requests;
    writeAddress();
    const query = input.value.trim();
    const filters = Object.fromEntries(selects.map((select) => [select.name, select.value]));
    /** @type {import("./engine.js").Answer} */
    let answer = { results: [], pages: [], hasMore: false, corrections: [] };
    let message = gettext("Type a word, a clause number, a role or an abbreviation.");
    try {
      if (query) {
        answer = await search(query, filters, pages);
        message = resultSummary(answer);
      }
    } catch {
      message = SEARCH_FAILED_MESSAGE;
    }
    if (request !== requests) return;
    const previousCount = list.children.length;
    const items = resultItems(answer);
    list.replaceChildren(...items);
    status.textContent = message;
    if (query && !items.length && withoutScripts) {
      status.append(" ", ...pieces("%(index)s leads to every clause.", { index: withoutScripts }));
    }
    const hadFocus = document.activeElement === more;
    more.hidden = !answer.hasMore;
    if (hadFocus) items[previousCount]?.querySelector("a")?.focus();
  };

  const restart = () => {
    pages = PAGES;
    return ask();
  };

  if (!input.value) readAddress(); // a reader may have typed before this script was loaded
  restart();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(restart, PAUSE);
  });
  selects.forEach((select) => select.addEventListener("change", restart));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    restart();
  });
  more.addEventListener("click", () => {
    pages += PAGES;
    ask();
  });
  addEventListener("popstate", () => {
    readAddress();
    restart();
  });
}
