/**
 * Whether the statistics agree with a folder of reference answers.
 *
 * Reads any folder of the fixtures' schema, calls the adapter of each case's function, gives one line a failing case
 * and the counts. A function without an adapter is a failure. Knows no file, topic or case by name.
 */
import { readdirSync } from 'node:fs';
import { StatsError } from '../../../packages/stats/src/errors.ts';
import type { Adapter } from './adapter.ts';
import { type Comparison, compareWithReference, holdsNoNumber } from './compare.ts';
import { type ReferenceCase, readFixtures } from './fixtures.ts';

/** Adapters by the fixtures' function names. */
export type Adapters = Readonly<Record<string, Adapter>>;

/** What one case came to. */
export interface CaseResult {
  readonly topic: string;
  readonly id: string;
  readonly fn: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** First disagreement, as `field expected got`; empty when there is none. */
  readonly line: string;
  /** Fields of the reference that the adapter does not give. */
  readonly missing: readonly string[];
}

/** What a folder came to. */
export interface ConformanceReport {
  readonly results: readonly CaseResult[];
  readonly passed: number;
  readonly failed: number;
  /** Informational cases that differ, as their fixture says they will. */
  readonly skipped: number;
}

/** Every adapter of this folder: each file that exports `adapters` adds its own. */
export async function loadAdapters(): Promise<Adapters> {
  const folder = new URL('.', import.meta.url);
  const result: Record<string, Adapter> = {};
  for (const file of readdirSync(folder).sort()) {
    if (!/^[\w-]+\.(ts|js)$/.test(file) || file === 'run.ts') continue;
    const module = (await import(new URL(file, folder).href)) as { adapters?: Record<string, Adapter> };
    for (const [fn, adapter] of Object.entries(module.adapters ?? {})) {
      if (fn in result) throw new Error(`Two files have an adapter for ${fn}; keep one.`);
      result[fn] = adapter;
    }
  }
  return result;
}

function show(value: unknown): string {
  const text = typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function firstDifference(comparison: Comparison): string {
  const first = comparison.differences[0];
  if (first) return `${first.field} ${show(first.expected)} ${show(first.got)}`;
  return comparison.compared === 0 ? `- ${show(comparison.missing)} nothing` : '';
}

type Outcome = { readonly answer: unknown } | { readonly refusal: StatsError } | { readonly crash: unknown };

function call(adapter: Adapter, { input, params }: ReferenceCase): Outcome {
  try {
    return { answer: adapter(input, params) };
  } catch (error) {
    return error instanceof StatsError ? { refusal: error } : { crash: error };
  }
}

/** Disagreement of one case, or an empty line. */
function judge(reference: ReferenceCase, outcome: Outcome): { line: string; missing: readonly string[] } {
  if ('crash' in outcome) {
    const { crash } = outcome;
    return {
      line: `- an answer ${show(crash instanceof Error ? `crash: ${crash.message}` : crash)}`,
      missing: [],
    };
  }
  if (reference.mustReject) {
    const refused = 'refusal' in outcome || holdsNoNumber(outcome.answer);
    return {
      line: refused ? '' : `- an error ${show('answer' in outcome ? outcome.answer : null)}`,
      missing: [],
    };
  }
  if ('refusal' in outcome) {
    if (holdsNoNumber(reference.expected)) return { line: '', missing: [] };
    const { code, message } = outcome.refusal;
    return { line: `- an answer ${show(`${code}: ${message}`)}`, missing: [] };
  }
  const comparison = compareWithReference(reference.expected, outcome.answer, reference.tolerance);
  return { line: firstDifference(comparison), missing: comparison.missing };
}

function runCase(reference: ReferenceCase, adapters: Adapters): CaseResult {
  const { topic, id, fn, informational } = reference;
  const adapter = Object.hasOwn(adapters, fn) ? adapters[fn] : undefined;
  if (!adapter) return { topic, id, fn, verdict: 'failed', line: `fn ${fn} no adapter`, missing: [] };
  const { line, missing } = judge(reference, call(adapter, reference));
  const verdict = line === '' ? 'passed' : informational ? 'skipped' : 'failed';
  return { topic, id, fn, verdict, line, missing };
}

/** What of a folder is run, and with what. */
export interface ConformanceOptions {
  /** Default: all of this folder. */
  readonly adapters?: Adapters;
  /** Names of files without their ending. Default: every one there is. */
  readonly topics?: readonly string[];
}

/**
 * Runs the cases of a folder.
 *
 * @param folder Path of a folder of the fixtures' schema.
 * @throws Error when the folder cannot be listed.
 */
export async function runConformance(
  folder: string,
  { adapters, topics }: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const known = adapters ?? (await loadAdapters());
  const fixtures = readFixtures(folder, topics);
  const unreadable = fixtures.unreadable.map(
    ({ topic, id, problem }): CaseResult => ({
      topic,
      id,
      fn: '-',
      verdict: 'failed',
      line: `- a readable case ${show(problem)}`,
      missing: [],
    }),
  );
  const results = [...unreadable, ...fixtures.cases.map((reference) => runCase(reference, known))];
  const count = (verdict: CaseResult['verdict']) => results.filter((r) => r.verdict === verdict).length;
  return { results, passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** The lines that a person reads: one a failing case, then the counts alone on the last. */
export function formatReport(report: ConformanceReport): string {
  const failing = report.results.filter((result) => result.verdict === 'failed');
  const lines = failing.map(({ topic, id, line }) => `${topic} ${id} ${line}`.replaceAll('\n', ' '));
  return [...lines, `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`].join('\n');
}
