// @ts-check
/** The search box: results as you type, as a list of links below it. Without this it asks the search page. */

const MOST_SHOWN = 8;
const PAGES = 8;
const PAUSE = 80;

export const SEARCH_FAILED_MESSAGE = "The search could not be loaded. The index of all clauses leads to every clause.";

/** What a search needs, named here so that all of it is fetched at once. */
const PARTS = ["engine", "clauses", "pages", "questions", "results", "words", "../../pagefind/pagefind"];

/** The key that leads to the box from anywhere on a page; the box of a page is its only one. */
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
  list.setAttribute("aria-label", "Results");
  const all = document.createElement("a");
  all.className = "search-all";
  all.textContent = "All results, with filters";
  panel.append(status, list, all);
  form.append(panel);

  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const close = () => {
    asked += 1;
    clearTimeout(waiting);
    form.classList.remove("is-open");
    list.replaceChildren();
    status.textContent = "";
  };

  const ask = async () => {
    const query = input.value.trim();
    if (!query) return close();
    asked += 1;
    const mine = asked;
    try {
      const [{ search }, { resultSummary, resultItems }] = await Promise.all([import("./engine.js"), import("./results.js")]);
      const answer = await search(query, {}, PAGES);
      if (mine !== asked) return;
      list.replaceChildren(...resultItems(answer, MOST_SHOWN));
      status.textContent = resultSummary(answer);
    } catch {
      if (mine !== asked) return;
      list.replaceChildren();
      status.textContent = SEARCH_FAILED_MESSAGE;
    }
    all.href = `${form.action}?q=${encodeURIComponent(query)}`;
    form.classList.add("is-open");
  };

  /** @returns {HTMLElement[]} */
  const stops = () => [input, ...panel.querySelectorAll("a")];

  input.addEventListener("focus", () => {
    for (const part of PARTS) import(`./${part}.js`).catch(() => {});
    import("./engine.js").then(({ prepare }) => prepare()).catch(() => {});
  }, { once: true });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
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
    const places = stops();
    const here = places.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (here < 0) return;
    event.preventDefault();
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    places[(next + places.length) % places.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !form.contains(event.relatedTarget)) close();
  });
  panel.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("a")) event.preventDefault();
  });
}
