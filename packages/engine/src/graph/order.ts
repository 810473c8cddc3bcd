/**
 * In which order the nodes behind some tensors can be computed.
 *
 * Reads tensors, gives each of their ancestors once, inputs before users. Knows nothing of operations.
 */

import type { Tensor } from './tensor.ts';

/**
 * Every tensor that the given ones depend on, themselves included, inputs first.
 *
 * The order depends only on how the graph was built, so the same program always lowers to the same bytes.
 *
 * @param outputs Tensors to be computed.
 */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const done = new Set<Tensor>();
  const order: Tensor[] = [];
  for (const output of outputs) visit(output, done, order);
  return order;
}

/** Depth first with its own stack: graphs are deeper than the call stack allows. */
function visit(start: Tensor, done: Set<Tensor>, order: Tensor[]): void {
  const stack: { tensor: Tensor; next: number }[] = done.has(start) ? [] : [{ tensor: start, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const input = top.tensor.node.inputs[top.next++];
    if (input === undefined) {
      stack.pop();
      if (!done.has(top.tensor)) order.push(top.tensor);
      done.add(top.tensor);
    } else if (!done.has(input)) stack.push({ tensor: input, next: 0 });
  }
}
