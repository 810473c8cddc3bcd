/**
 * The weights an encoder starts from: drawn from named random numbers, fetched by name, or read from a file.
 *
 * With pretrained weights comes how they want to be used: where blocks halve the image, and what the network saw.
 */
import { basename } from 'node:path';
import type { GreyInput, InputConvention, ResNetSpec, State } from '@mriscore/engine';
import { greyInput, importWeights, initialiseResNet, PLAIN_GREY, releaseState } from '@mriscore/engine';
import { type Random, random } from '@mriscore/stats';
import { StudyError } from '../../errors.ts';
import type { DeclaredFiles, InputFile, InputFiles, PlanFiles } from '../../files/declared.ts';
import { planFiles } from '../../files/declared.ts';
import { networkOf } from '../../protocol/network.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { rootsOf } from '../../run/plan-stage.ts';
import type { RunWorld } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import { parseWeightsRecord, recordPath, tensorsName, type WeightsRecord } from '../../weights/folder.ts';
import { asStudyError } from '../../weights/read-files.ts';
import { getSource } from '../../weights/sources.ts';
import type { StartArtefact } from './artefact.ts';

/** What a training starts with. */
export interface Start {
  readonly spec: ResNetSpec;
  readonly state: State;
  readonly grey: GreyInput;
  readonly input: InputConvention | null;
}

/** What a start depends on, besides the file of the weights. */
export interface StartSettings {
  readonly encoder: Pick<Protocol['encoder'], 'network' | 'weights'>;
  readonly normalise: Protocol['preprocessing']['normalise']['method'];
  /** Draws fresh weights. */
  readonly seed: number;
  readonly sequence: string;
}

/** A path has a folder or an ending; anything else is a name in the weights folder. */
function isPath(weights: string): boolean {
  return /[\\/]/.test(weights) || weights.endsWith('.safetensors');
}

/** Where the weights of a protocol lie; undefined when they are drawn. */
function tensorsOf(weights: string): InputFile | undefined {
  if (weights === 'scratch') return undefined;
  return isPath(weights) ? { root: 'study', path: weights } : { root: 'weights', path: tensorsName(weights) };
}

function notThere(weights: string): StudyError {
  if (isPath(weights)) {
    const finding = {
      found: `The weights ${weights} cannot be used: there is no such file.`,
      needed: 'A safetensors file with the names and shapes of torchvision.',
      remedy: 'Correct encoder.weights in study.yaml, or write scratch.',
    };
    return new StudyError('weights/unreadable', finding, { file: weights });
  }
  getSource(weights);
  const finding = {
    found: `The weights ${weights} have not been fetched to this machine.`,
    needed: 'Weights that lie on this machine: a run fetches nothing.',
    remedy: `Run: mriscore weights fetch ${weights}`,
  };
  return new StudyError('weights/not-fetched', finding, { file: tensorsName(weights) });
}

/**
 * The files that a training reads its first weights from: the tensors and, where there is one, the record beside them.
 *
 * @throws StudyError `weights/unreadable`, `weights/not-fetched` or `weights/unknown-name` when they are not there.
 */
export async function startInputs(
  weights: string,
  files: Pick<PlanFiles, 'exists'>,
): Promise<readonly InputFile[]> {
  const tensors = tensorsOf(weights);
  if (tensors === undefined) return [];
  if (!(await files.exists(tensors.root, tensors.path))) throw notThere(weights);
  const record = { ...tensors, path: recordPath(tensors.path) };
  return (await files.exists(record.root, record.path)) ? [tensors, record] : [tensors];
}

/** The declared files of a start, and the name of the tensors among them. */
function declared(weights: string, inputs: InputFiles): { files: DeclaredFiles; path: string } | undefined {
  const tensors = tensorsOf(weights);
  return tensors === undefined ? undefined : { files: inputs[tensors.root], path: tensors.path };
}

async function findRecord(files: DeclaredFiles, tensors: string): Promise<WeightsRecord | undefined> {
  const path = recordPath(tensors);
  return files.has(path) ? parseWeightsRecord(await files.read(path), path) : undefined;
}

/** What to write down of the weights that a training starts from. */
export async function describeStart(
  { encoder: { weights } }: StartSettings,
  inputs: InputFiles,
  { spec, grey, input }: Start,
): Promise<StartArtefact> {
  const from = declared(weights, inputs);
  const record = from === undefined ? undefined : await findRecord(from.files, from.path);
  return {
    schema: 'mriscore/start/1',
    weights,
    sha256: from?.files.hashOf(from.path).sha256 ?? null,
    licence: record?.licence ?? null,
    source: record === undefined ? null : { from: record.source.from, sha256: record.source.sha256 },
    network: `resnet${spec.depth}`,
    stride: spec.stride,
    input,
    grey,
  };
}

/** Stands in for numbers that nobody will read. */
const NOTHING: Random = Object.freeze({ uniform: () => 0.5, normal: () => 0, integer: () => 0 });

/** Fresh weights; of those that a file replaces, which takes seconds to draw, only the last layer. */
function drawn({ encoder, seed, sequence }: StartSettings): State {
  const all = encoder.weights === 'scratch';
  const randomOf = (name: string): Random =>
    all || name.startsWith('fc.') ? random(seed, 'weights', sequence, name) : NOTHING;
  return initialiseResNet(networkOf(encoder), randomOf, { zeroLastScale: true });
}

/** What the numbers of a crop are. */
function valuesOf({ normalise }: StartSettings): 'standardised' | 'unit' {
  return normalise === 'z-score' ? 'standardised' : 'unit';
}

/** Reads pretrained weights; the last layer is drawn anew, since it answers another question. */
async function loaded(settings: StartSettings, from: { files: DeclaredFiles; path: string }): Promise<Start> {
  const { encoder } = settings;
  const file = from.files.locate(from.path);
  const bytes = await from.files.read(from.path);
  const fresh = drawn(settings);
  const { state, spec, input } = asStudyError(file, () => importWeights([{ name: basename(file), bytes }]));
  const wanted = networkOf(encoder);
  if (spec.depth !== wanted.depth) {
    const finding = {
      found: `The weights ${encoder.weights} are of a ResNet-${spec.depth}; encoder.network is ${encoder.network}.`,
      needed: 'Weights of the same network.',
      remedy:
        spec.depth === 50 && wanted.depth === 101
          ? 'Write network: resnet50, or fetch the weights with --grow, which makes a ResNet-101 of them.'
          : 'Correct encoder.network or encoder.weights in study.yaml.',
    };
    throw new StudyError('weights/misfit', finding, { file });
  }
  const own = new Map(
    [...fresh].map(([name, { shape, data }]) => {
      const read = name.startsWith('fc.') ? undefined : state.get(name);
      return [name, read ?? { shape, data: data.slice() }];
    }),
  );
  releaseState(fresh);
  return {
    state: own,
    spec: { ...wanted, stride: spec.stride },
    grey: greyInput(input, valuesOf(settings)),
    input,
  };
}

/**
 * What a training starts with.
 *
 * @throws StudyError `weights/unreadable`, `weights/misfit`, `weights/pickle`.
 */
export async function startOf(settings: StartSettings, inputs: InputFiles): Promise<Start> {
  const from = declared(settings.encoder.weights, inputs);
  if (from !== undefined) return await loaded(settings, from);
  return { state: drawn(settings), spec: networkOf(settings.encoder), grey: PLAIN_GREY, input: null };
}

/**
 * Makes sure that the weights a protocol names lie on this machine, before hours are spent.
 *
 * @throws StudyError `weights/unreadable`, `weights/not-fetched` or `weights/unknown-name` when they do not.
 */
export async function requireStart(study: Study, world: Pick<RunWorld, 'weightsFolder'>): Promise<void> {
  await startInputs(study.protocol.encoder.weights, planFiles(rootsOf(study, world)));
}
