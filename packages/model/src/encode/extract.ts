/**
 * What a trained encoder says of every patient: features of each slice, and its own score.
 *
 * Reads slices and weights. Knows nothing of how slices were cut or where weights lie.
 */
import type { GreyInput, ResNetSpec, Runtime, Session, State } from '@mriscore/engine';
import { resnetInference } from '@mriscore/engine/nn';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Sample } from './sample.ts';
import { fillGrey } from './sample.ts';

/** Output of an encoder for one patient. */
export interface Extracted {
  readonly patient: string;
  /** slices x features, slice by slice. */
  readonly features: Float32Array;
  /** Log odds, mean over slices. */
  readonly logit: number;
}

/** What an encoder is applied to. */
export interface ExtractOptions {
  readonly spec: ResNetSpec;
  readonly state: State;
  readonly grey: GreyInput;
  /** Slices of patients, in any order. */
  readonly samples: readonly Sample[];
  /** Edge of every slice. */
  readonly sizePx: number;
}

const KNOWN: KnownOptions<ExtractOptions> = Object.freeze({
  spec: undefined,
  state: undefined,
  grey: undefined,
  samples: undefined,
  sizePx: undefined,
});

interface Answer {
  readonly sample: Sample;
  readonly features: Float32Array;
  readonly logit: number;
}

async function answerBatch(
  session: Session,
  samples: readonly Sample[],
  { batch, grey: input }: { batch: number; grey: GreyInput },
): Promise<Answer[]> {
  const area = samples[0]?.pixels.length ?? 0;
  const images = new Float32Array(batch * area * 3);
  samples.forEach((sample, place) => {
    fillGrey(images, sample.pixels, { place, input });
  });
  const { logits = new Float32Array(), features = new Float32Array() } = await session.run({ images });
  const width = features.length / batch;
  return samples.map((sample, place) => ({
    sample,
    features: features.slice(place * width, (place + 1) * width),
    logit: logits[place] ?? 0,
  }));
}

function joinSlices(patient: string, answers: readonly Answer[]): Extracted {
  const ordered = [...answers].sort((a, b) => a.sample.slice - b.sample.slice);
  const width = ordered[0]?.features.length ?? 0;
  const features = new Float32Array(ordered.length * width);
  ordered.forEach((answer, index) => {
    features.set(answer.features, index * width);
  });
  const logit = ordered.reduce((sum, answer) => sum + answer.logit, 0) / ordered.length;
  return { patient, features, logit };
}

/**
 * Applies an encoder to every sample, without augmentation, with frozen statistics.
 *
 * @param runtime What executes.
 * @param options The encoder and what it sees.
 * @param onProgress Called with the share that is done, (0, 1].
 * @returns One entry a patient, in the order of their first slices; features slice by slice.
 * @throws ModelError `options/unknown-key`; EngineError when weights do not fit or the runtime fails.
 * @example
 * const [first] = await extract(runtime, { spec, state, grey, samples, sizePx: 96 }, () => undefined);
 */
export async function extract(
  runtime: Runtime,
  options: ExtractOptions,
  onProgress: (share: number) => void,
): Promise<readonly Extracted[]> {
  checkOptions(options, KNOWN);
  const { spec, state, grey, samples, sizePx } = options;
  const batch = Math.min(16, samples.length);
  await using session = await runtime.load(resnetInference(spec, state, { batch, sizePx }), new Map());
  const byPatient = new Map<string, Answer[]>();
  for (let first = 0; first < samples.length; first += batch) {
    for (const answer of await answerBatch(session, samples.slice(first, first + batch), { batch, grey })) {
      byPatient.set(answer.sample.patient, [...(byPatient.get(answer.sample.patient) ?? []), answer]);
    }
    onProgress(Math.min((first + batch) / samples.length, 1));
  }
  return [...byPatient].map(([patient, answers]) => joinSlices(patient, answers));
}
