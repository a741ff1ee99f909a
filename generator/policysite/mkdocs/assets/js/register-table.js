// @ts-check
/** The register of reviews, in the order and to the extent that a reader chooses. */

import { WORST_FIRST } from "./dates.js";
import { STATE_WORSENED_EVENT } from "./review.js";

const ORDERS = ["Document", "Owner", "Contact point", "Last reviewed", "Next review due"];
const WORST = "Worst first";

/** @param {HTMLTableElement} table */
export function startRegister(table) {
  if (table.tBodies[0].rows.length < 2) return;
  const rows = [...table.tBodies[0].rows];
  const has = (/** @type {string} */ label) => label === "Document" || rows.some((row) => row.querySelector(`[data-label="${label}"]`));
  const roles = ["Owner", "Contact point"].filter(has).map((label) =>
    ({ name: label, ...choice(label, ["All", ...distinct(rows.map((row) => text(row, label)))]) }));
  const state = choice("State", ["All", ...distinct(rows.map(stateOf))]);
  const order = choice("Order", [WORST, ...ORDERS.filter(has)]);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const form = document.createElement("form");
  form.className = "filters";
  form.append(...roles.map((role) => role.label), state.label, order.label);
  table.before(form, said);
  form.addEventListener("submit", (event) => event.preventDefault());
  const arrange = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(roles.every((role) => fits(role.select, text(row, role.name))) && fits(state.select, stateOf(row)));
      shown += Number(!row.hidden);
    }
    const column = order.select.value;
    table.tBodies[0].append(...[...rows].sort(column === WORST ? byState : by(column)));
    return `${shown} of ${rows.length} documents shown`;
  };
  form.addEventListener("change", () => {
    said.textContent = arrange();
  });
  // By the date of the reader's device, a state may be worse than when the rows were put in order.
  arrange();
  document.addEventListener(STATE_WORSENED_EVENT, () => {
    const chosen = state.select.value;
    state.select.replaceChildren(...options(["All", ...distinct(rows.map(stateOf))]));
    state.select.value = chosen;
    if (state.select.selectedIndex < 0) state.select.selectedIndex = 0;
    arrange();
  });
}

/**
 * @param {string} name
 * @param {string[]} values
 */
function choice(name, values) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.append(...options(values));
  label.append(`${name} `, select);
  return { label, select };
}

/** @param {string[]} values */
const options = (values) => values.map((value) => new Option(value));

/** @param {string[]} values */
const distinct = (values) => [...new Set(values)].sort((one, two) => one.localeCompare(two));

/**
 * @param {HTMLSelectElement} select
 * @param {string} value
 */
const fits = (select, value) => select.selectedIndex === 0 || select.value === value;

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
 * The worst first, and of those the longest due.
 * @param {HTMLTableRowElement} one
 * @param {HTMLTableRowElement} other
 */
function byState(one, other) {
  const [first, second] = [one, other].map((row) => row.querySelector(".state")?.getAttribute("data-state") ?? "");
  return WORST_FIRST.indexOf(first) - WORST_FIRST.indexOf(second) || by("Next review due")(one, other);
}

/**
 * What is not stated comes last; numbers are in their order.
 * @param {string} column
 */
function by(column) {
  return (/** @type {HTMLTableRowElement} */ one, /** @type {HTMLTableRowElement} */ two) => {
    const [first, second] = [one, two].map((row) => cell(row, column).dataset.sort ?? text(row, column));
    if (!first || !second) return Number(!first) - Number(!second);
    return first.localeCompare(second, "en", { numeric: true });
  };
}
