// @ts-check
/// <reference lib="webworker" />
/**
 * Keeps a copy of the site on the reader's device, and answers from it where the network does not.
 *
 * The build writes BUILD above this text: what to keep, each with the beginning of its SHA-256. All that is
 * kept of a build lies in one cache that bears the digest of its assets and its own version.
 *
 * No page runs with scripts of another version: its scripts, styles and index stand in a folder that is named
 * by its digest, and the page names that folder. So what stands at such an address is the same wherever it
 * comes from, and a page is kept only when it names the folder of this build.
 */

/**
 * A path below the scope with the digest of what stands there.
 * @typedef {[path: string, digest: string]} Kept
 * @typedef {{ version: string, assets: string, base: string, bytes: number, shell: Kept[], rest: Kept[],
 *   isSearchKept: boolean }} Build
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {Build} */
// @ts-ignore: the build writes it above
const build = BUILD;

const SCOPE = new URL(worker.registration.scope);
const OURS = `policysite:${SCOPE.pathname}:`;
const SAME_ASSETS = `${OURS}${build.assets}:`;
const CACHE = SAME_ASSETS + build.version;
const DIGEST = "x-policysite-digest";
const PATIENCE = 3000;
const AT_ONCE = 3;
const NOT_THERE = "404.html";

const paths = new Set([...build.shell, ...build.rest].map(([path]) => path));

/** @type {Promise<void> | undefined} */
let keeping;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (event.data === "keep the rest") event.waitUntil(keepTheRest());
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range") || !isOurs(url)) return;
  const path = pathOf(url);
  if (request.mode === "navigate") {
    if (isPage(path)) event.respondWith(page(request, path));
  } else if (bearsDigest(path)) {
    event.respondWith(unchanging(request, path));
  } else if (!isPage(path) && (paths.has(path) || path.startsWith("assets/"))) {
    event.respondWith(fresh(request, path));
  }
});

// --- keeping ------------------------------------------------------------------------------------------

/** Keep what every page needs; after a build of which more was kept, as much of this one. */
async function install() {
  if (!(await hasRoom())) throw new Error("there is no room to keep the site");
  try {
    const cache = await caches.open(CACHE);
    for (const kept of build.shell) await keep(cache, kept).catch((error) => leaveOut(kept, error));
    if (await wasMoreKept()) await keepTheRest();
  } catch (error) {
    await caches.delete(CACHE).catch(() => {});
    throw error;
  }
  await worker.skipWaiting();
}

/**
 * Of what every page needs only one may be left out: some hosts have that page at another address.
 * @param {Kept} kept
 * @param {unknown} error
 */
function leaveOut([path], error) {
  if (path !== NOT_THERE || !(error instanceof Refused)) throw error;
}

/** Keep what is still missing, a few files at a time. What is refused is left out. */
function keepTheRest() {
  keeping ??= rest().finally(() => { keeping = undefined; });
  return keeping;
}

async function rest() {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const missing = build.rest.filter(([path]) => !there.has(address(path)));
  if (!missing.length || !(await hasRoom())) return;
  const next = missing.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const kept of next) {
      try {
        await keep(cache, kept);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  }));
}

/** A file that is not the one of this build. */
class Refused extends Error {}

/**
 * Put a file into the cache: as an earlier build kept it where it has not changed, otherwise from the network.
 * @param {Cache} cache
 * @param {Kept} kept
 */
async function keep(cache, [path, digest]) {
  if (await cache.match(address(path))) return;
  for (const name of await ourCaches()) {
    const before = await (await caches.open(name)).match(address(path));
    if (before?.headers.get(DIGEST) === digest) return cache.put(address(path), before);
  }
  const response = await fetch(address(path), { cache: "no-cache", credentials: "same-origin" });
  if (response.status !== 200 || response.redirected) throw new Refused(`${path} is not there`);
  const bytes = await response.arrayBuffer();
  const isRight = isPage(path)
    ? new TextDecoder().decode(bytes).includes(`/${build.assets}/`)
    : (await digestOf(bytes)).startsWith(digest);
  if (!isRight) throw new Refused(`${path} is of another build`);
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(DIGEST, digest);
  await cache.put(address(path), new Response(bytes, { headers }));
}

/** Whether more was kept of an earlier build than it needed. */
async function wasMoreKept() {
  const rest = new Set(build.rest.map(([path]) => address(path)));
  for (const name of await ourCaches()) {
    if ((await (await caches.open(name)).keys()).some(({ url }) => rest.has(url))) return true;
  }
  return false;
}

async function hasRoom() {
  const { quota, usage } = await (navigator.storage?.estimate?.() ?? {});
  return quota === undefined || usage === undefined || quota - usage > build.bytes;
}

/** @param {ArrayBuffer} bytes */
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function ourCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
}

// --- taking over --------------------------------------------------------------------------------------

/**
 * Become the worker of all pages, and remove what earlier builds kept. Of the last that had other assets these
 * stay: its pages may still be open, and fetch a script only when it is needed.
 */
async function takeOver() {
  const before = (await ourCaches()).filter((name) => !name.startsWith(SAME_ASSETS)).at(-1);
  for (const name of await ourCaches()) if (name !== before) await caches.delete(name);
  if (before) {
    const cache = await caches.open(before);
    for (const request of await cache.keys()) {
      if (!pathOf(new URL(request.url)).startsWith("assets/")) await cache.delete(request);
    }
  }
  await worker.clients.claim();
}

// --- answering ----------------------------------------------------------------------------------------

/**
 * A page: from the network, or its kept copy when the network fails, or takes too long, or only has a fault.
 * @param {Request} request
 * @param {string} path
 */
async function page(request, path) {
  const giveUp = new AbortController();
  const asked = fetch(request, { cache: "no-cache", signal: giveUp.signal });
  const answer = await inTime(asked);
  if (answer && answer.status < 500) return answer;
  const copy = await copyOf(path);
  if (copy) {
    giveUp.abort();
    return copy;
  }
  try {
    return await asked;
  } catch (error) {
    const missing = await copyAt(NOT_THERE);
    if (!missing) throw error;
    return marked(missing, "missing", 503);
  }
}

/**
 * A file whose address bears its digest, of whatever build.
 * @param {Request} request
 * @param {string} path
 */
async function unchanging(request, path) {
  return (await copyAt(path)) ?? fetch(request);
}

/**
 * What names other files that change with it: from the network, so that it fits what is published now.
 * @param {Request} request
 * @param {string} path
 */
async function fresh(request, path) {
  const asked = fetch(request);
  const answer = await inTime(asked);
  if (answer?.ok) return answer;
  return (await copyAt(path)) ?? asked;
}

/**
 * What a request gives within the time that a reader waits; undefined when it gives nothing.
 * @param {Promise<Response>} asked
 * @returns {Promise<Response | undefined>}
 */
function inTime(asked) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    asked.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}

/**
 * The kept copy of a page, which says so; a redirect where its address lacks the slash at its end.
 * @param {string} path
 */
async function copyOf(path) {
  const plain = path.replace(/(^|\/)index\.html$/, "$1");
  const held = await copyAt(plain);
  if (held) return marked(held, "copy", 200);
  return paths.has(`${plain}/`) && (await copyAt(`${plain}/`)) ? Response.redirect(address(`${plain}/`), 302) : undefined;
}

/**
 * A page that says what it is: "copy", or "missing" for the page about what is not kept.
 * @param {Response} held
 * @param {string} what
 * @param {number} status
 */
async function marked(held, what, status) {
  const search = build.isSearchKept ? "" : ' data-search="not kept"';
  let text = (await held.text()).replace("<html", `<html data-kept="${what}"${search}`);
  // The page for what is not there is the only one that names the site's path.
  if (what === "missing" && build.base !== SCOPE.pathname) text = text.replaceAll(`="${build.base}`, `="${SCOPE.pathname}`);
  return new Response(text, { status, headers: held.headers });
}

/**
 * What is kept at a path. Where the device refuses to say, nothing is.
 * @param {string} path
 */
async function copyAt(path) {
  try {
    return await caches.match(address(path));
  } catch {
    return undefined;
  }
}

// --- addresses ----------------------------------------------------------------------------------------

/** @param {URL} url */
const isOurs = (url) => url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);

/** @param {URL} url below the scope */
const pathOf = (url) => url.pathname.slice(SCOPE.pathname.length);

/** @param {string} path */
const address = (path) => new URL(path, SCOPE).href;

/** @param {string} path */
const isPage = (path) => /(?:^|\/)(?:[^./]*|index\.html|404\.html)$/.test(path);

/** Whether what stands at an address never changes, because a part of it is a digest. @param {string} path */
const bearsDigest = (path) => /^assets\/.*[-.][0-9a-f]{8,}[./]/.test(path) && !path.endsWith(".json");
