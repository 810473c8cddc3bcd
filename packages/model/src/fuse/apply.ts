/**
 * Applies a fusion to patients: the score, and how the class token spread its attention.
 *
 * Reads tokens and weights. Knows nothing of how either came to be.
 */
import type { FusionSpec, Runtime, Session, State } from '@mriscore/engine';
import { fusionInference } from '@mriscore/engine/nn';
import { withoutMemory } from '@mriscore/engine/program';
import { checkOptions, type KnownOptions } from '../options.ts';
import { fusionBatch } from './batch.ts';
import type { PatientTokens, Tokens } from './tokens.ts';

/** What the fusion says of one patient. */
export interface Fused {
  readonly patient: string;
  /** Log odds of a positive target. */
  readonly logit: number;
  /** Share of the attention on each sequence, over layers and slices; sums to 1. */
  readonly attention: readonly number[];
}

const BATCH = 64;

function attentionOf(
  values: Float32Array,
  { layers }: FusionSpec,
  { sequences, slices }: Tokens,
): readonly number[] {
  const tokens = 1 + sequences.length * slices;
  const shares = sequences.map((_, sequence) => {
    let sum = 0;
    for (let layer = 0; layer < layers; layer += 1) {
      for (let slice = 0; slice < slices; slice += 1) {
        sum += values[layer * tokens + 1 + sequence * slices + slice] ?? 0;
      }
    }
    return sum;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (total > 0 ? share / total : 0));
}

async function applyBatch(
  session: Session,
  tokens: Tokens,
  context: { patients: readonly PatientTokens[]; spec: FusionSpec },
): Promise<Fused[]> {
  const { patients, spec } = context;
  const { features, missing } = fusionBatch(tokens, patients, {
    size: BATCH,
    missingOf: (patient) => patient.missing,
  });
  const { logits = new Float32Array(), attention = new Float32Array() } = await session.run({
    features,
    missing,
  });
  const width = attention.length / BATCH;
  return patients.map(({ patient }, place) => ({
    patient,
    logit: logits[place] ?? 0,
    attention: attentionOf(attention.subarray(place * width, (place + 1) * width), spec, tokens),
  }));
}

/** What a fusion is applied to. */
export interface ApplyFusionOptions {
  readonly spec: FusionSpec;
  /** Its parameters; optimiser memory is left aside. */
  readonly state: State;
  readonly tokens: Tokens;
}

const KNOWN: KnownOptions<ApplyFusionOptions> = Object.freeze({
  spec: undefined,
  state: undefined,
  tokens: undefined,
});

/**
 * Applies the weights of a fusion to every patient of the tokens.
 *
 * @param runtime What executes.
 * @param options The fusion and the tokens.
 * @returns One entry a patient, in the order of the tokens.
 * @throws ModelError `options/unknown-key`; EngineError when weights do not fit or the runtime fails.
 * @example
 * const [first] = await applyFusion(runtime, { spec, state, tokens });
 */
export async function applyFusion(runtime: Runtime, options: ApplyFusionOptions): Promise<readonly Fused[]> {
  checkOptions(options, KNOWN);
  const { spec, state, tokens } = options;
  await using session = await runtime.load(fusionInference(spec, { batch: BATCH }), withoutMemory(state));
  const fused: Fused[] = [];
  for (let first = 0; first < tokens.patients.length; first += BATCH) {
    const patients = tokens.patients.slice(first, first + BATCH);
    fused.push(...(await applyBatch(session, tokens, { patients, spec })));
  }
  return fused;
}
