/**
 * How many threads a page may use.
 *
 * Reads what the browser says of itself. Several threads share memory, which browsers allow only to isolated pages.
 */

import { EngineError } from '../../errors.ts';
import type { BrowserScope } from './scope.ts';

/**
 * Threads for one operation.
 *
 * @param scope What the page says of itself.
 * @param wished A number that a person asked for, at least 1.
 * @throws EngineError `runtime/unavailable` when more than one was asked for in a page that is not isolated.
 */
export function webThreads(
  scope: Pick<BrowserScope, 'crossOriginIsolated' | 'navigator'>,
  wished: number | undefined,
): number {
  const isolated = scope.crossOriginIsolated === true;
  if (wished === undefined) return isolated ? Math.min(8, scope.navigator?.hardwareConcurrency ?? 1) : 1;
  if (!Number.isInteger(wished) || wished < 1)
    throw new EngineError('runtime/unavailable', {
      found: `Found ${wished} threads.`,
      needed: 'Needed a whole number of at least 1.',
      remedy: 'Leave the option out.',
    });
  if (wished === 1 || isolated) return wished;
  throw new EngineError('runtime/unavailable', {
    found: `Found ${wished} threads asked for in a page that is not cross-origin isolated.`,
    needed: 'Needed an isolated page: its threads share memory.',
    remedy:
      'Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or ask for one thread.',
  });
}
