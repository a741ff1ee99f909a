// @ts-check
/**
 * Where the site keeps a copy of itself on the reader's device (sw.js at its root does that): starts it, and
 * says on a page that comes from the copy that it does. Where the site keeps none, removes what is there.
 */

import { formatDate } from "./dates.js";

const ROOT = new URL("../../../", import.meta.url);

/** For how many milliseconds the page that the reader came for, and a first search, have the network to themselves. */
const PAUSE = 2000;

/** @typedef {{ built: string, offline?: boolean }} Known */

export function startOffline() {
  const meta = document.querySelector('meta[name="policysite-review"]');
  if (!(meta instanceof HTMLMetaElement)) return;
  /** @type {Known} */
  const known = JSON.parse(meta.content);
  const kept = document.documentElement.dataset.kept;
  if (kept === "copy") tellOfCopy(known.built);
  if (kept === "missing") tellOfMissing();

  const workers = navigator.serviceWorker;
  if (!workers) return; // the browser has none, or the site does not come over a safe connection
  const begin = () => setTimeout(() => (known.offline ? register(workers) : leave(workers)).catch(() => {}), PAUSE);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

/** @param {ServiceWorkerContainer} workers */
async function register(workers) {
  const registration = await workers.register(new URL("sw.js", ROOT), { updateViaCache: "none" });
  // A new worker keeps by itself as much as the one before it, which would only live on for being spoken to.
  if (registration.active && registration.installing) return;
  const connection = /** @type {{ saveData?: boolean } | undefined} */ (Reflect.get(navigator, "connection"));
  if (!connection?.saveData) (await workers.ready).active?.postMessage("keep the rest");
}

/** @param {ServiceWorkerContainer} workers */
async function leave(workers) {
  const registration = await workers.getRegistration(ROOT);
  if (registration?.scope !== ROOT.href) return;
  await registration.unregister();
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith(`policysite:${ROOT.pathname}:`));
  await Promise.all(ours.map((name) => caches.delete(name)));
}

/** @param {string} built the day of the build */
function tellOfCopy(built) {
  const text = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = `Offline copy of ${formatDate(built)}`;
  text.append(strong, ". The site could not be reached; what has changed since is not shown.");
  const root = document.documentElement.dataset;
  if (root.search === "not kept" && document.querySelector(".search-results")) {
    text.append(" Searching needs the network. ", link("clauses/", "All clauses"), " are listed without it.");
  }
  showNotice(text);
}

function tellOfMissing() {
  const article = document.querySelector("article");
  const heading = article?.querySelector("h1");
  if (!article || !heading) return;
  heading.textContent = "This page is not kept on this device";
  document.title = `${heading.textContent} – ${document.title}`;
  const text = document.createElement("p");
  text.append("The site could not be reached. When it can be again, reload this page. These are kept: ",
    link("", "the home page"), ", ", link("documents/", "documents"), ", ", link("roles/", "roles"), " and ",
    link("clauses/", "all clauses"), ".");
  article.replaceChildren(heading, text);
  const strong = document.createElement("strong");
  strong.textContent = "You are offline";
  const message = document.createElement("div");
  message.append(strong, ", or the site does not answer.");
  showNotice(message);
}

/**
 * Show a notice above the text. Its content is added later, as screen readers only announce changes of a status.
 * @param {HTMLElement} content
 */
function showNotice(content) {
  const notice = document.createElement("div");
  notice.className = "notice notice--offline";
  notice.setAttribute("role", "status");
  document.querySelector("article")?.prepend(notice);
  requestAnimationFrame(() => notice.append(content));
}

/**
 * @param {string} path from the site's root
 * @param {string} text
 */
function link(path, text) {
  const anchor = document.createElement("a");
  anchor.href = new URL(path, ROOT).href;
  anchor.textContent = text;
  return anchor;
}
