// @ts-check
/**
 * The rule about review dates, as generator/policysite/domain/reviews.py has it. tests/vectors/reviews.json is passed by
 * both. A month is "2025-12", a day "2025-12-31": text of that form sorts as the calendar does.
 *
 * Where a browser cannot apply it, what it gives can only be stricter: a day that is too late, a state that
 * asks for more attention. It never calls in date what is overdue.
 */

/** The order in which states ask for attention. */
export const WORST_FIRST = ["overdue", "called for", "due this month", "due soon", "unscheduled", "current"];

const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July",
  "August", "September", "October", "November", "December",
];

/** @param {string} when */
const isMonth = (when) => when.length === 7;

/** @param {Date} day */
const iso = (day) => day.toISOString().slice(0, 10);

const HOUR = 3_600_000;
const LAST_DAY = "9999-12-31";

/**
 * Whether a text is a month or a day of the calendar.
 * @param {unknown} text
 */
export const isDate = (text) => typeof text === "string" && /^\d{4}-\d{2}(?:-\d{2})?$/.test(text)
  && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/**
 * The calendar day at an instant in a time zone (IANA name), or the latest day that it can be.
 * @param {string} zone
 * @param {Date} now
 */
export const todayIn = (zone, now) => dayIn(zone, now) ?? latestDay(now);

/**
 * The calendar day at an instant in a time zone (IANA name); null where the browser does not know it.
 * @param {string} zone
 * @param {Date} now
 */
export function dayIn(zone, now) {
  if (!zone) return null; // without a name Intl would take the zone of the device
  try {
    const form = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
    });
    const parts = Object.fromEntries(form.formatToParts(now).map(({ type, value }) => [type, value]));
    const day = `${parts.year.padStart(4, "0")}-${parts.month}-${parts.day}`;
    // A browser with another calendar or other digits gives a day that is none anywhere on Earth.
    return iso(new Date(now.getTime() - 12 * HOUR)) <= day && day <= latestDay(now) ? day : null;
  } catch {
    return null;
  }
}

/**
 * The latest day that it is anywhere on Earth at an instant: that of UTC+14.
 * @param {Date} now
 */
export function latestDay(now) {
  const there = now.getTime() + 14 * HOUR;
  return there < Date.UTC(10_000, 0) ? iso(new Date(there)) : LAST_DAY;
}

/**
 * The last day on which a review is in time. A month is due by its last day.
 * @param {string} due
 */
export function dueDay(due) {
  if (!isMonth(due)) return due;
  const [year, month] = due.split("-").map(Number);
  return iso(new Date(Date.UTC(year, month, 0)));
}

/**
 * The first day on which a review is overdue.
 * @param {string} due
 */
export function overdueSince(due) {
  const day = new Date(`${dueDay(due)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return iso(day);
}

/**
 * The first day of the month or the day that lies so many months before a date.
 * @param {string} when
 * @param {number} months
 */
function opens(when, months) {
  const [year, month, day = 1] = when.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  if (isMonth(when)) return iso(first);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return iso(first);
}

/**
 * The state of a review on a day. due and calledFrom are empty where there is none; what is there but is no
 * date has passed.
 * @param {string} due
 * @param {string} today
 * @param {{window?: number, calledFrom?: string}} [more]
 */
export function state(due, today, { window = 6, calledFrom = "" } = {}) {
  if (due && !(isDate(due) && today <= dueDay(due))) return "overdue";
  if (calledFrom && !(isDate(calledFrom) && today < calledFrom)) return "called for";
  if (!due) return "unscheduled";
  if (today.slice(0, 7) === due.slice(0, 7)) return "due this month";
  return Number.isInteger(window) && today < opens(due, window) ? "current" : "due soon";
}

/**
 * Whether one state asks for more attention than another.
 * @param {string} one
 * @param {string} other
 */
export const isWorse = (one, other) => !WORST_FIRST.includes(other) || WORST_FIRST.indexOf(one) < WORST_FIRST.indexOf(other);

/**
 * A date for readers: "December 2025" or "1 July 2026".
 * @param {string} when
 */
export function formatDate(when) {
  const [year, month, day] = when.split("-").map(Number);
  const name = `${MONTHS[month - 1]} ${year}`;
  return day ? `${day} ${name}` : name;
}

/**
 * When a review is due, as in "by the end of December 2025".
 * @param {string} due
 */
export const by = (due) => `by ${isMonth(due) ? "the end of " : ""}${formatDate(due)}`;

/**
 * How many days lie between two days.
 * @param {string} from
 * @param {string} to
 */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
