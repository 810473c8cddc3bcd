/**
 * Whether named tensors are those of a residual network, and of which.
 *
 * Reads a state, gives depth and classes, or every name that is missing, unknown or of another shape. Knows
 * torchvision's names; nothing of files.
 */

import { EngineError } from '../errors.ts';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetState } from '../nn/shapes.ts';
import type { State } from '../program/state.ts';

const DEPTHS = [18, 34, 50, 101, 152] as const;

/** Names in a message; the details of the error carry all of them. */
const SHOWN = 12;

/** What does not fit. */
export interface Misfit {
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  /** As `NAME is [a, b] and not [c, d]`. */
  readonly shapes: readonly string[];
}

/**
 * Every difference between a state and what a network keeps.
 *
 * @param spec Which network.
 * @param state Named tensors.
 */
export function findMisfit(spec: ResNetSpec, state: State): Misfit {
  const entries = resnetState(spec);
  const known = new Set(entries.map(({ name }) => name));
  return {
    missing: entries.map(({ name }) => name).filter((name) => !state.has(name)),
    unknown: [...state.keys()].filter((name) => !known.has(name)),
    shapes: entries.flatMap(({ name, shape }) => {
      const found = state.get(name)?.shape;
      if (found === undefined || found.join() === shape.join()) return [];
      return [`${name} is [${found.join(', ')}] and not [${shape.join(', ')}]`];
    }),
  };
}

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

/** True when a state is a network without its last layer, as files for other tasks are. */
export function isHeadless(state: State): boolean {
  return !state.has('fc.weight') && !state.has('fc.bias');
}

/**
 * Refuses a state that is not exactly a network's; the last layer may be left out as a whole.
 *
 * @param spec Which network.
 * @param state Named tensors.
 * @throws EngineError `weights/missing`, `weights/shape` or `weights/unknown-name`, with every name in the details.
 */
export function requireFit(spec: ResNetSpec, state: State): void {
  const all = findMisfit(spec, state);
  const own = (name: string): boolean => !(isHeadless(state) && name.startsWith('fc.'));
  const misfit = { ...all, missing: all.missing.filter(own) };
  const { missing, unknown, shapes } = misfit;
  const parts = [
    missing.length > 0 ? `${missing.length} missing (${listed(missing)})` : '',
    shapes.length > 0 ? `${shapes.length} of another shape (${listed(shapes)})` : '',
    unknown.length > 0 ? `${unknown.length} unknown (${listed(unknown)})` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return;
  const code =
    missing.length > 0 ? 'weights/missing' : shapes.length > 0 ? 'weights/shape' : 'weights/unknown-name';
  throw new EngineError(
    code,
    {
      found: `Found weights that do not fit: ${parts.join('; ')}.`,
      needed: `Needed exactly the tensors of a ResNet-${spec.depth} under torchvision's names.`,
      remedy: 'Check which network the weights are of, or rename the tensors before exporting them.',
    },
    { ...misfit },
  );
}

/**
 * Which network a state is of: the depth whose names agree with it best, and the classes of its last layer.
 *
 * @param state Named tensors.
 * @returns A specification with torchvision's stride, which names cannot tell.
 * @throws EngineError `weights/missing` when no tensor looks like a residual network's.
 */
export function identifyResNet(state: State): ResNetSpec {
  const classes = state.get('fc.weight')?.shape[0] ?? 1;
  const candidates = DEPTHS.map((depth): { spec: ResNetSpec; wrong: number } => {
    const spec: ResNetSpec = { depth, classes, inputChannels: 3, stride: 'torchvision' };
    const { missing, unknown, shapes } = findMisfit(spec, state);
    return { spec, wrong: missing.length + unknown.length + shapes.length };
  });
  const best = candidates.reduce((a, b) => (b.wrong < a.wrong ? b : a));
  if (state.has('conv1.weight') || state.has('layer1.0.conv1.weight')) return best.spec;
  throw new EngineError('weights/missing', {
    found: `Found ${state.size} tensors (${listed([...state.keys()])}), none of them called conv1.weight.`,
    needed: "Needed a ResNet-18, 34, 50, 101 or 152 under torchvision's names.",
    remedy: 'Rename the tensors, or export the network to ONNX and import that.',
  });
}
