// @ts-check
/** The register of reviews, in the order and to the extent that a reader chooses. */

const ORDERS = { "Worst first": "", "Document": "Document", "Owner": "Owner", "Last reviewed": "Last reviewed", "Next review due": "Next review due" };

export function startRegister() {
  const table = document.querySelector("table[data-register]");
  if (!(table instanceof HTMLTableElement) || table.tBodies[0].rows.length < 2) return;
  const rows = [...table.tBodies[0].rows];
  const owner = choice("Owner", ["All", ...distinct(rows.map((row) => text(row, "Owner")))]);
  const state = choice("State", ["All", ...distinct(rows.map(stateOf))]);
  const order = choice("Order", Object.keys(ORDERS));
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const form = document.createElement("form");
  form.className = "filters";
  form.append(owner.label, state.label, order.label);
  table.before(form, said);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(fits(owner.select, text(row, "Owner")) && fits(state.select, stateOf(row)));
      shown += Number(!row.hidden);
    }
    const column = ORDERS[/** @type {keyof typeof ORDERS} */ (order.select.value)];
    table.tBodies[0].append(...(column ? [...rows].sort(by(column)) : rows));
    said.textContent = `${shown} of ${rows.length} documents shown`;
  });
}

/**
 * @param {string} name
 * @param {string[]} values
 */
function choice(name, values) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.append(...values.map((value) => new Option(value)));
  label.append(`${name} `, select);
  return { label, select };
}

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
