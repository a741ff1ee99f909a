// @ts-check
/**
 * The software's own words in the language of the page. The English text of a message is its key; a page in another
 * language carries the translations of what scripts show. outputs/translations has the catalogues.
 */

/** @type {Record<string, string[]>} the forms of each message, in the order of the plural categories of Unicode */
const TRANSLATIONS = JSON.parse(document.querySelector('meta[name="policysite-words"]')?.getAttribute("content") ?? "{}");

/** The language of the page's own words (BCP 47). */
export const LANGUAGE = document.documentElement.lang || "en";

/**
 * @param {string} message with placeholders as in "by %(date)s"
 * @param {Record<string, unknown>} [values]
 */
export const gettext = (message, values = {}) => filled(TRANSLATIONS[message]?.[0] ?? message, values);

/**
 * A message about a number of things, which is the value of %(number)s.
 * @param {string} one
 * @param {string} several
 * @param {number} number
 * @param {Record<string, unknown>} [values]
 */
export function ngettext(one, several, number, values = {}) {
  const forms = TRANSLATIONS[one];
  const text = forms ? forms[formOf(number)] ?? forms[0] : number === 1 ? one : several;
  return filled(text, { number, ...values });
}

/**
 * Texts and elements in the order of a message, as [before, link, after] for "before %(link)s after".
 * @param {string} message
 * @param {Record<string, Node>} elements
 * @returns {(string | Node)[]}
 */
export const pieces = (message, elements) =>
  (TRANSLATIONS[message]?.[0] ?? message).split(/(%\(\w+\)s)/)
    .map((piece) => elements[/^%\((\w+)\)s$/.exec(piece)?.[1] ?? ""] ?? piece);

/**
 * Let an element say the language of its words where it stands in an article in another language.
 * @template {HTMLElement} Spoken
 * @param {Spoken} element
 * @returns {Spoken}
 */
export function inOwnLanguage(element) {
  if (document.querySelector("article[lang]")) element.lang = LANGUAGE;
  return element;
}

/** @param {number} number */
function formOf(number) {
  const rules = new Intl.PluralRules(LANGUAGE);
  const present = ["zero", "one", "two", "few", "many", "other"].filter((name) =>
    rules.resolvedOptions().pluralCategories.includes(/** @type {Intl.LDMLPluralRule} */ (name)));
  return present.indexOf(rules.select(number));
}

/**
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));
