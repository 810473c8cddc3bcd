/**
 * One HTTP request that follows redirects itself, so that what the first answer says of the file is not lost.
 *
 * Gives the last answer and what a hub said on the way. Knows nothing of weights or disks.
 */

import { StudyError } from '../errors.ts';
import { trustTheSystem } from './trust.ts';

/** An answer, with what the answers before it said. */
export interface HttpAnswer {
  readonly response: Response;
  /** SHA-256 that the hub names for the file (`x-linked-etag`), if any. */
  readonly sha256: string | undefined;
  /** Length that the hub names for the file (`x-linked-size`), if any. */
  readonly bytes: number | undefined;
  /** Commit that the hub names (`x-repo-commit`), if any. */
  readonly commit: string | undefined;
}

/** How to ask. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const MOST_HOPS = 8;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Asks for an address.
 *
 * @throws StudyError `weights/offline` when no answer comes or the server is busy, `weights/not-there` for a refusal.
 */
export async function request(url: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  let at = url;
  let said: Omit<HttpAnswer, 'response'> = { sha256: undefined, bytes: undefined, commit: undefined };
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const response = await ask(at, options);
    said = { ...said, ...heard(response.headers) };
    if (!REDIRECTS.includes(response.status)) {
      if (!response.ok && response.status !== 416) throw refused(at, response.status);
      return { response, ...said };
    }
    await response.body?.cancel();
    at = next(at, response.headers.get('location'));
  }
  throw unexpected(url, `more than ${MOST_HOPS} redirects`);
}

/** The text of an answer of at most some megabytes. */
export async function requestText(url: string): Promise<string> {
  const { response } = await request(url, { signal: AbortSignal.timeout(30_000) });
  return await response.text().catch((cause: unknown) => {
    throw offline(url, cause);
  });
}

async function ask(url: string, { headers = {}, signal }: RequestOptions): Promise<Response> {
  trustTheSystem();
  try {
    return await fetch(url, {
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity', ...headers },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw offline(url, cause);
  }
}

function heard(headers: Headers): Partial<Omit<HttpAnswer, 'response'>> {
  const tag = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1];
  const size = headers.get('x-linked-size');
  const commit = headers.get('x-repo-commit');
  return {
    ...(tag === undefined ? {} : { sha256: tag }),
    ...(size === null || !/^\d+$/.test(size) ? {} : { bytes: Number(size) }),
    ...(commit === null ? {} : { commit }),
  };
}

/** Where a redirect leads; never from an encrypted connection to an open one. */
function next(from: string, location: string | null): string {
  if (location === null || !URL.canParse(location, from))
    throw unexpected(from, 'a redirect without an address');
  const to = new URL(location, from);
  const open = to.protocol !== 'https:' && !(to.protocol === 'http:' && from.startsWith('http:'));
  if (open) throw unexpected(from, `a redirect to ${to.protocol}//${to.host}`);
  return to.href;
}

/** The remedy that always works. */
const BY_HAND = 'Or fetch the file on another machine and give it with --from FILE.';

function unexpected(url: string, found: string): StudyError {
  return new StudyError(
    'weights/not-there',
    {
      found: `The answer of ${url} was ${found}.`,
      needed: 'The file.',
      remedy: `Check the endpoint (--hub, --registry). ${BY_HAND}`,
    },
    { url },
  );
}

function refused(url: string, status: number): StudyError {
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return offline(url, new Error(`the server answered ${status}`));
  }
  return unexpected(url, `${status}`);
}

/**
 * What to say when an address cannot be reached now.
 *
 * @param cause Whatever went wrong.
 */
export function offline(url: string, cause: unknown): StudyError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = inner instanceof Error ? inner.message : String(inner);
  return new StudyError(
    'weights/offline',
    {
      found: `${new URL(url).origin} cannot be reached: ${reason}.`,
      needed: 'A connection to it.',
      remedy: `Run the same command again when there is one; what has arrived is kept. ${BY_HAND}`,
    },
    { url },
    { cause },
  );
}
