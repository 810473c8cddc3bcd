/**
 * The few parts of a browser that the engine touches, as types: the project's sources are checked without the DOM.
 *
 * Only types and the one place that reads them from the page's global object.
 */

/** A message that arrived. */
export interface Arrived {
  readonly data: unknown;
}

/** A Web Worker as seen from the page. */
export interface WebWorker {
  onmessage: ((event: Arrived) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What a page, or the inside of a worker, offers. */
export interface BrowserScope {
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number; readonly gpu?: unknown };
  readonly Worker?: unknown;
  onmessage: ((event: Arrived) => void) | null;
  postMessage(message: unknown, handedOver: ArrayBuffer[]): void;
  close(): void;
}

/** The global object, as a browser's. */
export function browserScope(): BrowserScope {
  return globalThis as unknown as BrowserScope;
}
