// @ts-check
/** Lets readers filter and sort the register of reviews. */

import { WORST_FIRST } from "./dates.js";
import { STATE_WORSENED_EVENT } from "./review.js";
import { LANGUAGE, gettext } from "./translation.js";

const [DOCUMENT, OWNER, CONTACT, DUE] = [gettext("Document"), gettext("Owner"), gettext("Contact point"), gettext("Next review due")];
const COLUMNS = [DOCUMENT, OWNER, CONTACT, gettext("Last reviewed"), DUE];
const WORST = gettext("Worst first");
const ALL = gettext("All");

/** @param {HTMLTableElement} table */
export function startRegister(table) {
  if (table.tBodies[0].rows.length < 2) return;
  const rows = [...table.tBodies[0].rows];
  const hasColumn = (/** @type {string} */ label) => label === DOCUMENT || rows.some((row) => row.querySelector(`[data-label="${label}"]`));
  const roles = [OWNER, CONTACT].filter(hasColumn).map((label) =>
    ({ name: label, ...labelledSelect(label, [ALL, ...distinct(rows.map((row) => text(row, label)))]) }));
  const state = labelledSelect(gettext("State"), [ALL, ...distinct(rows.map(stateOf))]);
  const order = labelledSelect(gettext("Order"), [WORST, ...COLUMNS.filter(hasColumn)]);
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const form = document.createElement("form");
  form.className = "filters";
  form.append(...roles.map((role) => role.label), state.label, order.label);
  table.before(form, status);
  form.addEventListener("submit", (event) => event.preventDefault());
  const updateRows = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(roles.every((role) => matches(role.select, text(row, role.name))) && matches(state.select, stateOf(row)));
      shown += Number(!row.hidden);
    }
    const column = order.select.value;
    table.tBodies[0].append(...[...rows].sort(column === WORST ? compareStates : compareBy(column)));
    return gettext("%(shown)s of %(all)s documents shown", { shown, all: rows.length });
  };
  form.addEventListener("change", () => {
    status.textContent = updateRows();
  });
  // States may have grown worse since the build, which ordered the rows.
  updateRows();
  document.addEventListener(STATE_WORSENED_EVENT, () => {
    const chosen = state.select.value;
    state.select.replaceChildren(...options([ALL, ...distinct(rows.map(stateOf))]));
    state.select.value = chosen;
    if (state.select.selectedIndex < 0) state.select.selectedIndex = 0;
    updateRows();
  });
}

/**
 * @param {string} name
 * @param {string[]} values
 */
function labelledSelect(name, values) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.append(...options(values));
  label.append(`${name} `, select);
  return { label, select };
}

/** @param {string[]} values */
const options = (values) => values.map((value) => new Option(value));

/** @param {string[]} values */
const distinct = (values) => [...new Set(values)].sort((first, second) => first.localeCompare(second));

/**
 * @param {HTMLSelectElement} select
 * @param {string} value
 */
const matches = (select, value) => select.selectedIndex === 0 || select.value === value;

/**
 * @param {HTMLTableRowElement} row
 * @param {string} label
 */
const cell = (row, label) => /** @type {HTMLElement} */ (row.querySelector(`[data-label="${label}"]`) ?? row.cells[0]);

/**
 * @param {HTMLTableRowElement} row
 * @param {string} label
 */
const text = (row, label) => cell(row, label).textContent?.trim() ?? "";

/** @param {HTMLTableRowElement} row */
const stateOf = (row) => row.querySelector(".state")?.textContent?.trim() ?? "";

/**
 * Orders rows by state, the worst first, and within a state by due date, the earliest first.
 * @param {HTMLTableRowElement} row
 * @param {HTMLTableRowElement} other
 */
function compareStates(row, other) {
  const [first, second] = [row, other].map((each) => each.querySelector(".state")?.getAttribute("data-state") ?? "");
  return WORST_FIRST.indexOf(first) - WORST_FIRST.indexOf(second) || compareBy(DUE)(row, other);
}

/**
 * Orders rows by a column, with numbers inside texts as numbers and empty cells last.
 * @param {string} column
 */
function compareBy(column) {
  return (/** @type {HTMLTableRowElement} */ row, /** @type {HTMLTableRowElement} */ other) => {
    const [first, second] = [row, other].map((each) => cell(each, column).dataset.sort ?? text(each, column));
    if (!first || !second) return Number(!first) - Number(!second);
    return first.localeCompare(second, LANGUAGE, { numeric: true });
  };
}
