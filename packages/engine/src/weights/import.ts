/**
 * Weights from the files of other programs, under torchvision's names and with what the network wants to see.
 *
 * Reads the bytes of safetensors, of ONNX, or of a Keras-layers description with its shards. Files that hold code are
 * refused by their content, whatever they are called. Touches no disk.
 */

import { formatTensors, parseTensors } from '../checkpoint/tensors.ts';
import { EngineError } from '../errors.ts';
import { hasBottlenecks, type ResNetSpec } from '../nn/residual.ts';
import { resnetState } from '../nn/shapes.ts';
import { parseOnnx } from '../onnx/parse.ts';
import { getTensor, type State } from '../program/state.ts';
import type { RandomSource } from '../random.ts';
import { type InputConvention, KERAS_INPUT, parseConvention, TORCHVISION_INPUT } from './convention.ts';
import { identifyResNet, isHeadless, requireFit } from './fit.ts';
import { growResNet } from './grow.ts';
import { initialiseResNet, type RandomByName } from './initialise.ts';
import { importKerasResNet50 } from './keras.ts';
import { weightsFromOnnx } from './onnx.ts';

/** One file of weights. */
export interface WeightsFile {
  /** Its name without folders; shards are found by it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Weights that are exactly those of one network. */
export interface ImportedWeights {
  /** In the order in which the network uses them; without `fc.*` when the file has no last layer. */
  readonly state: State;
  /** Depth, classes of the last layer, and where blocks halve the image. */
  readonly spec: ResNetSpec;
  readonly input: InputConvention;
  readonly format: 'safetensors' | 'onnx' | 'keras-layers';
  /** What the file says of itself. */
  readonly texts: Readonly<Record<string, string>>;
}

const PREFIX = 'mriscore.';

/** Stands in for numbers that nobody will read. */
const NOTHING: RandomSource = Object.freeze({ uniform: () => 0.5, normal: () => 0, integer: () => 0 });

/**
 * Reads weights, whatever of the known formats they are in.
 *
 * @param files One safetensors or ONNX file, or a Keras-layers JSON with every shard it names.
 * @throws EngineError `weights/pickle` for a file that holds code, `weights/format` for anything else unknown,
 *   `weights/missing`, `weights/shape`, `weights/unknown-name` when the tensors are not exactly a network's,
 *   `weights/malformed` or `onnx/...` for damaged files.
 * @example
 * importWeights([{ name: 'resnet50.onnx', bytes }]).spec.depth; // 50
 */
export function importWeights(files: readonly WeightsFile[]): ImportedWeights {
  for (const file of files) refuseCode(file);
  const [first] = files;
  const description = files.find(({ bytes }) => looksLikeJson(bytes));
  if (description !== undefined) return fromKeras(description, files);
  if (files.length !== 1 || first === undefined)
    throw unknownFormat(`${files.length} files, none of them a model.json`);
  if (looksLikeSafetensors(first.bytes)) return fromSafetensors(first.bytes);
  if (/\.onnx$/i.test(first.name) || first.bytes[0] === 8) return fromOnnx(first.bytes);
  throw unknownFormat(`${first.name}, which begins with the bytes ${hex(first.bytes)}`);
}

/**
 * The bytes of weights as this program keeps them: safetensors that say which network and input they are for.
 *
 * @param weights What to write.
 * @param texts More entries for the header, such as source and licence.
 */
export function formatWeights(
  weights: Pick<ImportedWeights, 'state' | 'spec' | 'input'>,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { state, spec, input } = weights;
  const own = { network: `resnet${spec.depth}`, stride: spec.stride, input: JSON.stringify(input) };
  const entries = Object.entries({ ...own, ...texts }).map(([key, text]) => [`${PREFIX}${key}`, text]);
  return formatTensors(state, { format: 'pt', ...Object.fromEntries(entries) });
}

/**
 * Weights of a deeper network that gives a shallower one's features; see `growResNet`.
 *
 * @param weights The shallower network's, such as ResNet-50's.
 * @param depth Of the deeper network.
 * @param random For the new blocks, which pass their input on until they are trained.
 * @throws EngineError `model/spec` when one network cannot become the other.
 */
export function growWeights(
  weights: ImportedWeights,
  depth: ResNetSpec['depth'],
  random: RandomByName,
): ImportedWeights {
  const spec = { ...weights.spec, depth };
  // Only the new blocks' numbers are read; to draw the others would take seconds.
  const fresh = initialiseResNet(spec, (name) => (weights.state.has(name) ? NOTHING : random(name)));
  return { ...weights, spec, state: growResNet(weights.spec, spec, { source: weights.state, fresh }) };
}

function complete(
  weights: Omit<ImportedWeights, 'texts'> & { texts?: Readonly<Record<string, string>> },
): ImportedWeights {
  requireFit(weights.spec, weights.state);
  const headless = isHeadless(weights.state);
  const ordered = resnetState(weights.spec)
    .filter(({ name }) => !(headless && name.startsWith('fc.')))
    .map(({ name, shape }) => [name, getTensor(weights.state, name, shape)] as const);
  const broken = ordered.find(([, { data }]) => !data.every(Number.isFinite));
  if (broken !== undefined)
    throw new EngineError('weights/malformed', {
      found: `Found numbers in ${broken[0]} that are not finite.`,
      needed: 'Needed finite weights.',
      remedy: 'Export or fetch the file again.',
    });
  return { ...weights, texts: weights.texts ?? {}, state: new Map(ordered) };
}

function fromSafetensors(bytes: Uint8Array): ImportedWeights {
  const { state: all, texts } = parseTensors(bytes, 'weights');
  const state = new Map([...all].filter(([name]) => !name.endsWith('num_batches_tracked')));
  const said = (key: string): string | undefined => texts[`${PREFIX}${key}`];
  const stride = said('stride') === 'keras' ? 'keras' : 'torchvision';
  const text = said('input');
  return complete({
    state,
    spec: { ...identifyResNet(state), stride },
    input: text === undefined ? TORCHVISION_INPUT : parseConvention(text),
    format: 'safetensors',
    texts,
  });
}

function fromOnnx(bytes: Uint8Array): ImportedWeights {
  const { state, stride } = weightsFromOnnx(parseOnnx(bytes));
  const spec = identifyResNet(state);
  return complete({
    state,
    spec: { ...spec, stride: hasBottlenecks(spec) ? stride : 'torchvision' },
    input: stride === 'keras' ? KERAS_INPUT : TORCHVISION_INPUT,
    format: 'onnx',
  });
}

function fromKeras(description: WeightsFile, files: readonly WeightsFile[]): ImportedWeights {
  const shards = new Map(
    files.filter((file) => file !== description).map(({ name, bytes }) => [name, bytes]),
  );
  const state = importKerasResNet50(new TextDecoder().decode(description.bytes), shards);
  const spec = { ...identifyResNet(state), stride: 'keras' as const };
  return complete({ state, spec, input: KERAS_INPUT, format: 'keras-layers' });
}

function looksLikeJson(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 64).find((byte) => byte > 32) === 0x7b;
}

function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return bytes.length > 8 && bytes[8] === 0x7b && bytes[6] === 0 && bytes[7] === 0;
}

function hex(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** PyTorch's archives are zip files of pickles, its older files bare pickles. */
function refuseCode({ name, bytes }: WeightsFile): void {
  const archive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const pickle = bytes[0] === 0x80 && (bytes[1] ?? 255) <= 5;
  const called = /\.(pth|pt|pkl|pickle|ckpt)(\.tar)?$/i.test(name);
  if (!archive && !pickle && !called) return;
  throw new EngineError('weights/pickle', {
    found: `Found ${name}, a ${archive ? 'zip archive as PyTorch writes it' : 'pickle'}.`,
    needed: 'Needed a file that holds numbers only: opening a pickle runs whatever code was put into it.',
    remedy:
      'Save the state as safetensors where it was trained (safetensors.torch.save_file(model.state_dict(), ...)) and import that.',
  });
}

function unknownFormat(found: string): EngineError {
  return new EngineError('weights/format', {
    found: `Found ${found}.`,
    needed: 'Needed one .safetensors file, one .onnx file, or a Keras-layers model.json with all its shards.',
    remedy: 'Convert the weights to one of these where they were made.',
  });
}
