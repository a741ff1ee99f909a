// @ts-check
/**
 * Shows states of reviews that have grown worse since the page was made, by the date of the reader's device.
 * States never get better here, as only a new build knows of a review.
 */

import { dayIn, daysBetween, formatBy, formatDate, isDate, isWorse, latestDay, overdueSince, reviewState } from "./dates.js";
import { gettext, inOwnLanguage, ngettext } from "./translation.js";

const LABELS = {
  "overdue": gettext("Review overdue"),
  "called for": gettext("Review called for"),
  "due this month": gettext("Review due this month"),
  "due soon": gettext("Review due soon"),
};

/** The event of a document on which a state has grown worse. */
export const STATE_WORSENED_EVENT = "policysite:worse";

const TEN_MINUTES = 600_000;

/**
 * The data of a page about its build. window is in months, every in days. isExact says whether today is known in
 * the library's zone; otherwise it is the latest day that it can be there.
 * @typedef {{zone: string, window: number, built: string, every: number | null, isExact?: boolean}} BuildData
 */

export function startReview() {
  const meta = document.querySelector('meta[name="policysite-review"]');
  if (!(meta instanceof HTMLMetaElement)) return;
  /** @type {BuildData} */
  const build = JSON.parse(meta.content);
  const update = () => {
    const now = new Date();
    const exactDay = dayIn(build.zone, now);
    const today = exactDay ?? latestDay(now);
    if (isDate(build.built) && today <= build.built) return;
    build.isExact = exactDay !== null;
    updateStates(build, today);
    showLateBuild(build, today);
  };
  update();
  // The day may change while a page stays open or is kept in the history.
  document.addEventListener("visibilitychange", () => document.hidden || update());
  window.addEventListener("pageshow", (event) => event.persisted && update());
  setInterval(update, TEN_MINUTES);
}

/**
 * @param {BuildData} build
 * @param {string} today
 */
function updateStates(build, today) {
  let hasChanged = false;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-state]"))) {
    const before = element.dataset.state ?? "";
    const { due = "", calledFrom = "" } = element.dataset;
    const now = reviewState(due, today, { window: build.window, calledFrom });
    if (!isWorse(now, before)) continue;
    element.dataset.state = now;
    if (element.matches(".state")) changeLabel(element, now, before, today);
    else if (element.matches("[data-review]")) addStateNotice(element, now, build, today);
    hasChanged = true;
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-due-above]"))) {
    const due = element.dataset.dueAbove ?? "";
    if ("aboveTold" in element.dataset || reviewState(due, today) !== "overdue") continue;
    element.dataset.aboveTold = "";
    const governing = element.dataset.above ?? "";
    if (element.matches(".state")) {
      setNote(element, "state-governing", `, ${gettext("%(kind)s above it overdue as at %(date)s", { kind: governing, date: formatDate(today) })}`);
      continue;
    }
    element.before(makeNotice("overdue", "overdue",
      gettext("The review of %(governing)s, which governs %(subject)s, is overdue.",
        { governing, subject: element.dataset.about }), overdueText(due, build)));
    addPrintNote(governing, LABELS.overdue.toLowerCase(), today);
  }
  if (hasChanged) document.dispatchEvent(new Event(STATE_WORSENED_EVENT));
}

/**
 * @param {HTMLElement} label
 * @param {string} now
 * @param {string} before
 * @param {string} today
 */
function changeLabel(label, now, before, today) {
  label.classList.replace(`state--${stateClass(before)}`, `state--${stateClass(now)}`);
  const text = inOwnLanguage(document.createElement("span"));
  text.textContent = LABELS[/** @type {keyof typeof LABELS} */ (now)];
  label.replaceChildren(stateIcon(now), text);
  setNote(label, "state-since", `, ${gettext("as at %(date)s", { date: formatDate(today) })}`);
}

/**
 * Show a note after a label, in place of an earlier note with the same class. That of the date comes first.
 * @param {HTMLElement} label
 * @param {string} className
 * @param {string} text
 */
function setNote(label, className, text) {
  const find = (/** @type {string} */ name) => label.parentElement?.querySelector(`:scope > .${name}`);
  const note = find(className) ?? inOwnLanguage(document.createElement("span"));
  note.className = className;
  note.textContent = text;
  if (!note.isConnected) (className === "state-since" ? label : find("state-since") ?? label).after(note);
}

/**
 * Show a state in the header of the printed page, in place of an earlier state of the same document.
 * @param {string} subject
 * @param {string} state
 * @param {string} today
 */
function addPrintNote(subject, state, today) {
  const header = document.querySelector(".paper");
  const note = [...header?.querySelectorAll("span") ?? []].find((span) => span.dataset.subject === subject)
    ?? document.createElement("span");
  note.dataset.subject = subject;
  const isOwn = subject.startsWith("this ") || subject === gettext("this document");
  note.textContent = ` · ${gettext("As at %(date)s: %(state)s", { date: formatDate(today), state: isOwn ? state : `${subject} ${state}` })}`;
  header?.append(note);
}

/**
 * @param {HTMLElement} notices
 * @param {string} state
 * @param {BuildData} build
 * @param {string} today
 */
function addStateNotice(notices, state, build, today) {
  const subject = notices.dataset.review ?? "";
  addPrintNote(subject, LABELS[/** @type {keyof typeof LABELS} */ (state)].toLowerCase(), today);
  if (state === "overdue") {
    notices.prepend(makeNotice("overdue", state, gettext("The review of %(subject)s is overdue.", { subject }),
      overdueText(notices.dataset.due ?? "", build)));
  } else if (state === "called for") {
    notices.prepend(makeNotice("called-for", state, gettext("A review of %(subject)s is called for.", { subject }),
      ` ${gettext("Something that was announced when this page was made has taken effect since.")}`));
  }
}

/**
 * @param {string} due
 * @param {BuildData} build
 */
function overdueText(due, build) {
  const values = isDate(due) && { due: formatBy(due), since: formatDate(overdueSince(due)) };
  const sentence = build.isExact
    ? values ? gettext("It was due %(due)s and has been overdue since %(since)s, by the date of this device.", values)
    : gettext("By when it was due cannot be read here, and it counts as overdue, by the date of this device.")
    : values ? gettext("It was due %(due)s and has been overdue since %(since)s, by the latest date that it can be: this browser does not know the time zone of the library.", values)
    : gettext("By when it was due cannot be read here, and it counts as overdue, by the latest date that it can be: this browser does not know the time zone of the library.");
  const made = isDate(build.built)
    ? ` ${gettext("This page was made on %(date)s and knows of nothing since.", { date: formatDate(build.built) })}` : "";
  return ` ${sentence}${made}`;
}

/**
 * Show that the site has not been rebuilt as often as its library says.
 * @param {BuildData} build
 * @param {string} today
 */
function showLateBuild(build, today) {
  const days = daysBetween(build.built, today);
  if (build.every === null || Number.isNaN(days) || days <= build.every) return;
  const before = document.querySelector(".notice--stale");
  if (before instanceof HTMLElement && before.dataset.days === String(days)) return;
  before?.remove();
  const notice = makeNotice("stale", "due soon",
    build.isExact
      ? ngettext("This site has not been rebuilt for %(number)s days.", "This site has not been rebuilt for %(number)s days.", days)
      : ngettext("This site has not been rebuilt for about %(number)s days.", "This site has not been rebuilt for about %(number)s days.", days),
    ` ${gettext("It was made on %(date)s; what has changed since is not shown.", { date: formatDate(build.built) })}`);
  notice.dataset.days = String(days);
  document.querySelector("article")?.prepend(notice);
}

/**
 * @param {string} kind
 * @param {string} state the state whose icon it shows
 * @param {string} title
 * @param {string} text
 */
function makeNotice(kind, state, title, text) {
  const notice = inOwnLanguage(document.createElement("div"));
  notice.className = `notice notice--${kind}`;
  notice.setAttribute("role", "note");
  const content = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = title;
  content.append(strong, text);
  notice.append(stateIcon(state), content);
  return notice;
}

/** @param {string} state */
function stateIcon(state) {
  const icons = /** @type {HTMLTemplateElement | null} */ (document.querySelector("#_review-icons"));
  const name = state === "due this month" ? "due soon" : state;
  const icon = icons?.content.querySelector(`[data-for="${name}"] svg`)?.cloneNode(true);
  if (!(icon instanceof SVGElement)) return "";
  icon.classList.add("icon");
  icon.setAttribute("aria-hidden", "true");
  return icon;
}

/** @param {string} state */
const stateClass = (state) => state.replaceAll(" ", "-");
