// @ts-check
/**
 * The rule of review dates, as in generator/policysite/domain/reviews.py; both pass tests/vectors/reviews.json.
 * A month is "2025-12", a day "2025-12-31". Dates in this form sort as text.
 *
 * A browser that cannot apply the rule errs on the strict side: it takes a later day, or a state that needs more
 * attention. It never shows an overdue review as in time.
 */

import { gettext } from "./translation.js";

/** The states, in the order of the attention that they need. */
export const WORST_FIRST = ["overdue", "called for", "due this month", "due soon", "unscheduled", "current"];

const MONTHS = [
  gettext("January"), gettext("February"), gettext("March"), gettext("April"), gettext("May"), gettext("June"),
  gettext("July"), gettext("August"), gettext("September"), gettext("October"), gettext("November"), gettext("December"),
];

/** @param {string} date */
const isMonth = (date) => date.length === 7;

/**
 * The day of an instant in UTC, as in "2025-12-31".
 * @param {Date} instant
 */
const isoDay = (instant) => instant.toISOString().slice(0, 10);

const HOUR = 3_600_000;
const LAST_DAY = "9999-12-31";

/**
 * Whether a value is the text of a month or a day of the calendar.
 * @param {unknown} text
 */
export const isDate = (text) => typeof text === "string" && /^\d{4}-\d{2}(?:-\d{2})?$/.test(text)
  && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/**
 * The calendar day in a time zone (IANA name), or the latest day anywhere where the browser does not know the zone.
 * @param {string} zone
 * @param {Date} now
 */
export const todayIn = (zone, now) => dayIn(zone, now) ?? latestDay(now);

/**
 * The calendar day in a time zone (IANA name); null where the browser does not know the zone.
 * @param {string} zone
 * @param {Date} now
 */
export function dayIn(zone, now) {
  if (!zone) return null; // without a zone, Intl would use that of the device
  try {
    const form = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
    });
    const parts = Object.fromEntries(form.formatToParts(now).map(({ type, value }) => [type, value]));
    const day = `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}`;
    // A browser that uses another calendar or other digits gives a day that is not today anywhere on Earth.
    return isoDay(new Date(now.getTime() - 12 * HOUR)) <= day && day <= latestDay(now) ? day : null;
  } catch {
    return null;
  }
}

/**
 * The latest calendar day anywhere on Earth at an instant: that of UTC+14.
 * @param {Date} now
 */
export function latestDay(now) {
  const ahead = now.getTime() + 14 * HOUR;
  return ahead < Date.UTC(10_000, 0) ? isoDay(new Date(ahead)) : LAST_DAY;
}

/**
 * The last day on which a review is in time: the due day, or the last day of a due month.
 * @param {string} due
 */
export function dueDay(due) {
  if (!isMonth(due)) return due;
  const [year, month] = due.split("-").map(Number);
  return isoDay(new Date(Date.UTC(year, month, 0)));
}

/**
 * The first day on which a review is overdue.
 * @param {string} due
 */
export function overdueSince(due) {
  const day = new Date(`${dueDay(due)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return isoDay(day);
}

/**
 * A date some months earlier, as the first day of a month or the day itself.
 * @param {string} date
 * @param {number} months
 */
function monthsBefore(date, months) {
  const [year, month, day = 1] = date.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  if (isMonth(date)) return isoDay(first);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return isoDay(first);
}

/**
 * The state of a review on a day. due and calledFrom, the day from which a review is called for, are empty where
 * there is none; a malformed date counts as past.
 * @param {string} due
 * @param {string} today
 * @param {{window?: number, calledFrom?: string}} [options] window is the number of months in which it is due soon
 */
export function reviewState(due, today, { window = 6, calledFrom = "" } = {}) {
  if (due && !(isDate(due) && today <= dueDay(due))) return "overdue";
  if (calledFrom && !(isDate(calledFrom) && today < calledFrom)) return "called for";
  if (!due) return "unscheduled";
  if (today.slice(0, 7) === due.slice(0, 7)) return "due this month";
  return Number.isInteger(window) && today < monthsBefore(due, window) ? "current" : "due soon";
}

/**
 * Whether a state needs more attention than another, which may be unknown.
 * @param {string} state
 * @param {string} other
 */
export const isWorse = (state, other) => !WORST_FIRST.includes(other) || WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(other);

/**
 * A date for readers: "December 2025" or "1 July 2026".
 * @param {string} date
 */
export function formatDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  const values = { day, month: MONTHS[month - 1], year };
  return day ? gettext("%(day)s %(month)s %(year)s", values) : gettext("%(month)s %(year)s", values);
}

/**
 * When a review is due, as in "by the end of December 2025".
 * @param {string} due
 */
export const formatBy = (due) => isMonth(due)
  ? gettext("by the end of %(month)s", { month: formatDate(due) })
  : gettext("by %(date)s", { date: formatDate(due) });

/**
 * The number of days from one day to another.
 * @param {string} from
 * @param {string} to
 */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
