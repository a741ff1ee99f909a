// @ts-check
/**
 * Ticks of a checklist: counted, kept on this device, and true to what the items say now. Without this
 * the page is a list with boxes that can be ticked, and printed.
 */

import { NEW, gone, tickStore, nothing, stands } from "./checklist-ticks.js";
import { startRecordPanel } from "./checklist-files.js";
import { stamp } from "./checklist-record.js";
import { startStatus } from "./checklist-status.js";

/** @typedef {"done" | "not applicable" | "left"} State */

/**
 * An item on the page.
 * @typedef {object} Item
 * @property {string} name
 * @property {string} digest
 * @property {string} words
 * @property {HTMLElement} element
 * @property {HTMLInputElement} box
 * @property {HTMLButtonElement} aside says that the item does not apply
 * @property {State} state
 */

/** @param {HTMLFormElement} form */
export function startChecklist(form) {
  const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector("template"));
  if (!template) return;
  const parts = partsOf(template);
  const items = [...form.querySelectorAll("li[data-digest]")].map((one) => itemOf(/** @type {HTMLElement} */ (one)));
  const byElement = new Map(items.map((item) => [item.element, item]));
  const names = new Set(items.map(({ name }) => name));
  const { name = "", root = "" } = form.dataset;
  const key = `policysite ${new URL(root, document.baseURI).pathname} ${name}`;
  const kept = tickStore(key);
  const counts = { "done": 0, "not applicable": 0, "left": items.length };
  /** @type {import("./checklist-ticks.js").Kept | null} */
  let cleared = null;

  form.before(parts.changes);
  form.append(parts.tools, parts.kept, parts.record);
  const button = (/** @type {string} */ what) =>
    /** @type {HTMLButtonElement} */ (parts.tools.querySelector(`[data-do=${what}]`));
  const status = startStatus(parts.tools.querySelector("[role=status]"), button("clear"), () => restore());

  /**
   * Show a state, and touch nothing that is not otherwise already.
   * @param {Item} item
   * @param {State} state
   * @param {string} flag
   */
  const show = (item, state, flag) => {
    tell(item, flag);
    if (item.box.checked !== (state === "done")) item.box.checked = state === "done";
    if (item.state === state) return;
    counts[item.state] -= 1;
    counts[state] += 1;
    item.state = state;
    item.element.dataset.mark = state;
    item.aside.setAttribute("aria-pressed", String(state === "not applicable"));
  };

  /** Show what is kept: when the page opens, and when another tab has changed it. */
  const showAll = () => {
    const now = kept.read();
    const flags = items.map((item) => {
      const { state, flag } = stands(now, item);
      show(item, state, flag);
      return flag;
    });
    tellChanges(parts.changes, flags, now.marks.size ? gone(now, names) : []);
    putAside();
    tellKept();
  };

  const tellKept = () => {
    if (!kept.isKept) parts.kept.textContent = "Ticks are not kept on this device: they are lost when you leave this page.";
  };

  const progress = () => {
    const { "done": done, "not applicable": apart, "left": left } = counts;
    const told = [`${done} of ${items.length} done`];
    if (apart) told.push(`${apart} ${apart === 1 ? "does" : "do"} not apply`);
    if (!left) told.push("nothing is left");
    return `${told.join(", ")}.${kept.isKept ? "" : " Ticks are not kept on this device."}`;
  };

  /**
   * @param {Item} item
   * @param {State} state
   */
  const mark = (item, state) => {
    if (isOnlyLeft()) putAside();
    const now = kept.read();
    if (!now.marks.size) now.known = new Map(items.map((one) => [one.name, one.words]));
    now.known.set(item.name, item.words);
    if (state === "left") now.marks.delete(item.name);
    else now.marks.set(item.name, { state, digest: item.digest, at: stamp(new Date()) });
    kept.write(now);
    cleared = null;
    show(item, state, "");
    tellKept();
    status.later(progress);
  };

  const isOnlyLeft = () => button("only").getAttribute("aria-pressed") === "true";

  /** What is not left goes out of sight; the item just ticked not before the next: it may have been a slip. */
  const putAside = () => {
    for (const { element, state } of items) {
      const isAside = isOnlyLeft() && state !== "left";
      if (element.hasAttribute("data-aside") !== isAside) element.toggleAttribute("data-aside", isAside);
    }
  };

  const restore = () => {
    if (cleared) kept.write(cleared);
    cleared = null;
    showAll();
    status.now(progress());
  };

  form.addEventListener("change", ({ target }) => {
    const item = byElement.get(/** @type {any} */ (target instanceof Element ? target.closest("li") : null));
    if (item && target === item.box) mark(item, item.box.checked ? "done" : "left");
  });
  form.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest("button.aside") : null;
    const item = pressed && byElement.get(/** @type {any} */ (pressed.closest("li")));
    if (item) mark(item, item.state === "not applicable" ? "left" : "not applicable");
  });
  button("only").addEventListener("click", ({ currentTarget }) => {
    const pressed = /** @type {HTMLButtonElement} */ (currentTarget);
    pressed.setAttribute("aria-pressed", String(!isOnlyLeft()));
    putAside();
    status.now(isOnlyLeft() ? `Only what is left is shown: ${counts.left} of ${items.length}.` : progress());
  });
  button("clear").addEventListener("click", () => {
    const before = kept.read();
    if (!before.marks.size) return status.now("There is nothing to clear.");
    kept.write(nothing());
    showAll();
    cleared = before;
    status.offerUndo("Cleared.");
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    cleared = null;
    showAll();
    status.now(progress());
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) showAll();
  });

  showAll();
  status.now(progress());
  const record = /** @type {HTMLElement} */ (parts.record);
  startRecordPanel(form, record, button("record"), () => items.map((item) => ({
    name: item.name,
    digest: item.digest,
    do: item.words,
    state: item.state,
    at: item.state === "left" ? null : kept.read().marks.get(item.name)?.at ?? null,
  })));
}

/** @param {HTMLTemplateElement} template */
function partsOf(template) {
  const copy = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (copy.querySelector(`[data-part=${name}]`));
  return { changes: part("changes"), tools: part("tools"), kept: part("kept"), record: part("record") };
}

/**
 * @param {HTMLElement} element
 * @returns {Item}
 */
function itemOf(element) {
  const { name = "", digest = "" } = element.dataset;
  const action = /** @type {HTMLElement} */ (element.querySelector(".action"));
  const box = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  const aside = document.createElement("button");
  action.id = `_do:${name}`;
  aside.id = `_aside:${name}`;
  aside.type = "button";
  aside.className = "aside";
  aside.textContent = "Does not apply";
  aside.setAttribute("aria-pressed", "false");
  aside.setAttribute("aria-labelledby", `${aside.id} ${action.id}`);
  element.querySelector(".beside")?.append(aside);
  element.dataset.mark = "left";
  const words = (action.textContent ?? "").replace(/\s+/g, " ").trim();
  return { name, digest, words, element, box, aside, state: "left" };
}

/**
 * Say beside the words of an item what has become of it.
 * @param {Item} item
 * @param {string} flag
 */
function tell({ element }, flag) {
  const there = element.querySelector(".flag");
  if ((there?.textContent ?? "") === flag) return;
  there?.remove();
  if (!flag) return;
  const said = document.createElement("strong");
  said.className = "flag";
  said.textContent = flag;
  element.querySelector(".words")?.append(" ", said);
}

/**
 * @param {HTMLElement} notice
 * @param {string[]} flags
 * @param {string[]} lost
 */
function tellChanges(notice, flags, lost) {
  const fresh = flags.filter((flag) => flag === NEW).length;
  const changed = flags.filter(Boolean).length - fresh;
  notice.hidden = !(fresh || changed || lost.length);
  const told = [];
  if (changed) told.push(`${changed} ${changed === 1 ? "item says something else now and is" : "items say something else now and are"} as if never ticked.`);
  if (fresh) told.push(`${fresh} ${fresh === 1 ? "item is" : "items are"} new.`);
  if (lost.length) told.push("No longer in it:");
  const [words, list] = [notice.querySelector("span"), notice.querySelector("ul")];
  if (words) words.textContent = told.join(" ");
  list?.replaceChildren(...lost.map((one) => {
    const line = document.createElement("li");
    line.textContent = one;
    return line;
  }));
}
