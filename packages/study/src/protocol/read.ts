/**
 * Reads study.yaml and says, key by key, what is wrong with it.
 *
 * Knows the schema; knows nothing of tables or images.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { StudyError, throwCollected } from '../errors.ts';
import { knownKeys } from './json-schema.ts';
import type { Protocol } from './schema.ts';
import { protocolSchema } from './schema.ts';

/** The name of the protocol inside a study folder. */
export const PROTOCOL_FILE = 'study.yaml';

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

function invalid(key: string, found: string, needed: string): StudyError {
  const finding = { found, needed, remedy: `Correct ${key} in ${PROTOCOL_FILE}.` };
  return new StudyError('protocol/invalid', finding, { key });
}

/** Rules between keys that a schema of single keys cannot say. */
function crossCheck(protocol: Protocol): readonly StudyError[] {
  const errors: StudyError[] = [];
  const sequences = Object.keys(protocol.sequences);
  const known = `Sequences of this protocol: ${sequences.join(', ')}.`;
  if (sequences.length === 0)
    errors.push(invalid('sequences', 'There is no sequence.', 'At least one is needed.'));
  if (!sequences.includes(protocol.mask.drawnOn)) {
    errors.push(invalid('mask.drawnOn', `mask.drawnOn names ${protocol.mask.drawnOn}.`, known));
  }
  const training = Object.values(protocol.cohorts).filter((cohort) => cohort.role === 'training').length;
  if (training !== 1) {
    errors.push(invalid('cohorts', `${training} cohorts have the role training.`, 'Exactly one is needed.'));
  }
  for (const name of protocol.response?.cohorts ?? []) {
    if (protocol.cohorts[name] !== undefined) continue;
    const names = Object.keys(protocol.cohorts).join(', ');
    errors.push(
      invalid('response.cohorts', `response.cohorts names ${name}.`, `Cohorts of this protocol: ${names}.`),
    );
  }
  const { width, heads } = protocol.fusion;
  if (width % heads !== 0) {
    const found = `fusion.width is ${width} and fusion.heads is ${heads}.`;
    errors.push(invalid('fusion.width', found, 'The width has to be a multiple of the heads.'));
  }
  const { frozenStages = 'none', weights } = protocol.encoder;
  if (frozenStages !== 'none' && weights === 'scratch') {
    const found = `encoder.frozenStages is ${frozenStages} and encoder.weights is scratch.`;
    const needed =
      'Stages that never learn need pretrained weights: random numbers tell nothing of an image.';
    errors.push(invalid('encoder.weights or encoder.frozenStages', found, needed));
  }
  if (protocol.preprocessing.crop.sizePx % 32 !== 0) {
    const found = `preprocessing.crop.sizePx is ${protocol.preprocessing.crop.sizePx}.`;
    errors.push(
      invalid(
        'preprocessing.crop.sizePx',
        found,
        'A multiple of 32 is needed, since the encoder halves five times.',
      ),
    );
  }
  return errors;
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
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw invalid(PROTOCOL_FILE, `${PROTOCOL_FILE} is not YAML: ${problem.message}`, 'YAML 1.2.');
  const result = protocolSchema.safeParse(document.toJS());
  if (!result.success) throwCollected(result.error.issues.flatMap(explain));
  const protocol = result.data as Protocol;
  throwCollected(crossCheck(protocol));
  return protocol;
}

/**
 * Reads the protocol of a study folder.
 *
 * @throws StudyError `protocol/missing` when there is no study.yaml; else as `parseProtocol`.
 */
export async function readProtocol(directory: string): Promise<Protocol> {
  const path = join(directory, PROTOCOL_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const finding = {
      found: `There is no ${PROTOCOL_FILE} in ${directory}.`,
      needed: 'A study folder holds its protocol in that file.',
      remedy: 'Give the folder of a study, or make a demo study with: mriscore demo.',
    };
    throw new StudyError('protocol/missing', finding, { file: path }, { cause });
  });
  return parseProtocol(text);
}
