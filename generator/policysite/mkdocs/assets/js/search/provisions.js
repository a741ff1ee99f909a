// @ts-check
/** What people call a section or clause, by its anchor: as domain/model/section.py and clause.py name them. */

/**
 * The name of a section or clause of a document. All is empty for one that has an id in place of a number.
 * @typedef {object} ProvisionName
 * @property {string} part appendix, annex, schedule, or empty
 * @property {string} number the number as published, in small letters; empty for an item of a list, too
 * @property {string} label what stands after the reference of the document, as in 3.2, annex 1 or annex 1, 1.2
 * @property {string} shown what the page shows before its heading or text, as in 3.2 or Annex 1
 */

const PROVISION = /^(?:(appendix|annex|schedule)-(?:(\d+[A-Z]*|[A-Z])-(?=[\dA-Z]))?)?([\dA-Z][\dA-Z.]*)((?:-[a-z\d]+)*)$/;

/**
 * @param {string} anchor
 * @returns {ProvisionName}
 */
export function provisionName(anchor) {
  const [, part = "", partNumber = "", published = "", items = ""] = PROVISION.exec(anchor) ?? [];
  const number = items ? "" : published.toLowerCase();
  if (!part) return { part, number, label: published + items.replace(/-(\w+)/g, "($1)"), shown: published };
  if (!partNumber && !published.includes(".")) {
    return { part, number, label: `${part} ${published}`, shown: `${part[0].toUpperCase()}${part.slice(1)} ${published}` };
  }
  const within = partNumber || published.split(".")[0];
  return { part, number, label: `${part} ${within}, ${published}${items.replace(/-(\w+)/g, "($1)")}`, shown: published };
}
