// @ts-check
/**
 * Starts the service worker that keeps a copy of the site on the reader's device (sw.js at the site's root), and
 * shows a notice on pages that come from the copy. If the site keeps no copy, it removes an earlier one.
 */

import { formatDate } from "./dates.js";
import { gettext, inOwnLanguage, pieces } from "./translation.js";

const ROOT = new URL("../../../", import.meta.url);

/** The delay in milliseconds before copying, so that the page and a first search have the network first. */
const PAUSE = 2000;

/** @typedef {{ built: string, offline?: boolean }} BuildData */

export function startOffline() {
  const meta = document.querySelector('meta[name="policysite-review"]');
  if (!(meta instanceof HTMLMetaElement)) return;
  /** @type {BuildData} */
  const build = JSON.parse(meta.content);
  const state = document.documentElement.dataset.kept;
  if (state === "copy") showCopyNotice(build.built);
  if (state === "missing") showMissingPage();

  const workers = navigator.serviceWorker;
  if (!workers) return; // the browser has no service workers, or the site is not served over https
  const begin = () => setTimeout(() => (build.offline ? register(workers) : removeCopy(workers)).catch(() => {}), PAUSE);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

/** @param {ServiceWorkerContainer} workers */
async function register(workers) {
  const registration = await workers.register(new URL("sw.js", ROOT), { updateViaCache: "none" });
  // A new worker copies as much as the one before by itself. A message would only keep that one alive.
  if (registration.active && registration.installing) return;
  const connection = /** @type {{ saveData?: boolean } | undefined} */ (Reflect.get(navigator, "connection"));
  if (!connection?.saveData) (await workers.ready).active?.postMessage("keep the rest");
}

/** @param {ServiceWorkerContainer} workers */
async function removeCopy(workers) {
  const registration = await workers.getRegistration(ROOT);
  if (registration?.scope !== ROOT.href) return;
  await registration.unregister();
  const names = await caches.keys();
  const copies = names.filter((name) => name.startsWith(`policysite:${ROOT.pathname}:`));
  await Promise.all(copies.map((name) => caches.delete(name)));
}

/** @param {string} built the day of the build */
function showCopyNotice(built) {
  const text = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = gettext("Offline copy of %(date)s", { date: formatDate(built) });
  text.append(strong, `. ${gettext("The site could not be reached; what has changed since is not shown.")}`);
  const root = document.documentElement.dataset;
  if (root.search === "not kept" && document.querySelector(".search-results")) {
    text.append(` ${gettext("Searching needs the network.")} `,
      ...pieces("%(clauses)s are listed without it.", { clauses: link("clauses/", gettext("All clauses")) }));
  }
  showNotice(text);
}

function showMissingPage() {
  const article = document.querySelector("article");
  const heading = article?.querySelector("h1");
  if (!article || !heading) return;
  heading.textContent = gettext("This page is not kept on this device");
  document.title = `${heading.textContent} – ${document.title}`;
  const text = document.createElement("p");
  text.append(`${gettext("The site could not be reached. When it can be again, reload this page.")} `,
    ...pieces("These are kept: %(home)s, %(documents)s, %(roles)s and %(clauses)s.", {
      home: link("", gettext("the home page")), documents: link("documents/", gettext("documents")),
      roles: link("roles/", gettext("roles")), clauses: link("clauses/", gettext("all clauses")),
    }));
  article.replaceChildren(heading, text);
  const strong = document.createElement("strong");
  strong.textContent = gettext("You are offline");
  const message = document.createElement("div");
  message.append(strong, gettext(", or the site does not answer."));
  showNotice(message);
}

/**
 * Show a notice above the text. Its content is added later, as screen readers only announce changes of a status.
 * @param {HTMLElement} content
 */
function showNotice(content) {
  const notice = inOwnLanguage(document.createElement("div"));
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
