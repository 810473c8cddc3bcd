/**
 * Grows a residual network to more blocks without changing what it computes.
 *
 * The blocks a shallower network has are copied; a new block gets a zero last scale, so that it passes its input on.
 *
 * @see Goyal et al., Accurate, Large Minibatch SGD, 2017 (zero last scale); Chen et al., Net2Net, ICLR 2016
 */

import { EngineError } from '../errors.ts';
import { hasBottlenecks, type ResNetSpec } from '../nn/residual.ts';
import { resnetState } from '../nn/shapes.ts';
import { getTensor, type State, type StateTensor } from '../program/state.ts';

/**
 * A deeper network that gives a shallower one's features.
 *
 * @param shallow The shallower network, such as ResNet-50.
 * @param deep The deeper one, such as ResNet-101, of the same width and kind of block.
 * @param states The shallower network's state, and a freshly initialised state of the deeper one for the new blocks.
 * @returns A state of the deeper network; a last layer of another size stays fresh.
 * @throws EngineError `model/spec` when the networks do not fit, `weights/missing`, `weights/shape`.
 */
export function growResNet(
  shallow: ResNetSpec,
  deep: ResNetSpec,
  states: { source: State; fresh: State },
): State {
  const own = new Map(resnetState(shallow).map(({ name, shape }) => [name, shape]));
  const entries = resnetState(deep);
  const all = new Set(entries.map(({ name }) => name));
  if (hasBottlenecks(shallow) !== hasBottlenecks(deep) || [...own.keys()].some((name) => !all.has(name)))
    throw new EngineError('model/spec', {
      found: `Found a ResNet-${shallow.depth} to be grown into a ResNet-${deep.depth}.`,
      needed: 'Needed a deeper network with the same kind of block.',
      remedy: 'Grow 50 into 101 or 152, or 18 into 34.',
    });
  const last = hasBottlenecks(deep) ? 'bn3' : 'bn2';
  const grown = new Map<string, StateTensor>();
  for (const { name, shape } of entries) {
    const classes = states.source.get('fc.weight')?.shape[0];
    if (own.has(name) && !(name.startsWith('fc.') && classes !== deep.classes))
      grown.set(name, getTensor(states.source, name, shape));
    else
      grown.set(
        name,
        quiet(
          getTensor(states.fresh, name, shape),
          name.endsWith(`${last}.weight`) || name.endsWith(`${last}.bias`),
        ),
      );
  }
  return grown;
}

function quiet(tensor: StateTensor, silence: boolean): StateTensor {
  return silence ? { shape: tensor.shape, data: new Float32Array(tensor.data.length) } : tensor;
}
