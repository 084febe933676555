// Times in the browser's time zone, in Spanish.
import { el } from "/page/elements.js";

const LOCALE = "es";

const clock = (date) => date.toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit" });
const day = (date) => date.toLocaleDateString(LOCALE, { day: "numeric", month: "long", year: "numeric" });

/** Date, time and time zone, for tooltips. */
const whole = (date) =>
  date.toLocaleString(LOCALE, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

/** Discord's styles of `<t:…>`. */
const STYLES = {
  t: clock,
  T: (date) => date.toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  d: (date) => date.toLocaleDateString(LOCALE, { day: "2-digit", month: "2-digit", year: "numeric" }),
  D: day,
  f: (date) => `${day(date)}, ${clock(date)}`,
  F: (date) => `${date.toLocaleDateString(LOCALE, { weekday: "long" })}, ${day(date)}, ${clock(date)}`,
  R: (date) => relative(date.getTime()),
};

/** The element of `<t:seconds:style>`, with the full date as its tooltip. */
export function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  return el("time", { className: "moment", title: whole(date), dateTime: date.toISOString(), "data-style": style }, STYLES[style](date));
}

/** When a message was sent: the time of day, with the date unless it was today. */
export function sentAt(timestamp) {
  const date = new Date(timestamp);
  const today = date.toDateString() === new Date().toDateString();
  const short = today ? clock(date) : `${date.toLocaleDateString(LOCALE, { day: "2-digit", month: "2-digit", year: "2-digit" })}, ${clock(date)}`;
  return el("time", { className: "sent", title: whole(date), dateTime: timestamp }, short);
}

/** The day, for the divider between two days. */
export const dayOf = (timestamp) => day(new Date(timestamp));

/** The full date, for a tooltip. */
export const longDate = (timestamp) => whole(new Date(timestamp));

/** A date for the foot of an embed. */
export function footDate(timestamp) {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? "" : `${STYLES.d(date)}, ${clock(date)}`;
}

const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

function relative(ms) {
  const seconds = Math.round((ms - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, least]) => least <= Math.abs(seconds)) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** Updates the relative times every 5 seconds. */
export function keepTimesFresh() {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-style=R]")) {
      const text = relative(Date.parse(time.dateTime));
      if (time.textContent !== text) time.textContent = text;
    }
  }, 5_000);
}
