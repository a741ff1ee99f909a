// @ts-check
/**
 * Counts the ticks of a checklist, stores them on this device, and drops those of items that have changed.
 * Without this script the boxes can be ticked and printed only.
 */

import { NEW_NOTE, emptyTicks, itemState, removedItems, tickStore } from "./checklist-ticks.js";
import { startRecordPanel } from "./checklist-files.js";
import { timestamp } from "./checklist-record.js";
import { startStatus } from "./checklist-status.js";
import { gettext, ngettext } from "./translation.js";

/** @typedef {"done" | "not applicable" | "left"} State */

/**
 * An item on the page.
 * @typedef {object} Item
 * @property {string} name
 * @property {string} digest
 * @property {string} text what to do
 * @property {HTMLElement} element
 * @property {HTMLInputElement} box
 * @property {HTMLButtonElement} aside the button with which readers say that the item does not apply
 * @property {State} state
 */

/** @param {HTMLFormElement} form */
export function startChecklist(form) {
  const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector("template"));
  if (!template) return;
  const tools = copyTools(template);
  const items = [...form.querySelectorAll("li[data-digest]")].map((element) => makeItem(/** @type {HTMLElement} */ (element)));
  const byElement = new Map(items.map((item) => [item.element, item]));
  const names = new Set(items.map(({ name }) => name));
  const { name = "", root = "" } = form.dataset;
  const key = `policysite ${new URL(root, document.baseURI).pathname} ${name}`;
  const store = tickStore(key);
  const counts = { "done": 0, "not applicable": 0, "left": items.length };
  /** @type {import("./checklist-ticks.js").Ticks | null} */
  let cleared = null;

  form.before(tools.changes);
  form.append(tools.bar, tools.kept, tools.record);
  const button = (/** @type {string} */ action) =>
    /** @type {HTMLButtonElement} */ (tools.bar.querySelector(`[data-do=${action}]`));
  const status = startStatus(tools.bar.querySelector("[role=status]"), button("clear"), () => restore());

  /**
   * Show the state of an item. Only what differs is changed in the page.
   * @param {Item} item
   * @param {State} state
   * @param {string} note
   */
  const showItem = (item, state, note) => {
    showNote(item, note);
    if (item.box.checked !== (state === "done")) item.box.checked = state === "done";
    if (item.state === state) return;
    counts[item.state] -= 1;
    counts[state] += 1;
    item.state = state;
    item.element.dataset.mark = state;
    item.aside.setAttribute("aria-pressed", String(state === "not applicable"));
  };

  /** Show the stored ticks: when the page opens, and after another tab has changed them. */
  const showAll = () => {
    const ticks = store.read();
    const notes = items.map((item) => {
      const { state, note } = itemState(ticks, item);
      showItem(item, state, note);
      return note;
    });
    showChanges(tools.changes, notes, ticks.marks.size ? removedItems(ticks, names) : []);
    hideSettled();
    showStorage();
  };

  const showStorage = () => {
    if (!store.isStored) tools.kept.textContent = gettext("Ticks are not kept on this device: they are lost when you leave this page.");
  };

  const progress = () => {
    const { "done": done, "not applicable": notApplicable, "left": left } = counts;
    const phrases = [gettext("%(done)s of %(all)s done", { done, all: items.length })];
    if (notApplicable) phrases.push(ngettext("%(number)s does not apply", "%(number)s do not apply", notApplicable));
    if (!left) phrases.push(gettext("nothing is left"));
    return `${phrases.join(", ")}.${store.isStored ? "" : ` ${gettext("Ticks are not kept on this device.")}`}`;
  };

  /**
   * @param {Item} item
   * @param {State} state
   */
  const mark = (item, state) => {
    if (isOnlyLeft()) hideSettled();
    const ticks = store.read();
    if (!ticks.marks.size) ticks.known = new Map(items.map((each) => [each.name, each.text]));
    ticks.known.set(item.name, item.text);
    if (state === "left") ticks.marks.delete(item.name);
    else ticks.marks.set(item.name, { state, digest: item.digest, at: timestamp(new Date()) });
    store.write(ticks);
    cleared = null;
    showItem(item, state, "");
    showStorage();
    status.showLater(progress);
  };

  const isOnlyLeft = () => button("only").getAttribute("aria-pressed") === "true";

  /** Hide the settled items if only the rest is to be shown. The item just ticked is hidden at the next tick, as it may be a slip. */
  const hideSettled = () => {
    for (const { element, state } of items) {
      const isAside = isOnlyLeft() && state !== "left";
      if (element.hasAttribute("data-aside") !== isAside) element.toggleAttribute("data-aside", isAside);
    }
  };

  const restore = () => {
    if (cleared) store.write(cleared);
    cleared = null;
    showAll();
    status.show(progress());
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
    hideSettled();
    status.show(isOnlyLeft() ? gettext("Only what is left is shown: %(left)s of %(all)s.", { left: counts.left, all: items.length }) : progress());
  });
  button("clear").addEventListener("click", () => {
    const before = store.read();
    if (!before.marks.size) return status.show(gettext("There is nothing to clear."));
    store.write(emptyTicks());
    showAll();
    cleared = before;
    status.offerUndo(gettext("Cleared."));
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    cleared = null;
    showAll();
    status.show(progress());
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) showAll();
  });

  showAll();
  status.show(progress());
  const record = /** @type {HTMLElement} */ (tools.record);
  startRecordPanel(form, record, button("record"), () => items.map((item) => ({
    name: item.name,
    digest: item.digest,
    do: item.text,
    state: item.state,
    at: item.state === "left" ? null : store.read().marks.get(item.name)?.at ?? null,
  })));
}

/** @param {HTMLTemplateElement} template */
function copyTools(template) {
  const copy = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (copy.querySelector(`[data-part=${name}]`));
  return { changes: find("changes"), bar: find("tools"), kept: find("kept"), record: find("record") };
}

/**
 * @param {HTMLElement} element
 * @returns {Item}
 */
function makeItem(element) {
  const { name = "", digest = "" } = element.dataset;
  const action = /** @type {HTMLElement} */ (element.querySelector(".action"));
  const box = /** @type {HTMLInputElement} */ (element.querySelector("input"));
  const aside = document.createElement("button");
  action.id = `_do:${name}`;
  aside.id = `_aside:${name}`;
  aside.type = "button";
  aside.className = "aside";
  aside.textContent = gettext("Does not apply");
  aside.setAttribute("aria-pressed", "false");
  aside.setAttribute("aria-labelledby", `${aside.id} ${action.id}`);
  element.querySelector(".beside")?.append(aside);
  element.dataset.mark = "left";
  const text = (action.textContent ?? "").replace(/\s+/g, " ").trim();
  return { name, digest, text, element, box, aside, state: "left" };
}

/**
 * Show after the text of an item that it is new or has changed; nothing for an empty note.
 * @param {Item} item
 * @param {string} note
 */
function showNote({ element }, note) {
  const shown = element.querySelector(".flag");
  if ((shown?.textContent ?? "") === note) return;
  shown?.remove();
  if (!note) return;
  const strong = document.createElement("strong");
  strong.className = "flag";
  strong.textContent = note;
  element.querySelector(".words")?.append(" ", strong);
}

/**
 * @param {HTMLElement} notice
 * @param {string[]} notes of all items
 * @param {string[]} removed texts of removed items
 */
function showChanges(notice, notes, removed) {
  const added = notes.filter((note) => note === NEW_NOTE).length;
  const changed = notes.filter(Boolean).length - added;
  notice.hidden = !(added || changed || removed.length);
  const sentences = [];
  if (changed) sentences.push(ngettext("%(number)s item says something else now and is as if never ticked.", "%(number)s items say something else now and are as if never ticked.", changed));
  if (added) sentences.push(ngettext("%(number)s item is new.", "%(number)s items are new.", added));
  if (removed.length) sentences.push(gettext("No longer in it:"));
  const [text, list] = [notice.querySelector("span"), notice.querySelector("ul")];
  if (text) text.textContent = sentences.join(" ");
  list?.replaceChildren(...removed.map((item) => {
    const line = document.createElement("li");
    line.textContent = item;
    return line;
  }));
}
