/**
 * Reads study.yaml and says, key by key, what is wrong with it.
 *
 * Knows the schema; knows nothing of tables or images.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainSystemError } from '@mriscore/scans/disk';
import type { z } from 'zod';
import { StudyError, throwCollected } from '../errors.ts';
import { crossCheck } from './cross-check.ts';
import { knownKeys } from './json-schema.ts';
import type { Protocol } from './schema.ts';
import { protocolSchema } from './schema.ts';
import { PROTOCOL_FILE, parseYaml } from './yaml.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

function pathOf(issue: Issue): Path {
  return issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

function place(path: Path): string {
  return path.length === 0 ? 'the top level' : path.join('.');
}

function unknownKey(path: Path, key: string): StudyError {
  return new StudyError('protocol/unknown-key', {
    found: `Unknown key ${key} at ${place(path)} of ${PROTOCOL_FILE}.`,
    needed: `Known keys: ${knownKeys(path).join(', ')}.`,
    remedy: 'Correct the spelling or remove the key.',
  });
}

/** Of a failed union, the branch that got furthest: the reader most likely meant that one. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const candidates = issue.errors.flat();
  const unknown = candidates.find((candidate) => candidate.code === 'unrecognized_keys');
  return unknown === undefined ? issue : { ...unknown, path: [...issue.path, ...unknown.path] };
}

function explain(raw: Issue): readonly StudyError[] {
  const issue = deepest(raw);
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
  const finding = {
    found: `The value at ${place(path)} of ${PROTOCOL_FILE} is not usable.`,
    needed: `${issue.message}.`,
    remedy: 'Correct it; docs/reference/protocol.md explains every key.',
  };
  return [new StudyError('protocol/invalid', finding, { key: place(path) })];
}

/**
 * Turns the text of study.yaml into a protocol with every default filled in.
 *
 * @throws StudyError `protocol/unknown-key` with the known keys and defaults, `protocol/invalid` otherwise;
 * several at once as StudyErrors.
 * @example
 * parseProtocol(await readFile('study.yaml', 'utf8')).encoder.network; // 'resnet101'
 */
export function parseProtocol(text: string): Protocol {
  const result = protocolSchema.safeParse(parseYaml(text));
  if (!result.success) throwCollected(result.error.issues.flatMap(explain));
  const protocol = result.data as Protocol;
  throwCollected(crossCheck(protocol));
  return protocol;
}

/**
 * Reads the protocol of a study folder.
 *
 * @throws StudyError `protocol/missing` when there is no study.yaml; DiskError when it may not be read; else as
 *   `parseProtocol`.
 */
export async function readProtocol(directory: string): Promise<Protocol> {
  const path = join(directory, PROTOCOL_FILE);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw explainSystemError(cause, path);
    const finding = {
      found: `There is no ${PROTOCOL_FILE} in ${directory}.`,
      needed: 'A study folder holds its protocol in that file.',
      remedy: 'Give the folder of a study, or make a demo study with: mriscore demo.',
    };
    throw new StudyError('protocol/missing', finding, { file: path }, { cause });
  });
  return parseProtocol(text);
}
