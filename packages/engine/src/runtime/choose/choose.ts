/**
 * Which of several runtimes to use: the fastest whose scores agree with the reference's.
 *
 * Opens each, has it train a little, compares and times. Knows no runtime by name.
 */

import { EngineError } from '../../errors.ts';
import type { Runtime, RuntimeName } from '../runtime.ts';
import { relativeDistance } from './distance.ts';
import { type Probe, type Probed, runProbe, SIZEABLE, TINY } from './probe.ts';
import type { Candidate, CandidateRecord, ChosenRuntime } from './record.ts';

/** When a runtime is accepted, and when it is preferred. */
export interface ChoiceLimits {
  /** Largest relative distance of losses and scores to the reference's. Default 1e-3. */
  readonly tolerance?: number;
  /**
   * A tiny step that takes longer than this many milliseconds ends the trial of a runtime. Default 200: a card takes a
   * few, a card in software takes hundreds.
   */
  readonly patienceMs?: number;
}

/** Another runtime is taken only when its step takes less than this share of the reference's: times vary by a tenth. */
const CLEARLY_FASTER = 0.9;

/** Defaults of `ChoiceLimits`. */
export const CHOICE_LIMITS: Required<ChoiceLimits> = Object.freeze({ tolerance: 1e-3, patienceMs: 200 });

type Limits = Required<ChoiceLimits>;

interface Trial {
  readonly runtime?: Runtime;
  readonly record: CandidateRecord;
  readonly probed: readonly Probed[];
}

/**
 * Tries every candidate and keeps the fastest acceptable one open.
 *
 * @param candidates The reference first.
 * @param limits Tolerance and patience.
 * @throws EngineError when the reference itself does not open or run.
 */
export async function chooseAmong(
  [reference, ...others]: readonly [Candidate, ...Candidate[]],
  limits: ChoiceLimits = {},
): Promise<ChosenRuntime> {
  const all = { ...CHOICE_LIMITS, ...limits };
  const base = await tryReference(reference);
  let best: Trial & { runtime: Runtime } = base;
  const candidates = [base.record];
  for (const candidate of others) {
    const trial = await tryOut(candidate, base.probed, all);
    candidates.push(trial.record);
    const bound = best === base ? CLEARLY_FASTER * base.record.stepMs! : best.record.stepMs!;
    const loser = trial.record.accepted && trial.record.stepMs! < bound ? best.runtime : trial.runtime;
    if (loser === best.runtime) best = { ...trial, runtime: trial.runtime! };
    await loser?.[Symbol.asyncDispose]();
  }
  return {
    runtime: best.runtime,
    record: {
      wish: 'auto',
      chosen: best.runtime.name,
      reference: reference.name,
      tolerance: all.tolerance,
      candidates,
    },
  };
}

/**
 * Opens the one runtime that was asked for. Unless it is the reference, its scores must agree with the reference's.
 *
 * @param wished What was asked for.
 * @param reference What its scores are held against.
 * @param limits Tolerance and patience.
 * @throws EngineError `runtime/unavailable` when it does not run here, `runtime/disagrees` when its scores differ.
 */
export async function openWished(
  wished: Candidate,
  reference: Candidate,
  limits: ChoiceLimits = {},
): Promise<ChosenRuntime> {
  const all = { ...CHOICE_LIMITS, patienceMs: Number.POSITIVE_INFINITY, ...limits };
  const shared = {
    wish: wished.name,
    chosen: wished.name,
    reference: reference.name,
    tolerance: all.tolerance,
  };
  if (wished.name === reference.name)
    return { runtime: await wished.open(), record: { ...shared, candidates: [] } };
  const runtime = await wished.open();
  await runtime[Symbol.asyncDispose]();
  const base = await tryReference(reference);
  await base.runtime[Symbol.asyncDispose]();
  const trial = await tryOut(wished, base.probed, all);
  if (trial.record.accepted && trial.runtime)
    return { runtime: trial.runtime, record: { ...shared, candidates: [base.record, trial.record] } };
  await trial.runtime?.[Symbol.asyncDispose]();
  throw new EngineError('runtime/disagrees', {
    found: trial.record.reason ?? `Found that ${wished.name} did not run.`,
    needed: `Needed scores that agree with those of ${reference.name} within ${all.tolerance}.`,
    remedy: `Use ${reference.name}, or bring the driver up to date.`,
  });
}

async function tryReference(candidate: Candidate): Promise<Trial & { runtime: Runtime }> {
  const start = performance.now();
  const runtime = await candidate.open();
  const openMs = performance.now() - start;
  const probed = [await runProbe(runtime, TINY), await runProbe(runtime, SIZEABLE)];
  const record = { ...blank(candidate.name), openMs, accepted: true, stepMs: probed[1]!.stepMs };
  return { runtime, record, probed };
}

function blank(name: RuntimeName): CandidateRecord {
  return { name, accepted: false, reason: null, openMs: null, stepMs: null, largestDifference: null };
}

async function tryOut(candidate: Candidate, base: readonly Probed[], limits: Limits): Promise<Trial> {
  let record = blank(candidate.name);
  let runtime: Runtime | undefined;
  const probed: Probed[] = [];
  try {
    const start = performance.now();
    runtime = await candidate.open();
    record = { ...record, openMs: performance.now() - start };
    for (const [index, probe] of [TINY, SIZEABLE].entries()) {
      const found = await runProbe(runtime, probe as Probe);
      probed.push(found);
      const difference = relativeDistance(found.scores, base[index]!.scores);
      record = { ...record, largestDifference: Math.max(difference, record.largestDifference ?? 0) };
      const reason = refusal(found, { index, difference, base: base[index]! }, limits);
      if (reason !== undefined) return { runtime, record: { ...record, reason }, probed };
    }
    record = { ...record, accepted: true, stepMs: probed[1]!.stepMs };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    record = { ...record, reason: error.message };
  }
  return { ...(runtime ? { runtime } : {}), record, probed };
}

function refusal(
  { stepMs }: Probed,
  { index, difference, base }: { index: number; difference: number; base: Probed },
  { tolerance, patienceMs }: Limits,
): string | undefined {
  if (!(difference <= tolerance))
    return `Found scores that differ from the reference's by ${difference.toPrecision(3)} of their length, where ${tolerance} is accepted.`;
  if (index > 0 || stepMs <= patienceMs) return undefined;
  return `Found that a tiny step takes ${Math.round(stepMs)} ms, where the reference takes ${Math.round(base.stepMs)} ms.`;
}
