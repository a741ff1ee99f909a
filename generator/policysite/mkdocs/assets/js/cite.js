// @ts-check
/**
 * Adds a button to each clause that shows its citation and copies it or its link. The citation is that of the
 * edition with the clause's number; the link leads to the edition's permanent page.
 */

import { gettext, inOwnLanguage } from "./translation.js";

/** @param {HTMLElement} edition */
export function startCiting(edition) {
  for (const clause of edition.querySelectorAll(".clause")) addControl(/** @type {HTMLElement} */ (clause), edition);
  document.addEventListener("keydown", (event) => {
    const open = edition.querySelector(".cite[aria-expanded=true]");
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (open).click();
    /** @type {HTMLElement} */ (open).focus();
  });
}

/**
 * @param {HTMLElement} clause
 * @param {HTMLElement} edition
 */
function addControl(clause, edition) {
  const number = clause.dataset.clause;
  if (!number) return;
  const button = inOwnLanguage(element("button", "cite", gettext("Cite")));
  button.setAttribute("type", "button");
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", gettext("Cite %(clause)s", { clause: number }));
  button.addEventListener("click", () => {
    const panel = clause.querySelector(".citation");
    button.setAttribute("aria-expanded", String(!panel));
    if (panel) panel.remove();
    else clause.append(makePanel(number, clause.dataset.anchor ?? "", edition));
  });
  clause.append(button);
}

/**
 * @param {string} number
 * @param {string} anchor
 * @param {HTMLElement} edition
 */
function makePanel(number, anchor, edition) {
  const link = new URL(`${edition.dataset.editionAddress ?? ""}#${anchor}`, document.baseURI).href;
  const text = `${edition.dataset.cite}, ${number}: ${link}`;
  const panel = inOwnLanguage(element("div", "citation", ""));
  const status = element("span", "citation__said", "");
  status.setAttribute("role", "status");
  panel.append(element("p", "citation__text", text));
  for (const [label, content] of [[gettext("Copy citation"), text], [gettext("Copy link"), link]]) {
    const button = element("button", "button", label);
    button.setAttribute("type", "button");
    button.addEventListener("click", async () => {
      status.textContent = (await copy(content)) ? gettext("Copied") : gettext("Select the text above to copy it");
    });
    panel.append(button);
  }
  panel.append(status);
  return panel;
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} text
 */
function element(name, className, text) {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}
