/**
 * Which reference cases a folder holds.
 *
 * Reads JSON files of the statsref/1 schema with their datasets, gives cases with references resolved and special
 * numbers decoded. Knows no file, topic or case by name, and no statistic.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far an answer may be from the reference: either bound suffices. */
export interface Tolerance {
  /** Share of the reference. Default 1e-8. */
  readonly rel: number;
  /** In the unit of the field. Default 1e-10. */
  readonly abs: number;
}

/** One reference case, ready to run. */
export interface ReferenceCase {
  /** Name of the file without its ending. */
  readonly topic: string;
  readonly id: string;
  readonly fn: string;
  readonly input: Record<string, unknown>;
  readonly params: Record<string, unknown>;
  readonly expected: unknown;
  readonly tolerance: Tolerance;
  /** The product has to answer with an explicit error, or with nothing but nulls. */
  readonly mustReject: boolean;
  /** Known to differ by convention: run, but not counted as a failure. */
  readonly informational: boolean;
}

/** A case or a whole file that cannot be read. */
export interface UnreadableCase {
  readonly topic: string;
  readonly id: string;
  readonly problem: string;
}

/** What a folder holds. */
export interface FixtureFolder {
  readonly cases: readonly ReferenceCase[];
  readonly unreadable: readonly UnreadableCase[];
  /** JSON files that are not of the schema. */
  readonly otherFiles: readonly string[];
}

type Columns = Record<string, unknown>;

const SPECIAL = new Map<string, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8')) as unknown;
}

/** Reads columns of datasets, each file once. */
function datasetReader(folder: string): (reference: string) => unknown {
  const known = new Map<string, Columns>();
  return (reference) => {
    const [name = '', column = ''] = reference.split('#', 2);
    let columns = known.get(name);
    if (!columns) {
      const data = readJson(join(folder, 'datasets', `${name}.json`));
      columns = isRecord(data) && isRecord(data.columns) ? data.columns : {};
      known.set(name, columns);
    }
    if (!(column in columns)) throw new Error(`dataset ${name} has no column ${column}`);
    return columns[column];
  };
}

/** Replaces references by columns and the strings NaN, Infinity and -Infinity by numbers, at any depth. */
function resolve(value: unknown, dataset: (reference: string) => unknown): unknown {
  if (typeof value === 'string') return SPECIAL.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, dataset));
  if (!isRecord(value)) return value;
  const reference = value.$ref;
  if (typeof reference === 'string') return resolve(dataset(reference), dataset);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, dataset)]));
}

function toleranceOf(value: unknown): Tolerance {
  if (!isRecord(value)) return { rel: 1e-8, abs: 1e-10 };
  const number = (key: string) => (typeof value[key] === 'number' ? value[key] : 0);
  return { rel: number('rel'), abs: number('abs') };
}

function parseCase(topic: string, raw: unknown, dataset: (reference: string) => unknown): ReferenceCase {
  if (!isRecord(raw)) throw new Error('a case is not an object');
  const text = (key: string) => {
    const value = raw[key];
    if (typeof value !== 'string') throw new Error(`the case has no ${key}`);
    return value;
  };
  const expected = resolve(raw.expected, dataset);
  const tags = Array.isArray(raw.tags) ? raw.tags : [];
  const record = (value: unknown) => (isRecord(value) ? value : {});
  return {
    topic,
    id: text('id'),
    fn: text('fn'),
    input: record(resolve(raw.input, dataset)),
    params: record(resolve(raw.params, dataset)),
    expected,
    tolerance: toleranceOf(raw.tolerance),
    mustReject: tags.includes('must-reject') || (isRecord(expected) && expected.error === true),
    informational: tags.includes('informational') || raw.informational === true,
  };
}

function idOf(raw: unknown, index: number): string {
  return isRecord(raw) && typeof raw.id === 'string' ? raw.id : `case ${index}`;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The JSON files directly in a folder, without their ending, in the order of the alphabet. */
export function listTopics(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => name.slice(0, -'.json'.length));
}

/**
 * Reads JSON files directly in a folder.
 *
 * @param folder Path; its `datasets` folder holds what `$ref` names.
 * @param topics Their names without the ending. Default: every one there is.
 * @throws Error of the file system when the folder cannot be listed.
 */
export function readFixtures(folder: string, topics: readonly string[] = listTopics(folder)): FixtureFolder {
  const cases: ReferenceCase[] = [];
  const unreadable: UnreadableCase[] = [];
  const otherFiles: string[] = [];
  const dataset = datasetReader(folder);
  for (const topic of topics) {
    const file = `${topic}.json`;
    let content: unknown;
    try {
      content = readJson(join(folder, file));
    } catch (error) {
      unreadable.push({ topic, id: '-', problem: messageOf(error) });
      continue;
    }
    if (!isRecord(content) || !Array.isArray(content.cases)) {
      otherFiles.push(file);
      continue;
    }
    content.cases.forEach((raw: unknown, index) => {
      try {
        cases.push(parseCase(topic, raw, dataset));
      } catch (error) {
        unreadable.push({ topic, id: idOf(raw, index), problem: messageOf(error) });
      }
    });
  }
  return { cases, unreadable, otherFiles };
}
