// @ts-check
/**
 * A page says how a review stood when it was made. By the date of the reader's device it may have grown
 * worse since, and then says so; it never gets better, because only a new build knows of a review.
 */

import { by, dayIn, daysBetween, formatDate, isDate, isWorse, latestDay, overdueSince, state } from "./dates.js";

const LABELS = {
  "overdue": "Review overdue",
  "called for": "Review called for",
  "due this month": "Review due this month",
  "due soon": "Review due soon",
};

/** What is told to a document when a state on it has grown worse. */
export const STATE_WORSENED_EVENT = "policysite:worse";

const TEN_MINUTES = 600_000;

/**
 * What a page knows of its build. isExact says whether the day is that of the library's zone, and not the
 * latest that it can be there.
 * @typedef {{zone: string, window: number, built: string, every: number | null, isExact?: boolean}} Known
 */

export function startReview() {
  const meta = document.querySelector('meta[name="policysite-review"]');
  if (!(meta instanceof HTMLMetaElement)) return;
  /** @type {Known} */
  const known = JSON.parse(meta.content);
  const look = () => {
    const now = new Date();
    const exact = dayIn(known.zone, now);
    const today = exact ?? latestDay(now);
    if (isDate(known.built) && today <= known.built) return;
    known.isExact = exact !== null;
    worsenStates(known, today);
    tellOfLateBuild(known, today);
  };
  look();
  // A page that stays open, or comes back from the history, is looked at on another day.
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
  setInterval(look, TEN_MINUTES);
}

/**
 * @param {Known} known
 * @param {string} today
 */
function worsenStates(known, today) {
  let isOtherwise = false;
  for (const shown of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-state]"))) {
    const before = shown.dataset.state ?? "";
    const { due = "", calledFrom = "" } = shown.dataset;
    const now = state(due, today, { window: known.window, calledFrom });
    if (!isWorse(now, before)) continue;
    shown.dataset.state = now;
    if (shown.matches(".state")) relabel(shown, now, before, today);
    else if (shown.matches("[data-review]")) tellOfState(shown, now, known, today);
    isOtherwise = true;
  }
  for (const shown of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-due-above]"))) {
    const due = shown.dataset.dueAbove ?? "";
    if ("aboveTold" in shown.dataset || state(due, today) !== "overdue") continue;
    shown.dataset.aboveTold = "";
    const above = shown.dataset.above ?? "";
    if (shown.matches(".state")) {
      beside(shown, "state-governing", `, ${above} above it overdue as at ${formatDate(today)}`);
      continue;
    }
    shown.append(notice("overdue", "overdue",
      `The review of ${above}, which governs ${shown.dataset.review}, is overdue.`, wasDue(due, known)));
    tellOnPaper(above, "review overdue", today);
  }
  if (isOtherwise) document.dispatchEvent(new Event(STATE_WORSENED_EVENT));
}

/**
 * @param {HTMLElement} shown
 * @param {string} now
 * @param {string} before
 * @param {string} today
 */
function relabel(shown, now, before, today) {
  shown.classList.replace(`state--${className(before)}`, `state--${className(now)}`);
  const words = document.createElement("span");
  words.textContent = LABELS[/** @type {keyof typeof LABELS} */ (now)];
  shown.replaceChildren(icon(now), words);
  beside(shown, "state-since", `, as at ${formatDate(today)}`);
}

/**
 * Say something after a state, in place of what was said there of that kind: first as at when it is so.
 * @param {HTMLElement} shown
 * @param {string} kind
 * @param {string} text
 */
function beside(shown, kind, text) {
  const there = (/** @type {string} */ one) => shown.parentElement?.querySelector(`:scope > .${one}`);
  const said = there(kind) ?? document.createElement("span");
  said.className = kind;
  said.textContent = text;
  if (!said.isConnected) (kind === "state-since" ? shown : there("state-since") ?? shown).after(said);
}

/**
 * Say it above the printed page, too.
 * @param {string} what
 * @param {string} state
 * @param {string} today
 */
function tellOnPaper(what, state, today) {
  const paper = document.querySelector(".paper");
  const told = [...paper?.querySelectorAll("span") ?? []].find((one) => one.dataset.of === what)
    ?? document.createElement("span");
  told.dataset.of = what;
  told.textContent = ` · As at ${formatDate(today)}: ${what.startsWith("this ") ? "" : `${what} `}${state}`;
  paper?.append(told);
}

/**
 * @param {HTMLElement} shown
 * @param {string} now
 * @param {Known} known
 * @param {string} today
 */
function tellOfState(shown, now, known, today) {
  const what = shown.dataset.review ?? "";
  tellOnPaper(what, LABELS[/** @type {keyof typeof LABELS} */ (now)].toLowerCase(), today);
  if (now === "overdue") {
    shown.prepend(notice("overdue", now, `The review of ${what} is overdue.`,
      wasDue(shown.dataset.due ?? "", known)));
  } else if (now === "called for") {
    shown.prepend(notice("called-for", now, `A review of ${what} is called for.`,
      " Something that was announced when this page was made has taken effect since."));
  }
}

/**
 * @param {string} due
 * @param {Known} known
 */
function wasDue(due, known) {
  const was = isDate(due) ? `It was due ${by(due)} and has been overdue since ${formatDate(overdueSince(due))}`
    : "By when it was due cannot be read here, and it counts as overdue";
  const date = known.isExact ? "by the date of this device"
    : "by the latest date that it can be: this browser does not know the time zone of the library";
  const made = isDate(known.built) ? ` This page was made on ${formatDate(known.built)} and knows of nothing since.` : "";
  return ` ${was}, ${date}.${made}`;
}

/**
 * @param {Known} known
 * @param {string} today
 */
function tellOfLateBuild(known, today) {
  const days = daysBetween(known.built, today);
  if (known.every === null || Number.isNaN(days) || days <= known.every) return;
  const before = document.querySelector(".notice--stale");
  if (before instanceof HTMLElement && before.dataset.days === String(days)) return;
  before?.remove();
  const told = notice("stale", "due soon",
    `This site has not been rebuilt for ${known.isExact ? "" : "about "}${days} days.`,
    ` It was made on ${formatDate(known.built)}; what has changed since is not shown.`);
  told.dataset.days = String(days);
  document.querySelector("article")?.prepend(told);
}

/**
 * @param {string} kind
 * @param {string} of the state whose icon it bears
 * @param {string} title
 * @param {string} text
 */
function notice(kind, of, title, text) {
  const told = document.createElement("div");
  told.className = `notice notice--${kind}`;
  told.setAttribute("role", "note");
  const words = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = title;
  words.append(strong, text);
  told.append(icon(of), words);
  return told;
}

/** @param {string} of the state */
function icon(of) {
  const held = /** @type {HTMLTemplateElement | null} */ (document.querySelector("#_review-icons"));
  const name = of === "due this month" ? "due soon" : of;
  const found = held?.content.querySelector(`[data-for="${name}"] svg`)?.cloneNode(true);
  if (!(found instanceof SVGElement)) return "";
  found.classList.add("icon");
  found.setAttribute("aria-hidden", "true");
  return found;
}

/** @param {string} one a state */
const className = (one) => one.replaceAll(" ", "-");
