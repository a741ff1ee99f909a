// @ts-check
/** The small form that saves a record, and the two files that it makes. */

import { canHash, canonical, download, recordText, makeRecord } from "./checklist-record.js";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} panel
 * @param {HTMLButtonElement} opener
 * @param {() => import("./checklist-record.js").RecordedItem[]} items as they stand
 */
export function startRecordPanel(form, panel, opener, items) {
  const reference = /** @type {HTMLInputElement} */ (panel.querySelector("input"));
  const said = /** @type {HTMLElement} */ (panel.querySelector("[role=status]"));
  const facts = factsOf(form);
  /** @type {{ of: string, record: Awaited<ReturnType<typeof makeRecord>> } | null} */
  let last = null;

  /** While nothing changes, both files hold the same record. */
  const record = async () => {
    const [number, now] = [reference.value.trim(), items()];
    const of = canonical([number, now]);
    if (last?.of !== of) last = { of, record: await makeRecord(facts, number, now, new Date()) };
    return last.record;
  };

  const open = (/** @type {boolean} */ isOpen) => {
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

  opener.addEventListener("click", () => open(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    open(false);
  });
  for (const button of panel.querySelectorAll("button")) {
    const kind = /** @type {keyof typeof saves} */ (button.dataset.save);
    if (kind === "json" && !canHash()) {
      button.remove();
      said.textContent = "This browser makes the file for programs only on pages that are fetched over https.";
    }
    button.addEventListener("click", async () => {
      said.textContent = `Saved as ${await saves[kind]()}.`;
    });
  }
}

/**
 * What the page says of its checklist.
 * @param {HTMLFormElement} form
 */
function factsOf(form) {
  const { format = "", name = "", title = "", digest = "", library = "", editions = "{}" } = form.dataset;
  const published = document.querySelector("link[rel=canonical]")?.getAttribute("href");
  const here = location.protocol.startsWith("http") ? location.origin + location.pathname : "";
  return { format, library, checklist: name, title, digest, editions: JSON.parse(editions), site: published || here };
}
