// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker of a site that keeps no copy on devices, and of every preview: it replaces a worker that kept
 * one, removes the copy, and unregisters itself. A build that keeps copies replaces this file by another worker.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(removeCopy()));

async function removeCopy() {
  const prefix = `policysite:${new URL(worker.registration.scope).pathname}:`;
  const names = await caches.keys().catch(() => []);
  await Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
