// @ts-check
/** The search box: results as you type, in a list below it. Without this script it opens the search page. */

import { gettext } from "../translation.js";

const MAX_SHOWN = 8;
const MAX_PAGES = 8;
const PAUSE = 80;

/** The message if the index could not be loaded. */
export const SEARCH_FAILED_MESSAGE = gettext("The search could not be loaded. The index of all clauses leads to every clause.");

/** The modules that a search needs, so that all can be fetched at once. */
const MODULES = ["engine", "clauses", "pages", "questions", "results", "words", "../../pagefind/pagefind"];

/** Start the search box of a page, which the key / focuses from anywhere. */
export function startSearchBox() {
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("_q"));
  const form = input?.closest("form");
  if (!input || !form) return;
  const hint = /** @type {HTMLElement | null} */ (form.querySelector(".search-key"));
  if (hint) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  const results = document.querySelector(".search-results");
  if (results) import("./page.js").then(({ startSearchPage }) => startSearchPage(form, input));
  else startPanel(form, input);
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
function startPanel(form, input) {
  const panel = document.createElement("div");
  panel.className = "search-panel";
  const status = document.createElement("p");
  status.className = "search-count";
  status.setAttribute("role", "status");
  const list = document.createElement("ol");
  list.className = "search-list";
  list.setAttribute("aria-label", gettext("Results"));
  const all = document.createElement("a");
  all.className = "search-all";
  all.textContent = gettext("All results, with filters");
  panel.append(status, list, all);
  form.append(panel);

  let requests = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const close = () => {
    requests += 1;
    clearTimeout(timer);
    form.classList.remove("is-open");
    list.replaceChildren();
    status.textContent = "";
  };

  const ask = async () => {
    const query = input.value.trim();
    if (!query) return close();
    requests += 1;
    const request = requests;
    try {
      const [{ search }, { resultSummary, resultItems }] = await Promise.all([import("./engine.js"), import("./results.js")]);
      const answer = await search(query, {}, MAX_PAGES);
      if (request !== requests) return;
      list.replaceChildren(...resultItems(answer, MAX_SHOWN));
      status.textContent = resultSummary(answer);
    } catch {
      if (request !== requests) return;
      list.replaceChildren();
      status.textContent = SEARCH_FAILED_MESSAGE;
    }
    all.href = `${form.action}?q=${encodeURIComponent(query)}`;
    form.classList.add("is-open");
  };

  /** @returns {HTMLElement[]} */
  const focusable = () => [input, ...panel.querySelectorAll("a")];

  input.addEventListener("focus", () => {
    for (const module of MODULES) import(`./${module}.js`).catch(() => {});
    import("./engine.js").then(({ prepareSearch }) => prepareSearch()).catch(() => {});
  }, { once: true });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("focus", () => {
    if (input.value.trim() && !form.classList.contains("is-open")) ask();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form.classList.contains("is-open")) {
      event.preventDefault();
      input.focus();
      close();
      return;
    }
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !form.classList.contains("is-open")) return;
    const stops = focusable();
    const index = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (index < 0) return;
    event.preventDefault();
    const next = index + (event.key === "ArrowDown" ? 1 : -1);
    stops[(next + stops.length) % stops.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !form.contains(event.relatedTarget)) close();
  });
  panel.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("a")) event.preventDefault();
  });
}
