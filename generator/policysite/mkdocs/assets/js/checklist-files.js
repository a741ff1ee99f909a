// @ts-check
/** The panel that saves a record of use as a JSON file or a text file. */

import { canHash, canonicalJson, download, recordText, makeRecord } from "./checklist-record.js";
import { gettext } from "./translation.js";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} panel
 * @param {HTMLButtonElement} opener
 * @param {() => import("./checklist-record.js").RecordedItem[]} items gives the items with their present states
 */
export function startRecordPanel(form, panel, opener, items) {
  const reference = /** @type {HTMLInputElement} */ (panel.querySelector("input"));
  const status = /** @type {HTMLElement} */ (panel.querySelector("[role=status]"));
  const facts = factsOf(form);
  /** @type {{ content: string, record: Awaited<ReturnType<typeof makeRecord>> } | null} */
  let last = null;

  /** The last record again if nothing has changed, so that both files have the same time. */
  const record = async () => {
    const [number, current] = [reference.value.trim(), items()];
    const content = canonicalJson([number, current]);
    if (last?.content !== content) last = { content, record: await makeRecord(facts, number, current, new Date()) };
    return last.record;
  };

  const setOpen = (/** @type {boolean} */ isOpen) => {
    panel.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return opener.focus();
    panel.scrollIntoView({ block: "nearest" });
    reference.focus();
  };

  const saves = {
    json: async () => {
      const name = `${facts.checklist}-record.json`;
      download(name, "application/json", `${JSON.stringify(await record(), null, 2)}\n`);
      return name;
    },
    text: async () => {
      const name = `${facts.checklist}-record.txt`;
      download(name, "text/plain;charset=utf-8", recordText(await record()));
      return name;
    },
  };

  opener.addEventListener("click", () => setOpen(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    setOpen(false);
  });
  for (const button of panel.querySelectorAll("button")) {
    const kind = /** @type {keyof typeof saves} */ (button.dataset.save);
    if (kind === "json" && !canHash()) {
      button.remove();
      status.textContent = gettext("This browser makes the file for programs only on pages that are fetched over https.");
    }
    button.addEventListener("click", async () => {
      status.textContent = gettext("Saved as %(file)s.", { file: await saves[kind]() });
    });
  }
}

/**
 * The facts of a checklist, from the attributes of its form.
 * @param {HTMLFormElement} form
 */
function factsOf(form) {
  const { format = "", name = "", title = "", digest = "", library = "", editions = "{}" } = form.dataset;
  const canonical = document.querySelector("link[rel=canonical]")?.getAttribute("href");
  const here = location.protocol.startsWith("http") ? location.origin + location.pathname : "";
  return { format, library, checklist: name, title, digest, editions: JSON.parse(editions), site: canonical || here };
}
