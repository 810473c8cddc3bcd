/**
 * Everything that is written has a schema and fits it: the files of a small finished study, of an analysis of its scores,
 * and the lines of `--json`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JSON_FILES } from '../../packages/cli/src/schemas/list.ts';
import { readSchema, SCHEMAS } from '../../packages/cli/src/schemas/read.ts';
import { TABLES, type TableKind } from '../../packages/cli/src/schemas/tables.ts';
import { formatSchemas } from '../../scripts/schemas.ts';
import { mriscore } from './command.ts';
import {
  filesBelow,
  type Scratch,
  SMALL_PROTOCOL,
  scratchFolder,
  writeSmallData,
  writeStudy,
} from './small-study.ts';

const PROTOCOL = {
  ...SMALL_PROTOCOL,
  encoder: { ...SMALL_PROTOCOL.encoder, network: 'resnet18', epochs: 1 },
  response: { name: 'DCB', column: 'dcb', cohorts: ['external'] },
};

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictTuples: false });
const made = new Map<string, ValidateFunction>();

async function faultsOf(name: string, value: unknown): Promise<readonly string[]> {
  const validate = made.get(name) ?? ajv.compile(await readSchema(name));
  made.set(name, validate);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${name}${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}

/** A cell as the type of its column has it. */
function cellOf(kind: TableKind, column: string, cell: string): unknown {
  const type = kind.columns[column]?.[0] ?? kind.more?.[1] ?? 'text';
  if (cell === '' && type.endsWith('?')) return null;
  return type.startsWith('text') ? cell : Number(cell);
}

/** What is wrong with a table; a header that no kind of that path has is wrong. */
async function faultsOfTable(file: string, text: string): Promise<readonly string[]> {
  const [header = [], ...rows] = parse(text) as string[][];
  const kinds = TABLES.filter(({ path }) => path?.test(file) === true);
  const kind = kinds.find(({ columns, more }) => {
    const names = Object.keys(columns);
    const isFirst = names.every((name, n) => header[n] === name);
    return isFirst && (more !== undefined || header.length === names.length);
  });
  if (kind === undefined) return [`${file}: no schema has the header ${header.join(',')}`];
  const faults = rows.map((row) => {
    const value = Object.fromEntries(header.map((name, n) => [name, cellOf(kind, name, row[n] ?? '')]));
    return faultsOf(kind.name, value);
  });
  return (await Promise.all(faults)).flat().map((fault) => `${file}: ${fault}`);
}

/** What is wrong with one file that was written. */
async function faultsOfFile(directory: string, file: string): Promise<readonly string[]> {
  const text = await readFile(join(directory, file), 'utf8');
  if (file.endsWith('.csv')) return await faultsOfTable(file, text);
  const kind = JSON_FILES.find(({ path }) => path?.test(file) === true);
  if (kind === undefined) return [`${file}: there is no schema for it`];
  const texts = file.endsWith('.jsonl') ? text.trimEnd().split('\n') : [text];
  const faults = await Promise.all(texts.map((one) => faultsOf(kind.name, JSON.parse(one))));
  return faults.flat().map((fault) => `${file}: ${fault}`);
}

/** What is wrong with every file of a folder that is JSON or CSV. */
async function faultsBelow(directory: string): Promise<readonly string[]> {
  const files = (await filesBelow(directory)).filter((file) => /\.(json|jsonl|csv)$/.test(file));
  expect(files.length).toBeGreaterThan(0);
  return (await Promise.all(files.map((file) => faultsOfFile(directory, file)))).flat();
}

/** What is wrong with the lines that a command wrote with --json. */
async function faultsOfLines(lines: readonly string[], result: string): Promise<readonly string[]> {
  const faults = lines.map(async (line) => {
    const value = JSON.parse(line) as { kind: string };
    const name = { result, failed: 'output-failed' }[value.kind] ?? 'output-progress';
    return await faultsOf(name, value);
  });
  return (await Promise.all(faults)).flat();
}

let scratch: Scratch;
beforeAll(async () => {
  scratch = await scratchFolder();
  await writeSmallData(join(scratch.path, 'data'));
  await writeStudy(join(scratch.path, 'study'), PROTOCOL);
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('the schemas', () => {
  test('are those of the types that the files are written from; node scripts/schemas.ts makes them', async () => {
    for (const [name, text] of formatSchemas())
      expect(await readSchema(name), name).toEqual(JSON.parse(text));
  });

  test('are all listed by the command, each once, and can each be compiled', async () => {
    const { out } = await mriscore(['schema', '--list']);
    const names = out.map((line) => line.split(' ')[0]);
    expect(names).toEqual(SCHEMAS.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    for (const { name } of SCHEMAS) await expect(faultsOf(name, null), name).resolves.not.toEqual([]);
    const { code, err } = await mriscore(['schema', 'reciept']);
    expect([code, err[0]]).toEqual([20, 'schema/unknown-name']);
  });

  test('fit every file of a finished study, and every line that was shown on the way', async () => {
    const study = join(scratch.path, 'study');
    const data = ['--data', join(scratch.path, 'data'), '--json'];
    const checked = await mriscore(['check', study, ...data]);
    const run = await mriscore(['run', study, ...data]);
    expect(run.code, run.out.at(-1)).toBe(0);
    const status = await mriscore(['status', study, ...data]);
    const faults = [
      await faultsOfLines(checked.out, 'output-check'),
      await faultsOfLines(run.out, 'output-run'),
      await faultsOfLines(status.out, 'output-status'),
      await faultsBelow(study),
      await faultsOfFile(join(scratch.path, 'data'), 'clinical.dictionary.json'),
      await faultsOfFile(join(scratch.path, 'data'), 'truth.json'),
    ];
    expect(faults.flat()).toEqual([]);
  });

  test('fit the files and lines of an analysis', async () => {
    const [table, out] = [join(scratch.path, 'study/6-scores/scores.csv'), join(scratch.path, 'analysis')];
    const asked = [
      '--label',
      'target',
      '--score',
      'score',
      '--cohort',
      'cohort',
      '--cutoff',
      '0.5',
      '--out',
      out,
    ];
    const analysed = await mriscore(['analyse', table, ...asked, '--json']);
    expect(analysed.code, analysed.out.at(-1)).toBe(0);
    expect(await faultsOfLines(analysed.out, 'output-analyse')).toEqual([]);
    expect(await faultsBelow(out)).toEqual([]);
  });

  test('fit what the commands about scans write and say', async () => {
    const at = (name: string): string => join(scratch.path, name);
    const image = at('data/images/T001/T1c.nii.gz');
    const mask = at('data/masks/T001.nii.gz');
    const said = async (name: string, words: readonly string[]): Promise<void> => {
      const { code, out } = await mriscore([...words, '--json']);
      expect(code, out.at(-1)).toBe(0);
      expect(await faultsOfLines(out, name)).toEqual([]);
    };
    await said('output-convert', ['convert', image, at('a.nrrd')]);
    await said('output-n4', ['n4', image, at('n4.nii.gz'), '--iterations', '2', '--record', at('n4.json')]);
    await said('output-radiomics', ['radiomics', image, mask, '--out', at('r.csv')]);
    await said('output-radiomics', ['radiomics', image, mask, '--out', at('r.json')]);
    await said('output-register', [
      'register',
      image,
      image,
      at('m.nii.gz'),
      '--transform',
      at('m.json'),
      '--accept-worse',
    ]);
    await said('output-plan-size', ['plan-size']);
    await said('output-weights-list', ['weights', 'list', '--folder', at('weights')]);
    const files = { n4: 'n4.json', radiomics: 'r.json', registration: 'm.json' };
    for (const [name, file] of Object.entries(files))
      expect(await faultsOf(name, JSON.parse(await readFile(at(file), 'utf8')))).toEqual([]);
    const kind = TABLES.find(({ name }) => name === 'radiomics-table')!;
    const [header = [], ...rows] = parse(await readFile(at('r.csv'))) as string[][];
    for (const row of rows) {
      const value = Object.fromEntries(header.map((name, n) => [name, cellOf(kind, name, row[n] ?? '')]));
      expect(await faultsOf(kind.name, value)).toEqual([]);
    }
  });
});
