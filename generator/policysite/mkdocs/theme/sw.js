// @ts-check
/// <reference lib="webworker" />
/**
 * Takes leave of a device: it takes the place of a worker that kept a copy of the site, and removes the copy
 * and itself. This stands where a site keeps no copies, and in every preview; a build puts the worker that
 * does keep them in its place.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = `policysite:${new URL(worker.registration.scope).pathname}:`;
  const names = await caches.keys().catch(() => []);
  await Promise.all(names.filter((name) => name.startsWith(ours)).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
