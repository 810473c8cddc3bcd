/**
 * What a file of encoder weights says of its own use: of which network they are, and how grey becomes its channels.
 *
 * Reads and gives plain data. Weights that do not say cannot be applied: the same numbers in a network whose strides lie
 * elsewhere give another score, in silence.
 */
import type { GreyInput, ResNetSpec } from '@mriscore/engine';

/** How the weights of an encoder are to be used. */
export interface EncoderUse {
  readonly spec: ResNetSpec;
  /** How a grey value of a crop becomes each channel. */
  readonly grey: GreyInput;
}

/** The same as JSON, as it stands in the metadata of a file of weights. */
export interface EncoderMetadata {
  readonly network: Pick<ResNetSpec, 'depth' | 'classes' | 'inputChannels' | 'stride'>;
  readonly grey: { readonly gain: readonly number[]; readonly offset: readonly number[] };
}

/**
 * What a file of trained weights says of their use.
 *
 * @param use Network and channels.
 */
export function encoderMetadata({ spec, grey }: EncoderUse): EncoderMetadata {
  const { depth, classes, inputChannels, stride } = spec;
  return {
    network: { depth, classes, inputChannels, stride },
    grey: { gain: [...grey.gain], offset: [...grey.offset] },
  };
}

const DEPTHS: readonly unknown[] = [18, 34, 50, 101, 152] satisfies ResNetSpec['depth'][];
const STRIDES: readonly unknown[] = ['torchvision', 'keras'] satisfies ResNetSpec['stride'][];

type Fields = Readonly<Record<string, unknown>>;
type Triple = readonly [number, number, number];

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function findTriple(value: unknown): Triple | undefined {
  const isTriple = Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
  return isTriple ? (value as unknown as Triple) : undefined;
}

function findSpec(value: unknown): ResNetSpec | undefined {
  const { depth, classes, inputChannels, stride } = fieldsOf(value);
  const known = DEPTHS.includes(depth) && STRIDES.includes(stride);
  if (!known || !Number.isInteger(classes) || inputChannels !== 3) return undefined;
  return { depth, classes, inputChannels, stride } as ResNetSpec;
}

/**
 * How trained weights are to be used.
 *
 * @param metadata What their file says, as the engine's `parseCheckpoint` gives it. Nothing is assumed of it.
 * @returns `undefined` where it does not say.
 * @example
 * findEncoderUse(metadata)?.spec.depth; // 101
 */
export function findEncoderUse(metadata: unknown): EncoderUse | undefined {
  const { network, grey } = fieldsOf(metadata);
  const spec = findSpec(network);
  const { gain: gains, offset: offsets } = fieldsOf(grey);
  const [gain, offset] = [findTriple(gains), findTriple(offsets)];
  return spec && gain && offset ? { spec, grey: { gain, offset } } : undefined;
}
