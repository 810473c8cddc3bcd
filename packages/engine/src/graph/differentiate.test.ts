import { expect, it } from 'vitest';
import { batchNormalise } from '../ops/batchNormalise.ts';
import { columnMeans, sumTo } from '../ops/broadcast.ts';
import { convolution } from '../ops/convolution.ts';
import { inverseDeviation } from '../ops/inverseDeviation.ts';
import { input } from '../ops/leaves.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { squareRoot } from '../ops/squareRoot.ts';
import { subtract } from '../ops/subtract.ts';
import { gradients } from './differentiate.ts';
import { topologicalOrder } from './order.ts';

it('gradients read an activation that is cheap to repeat a second time, instead of keeping the first', () => {
  const [image, row, weights] = [input('x', [2, 4, 4, 3]), input('row', [1, 3]), input('w', [3, 5])];
  const centred = subtract(image, columnMeans(image));
  const inverse = inverseDeviation(columnMeans(multiply(centred, centred)), 1e-5);
  const active = relu(batchNormalise(image, { centred, inverse }, { gamma: row, beta: row }));
  const loss = sumTo(convolution(active, weights, { kernel: 1, stride: 1, padding: 0 }), []);
  const [slope] = gradients(loss, [weights]);
  const behind = topologicalOrder([slope!]);
  expect(behind).not.toContain(active);
  expect(behind.map(({ node }) => node.op.name)).toContain('notBefore');
});

it('gradients keep an activation that is not cheap to repeat', () => {
  const [image, weights] = [input('x', [2, 3]), input('w', [2, 3])];
  const root = squareRoot(image);
  const [slope] = gradients(sumTo(multiply(root, weights), []), [weights]);
  expect(topologicalOrder([slope!])).toContain(root);
});
