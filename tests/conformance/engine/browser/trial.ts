/**
 * A page that uses the engine as any page would: chooses a runtime, builds a network, trains it, and says what happened.
 *
 * Posts one JSON text to the server. Imports what `@mriscore/engine/web` exports and made-up weights, nothing else.
 */

import { madeUpBatch, madeUpState } from '../../../../packages/engine/src/runtime/choose/made-up.ts';
import { chooseWebRuntime, openWebWasm, resnetTraining } from '../../../../packages/engine/src/web.ts';
import { TRIAL } from './trial-network.ts';

async function trial(): Promise<object> {
  const { runtime, record } = await chooseWebRuntime({ runtime: 'auto', patienceMs: 0 });
  await runtime[Symbol.asyncDispose]();
  await using wasm = await openWebWasm();
  const program = resnetTraining(TRIAL.spec, TRIAL.options);
  await using session = await wasm.load(program, madeUpState(program.state));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const steps = await session.steps([1, 2, 3].map((seed) => madeUpBatch(program, seed, TRIAL.learningRate)));
  clearInterval(timer);
  const refused = await session.step({}).catch((error: { code?: string }) => error.code);
  return { record, losses: steps.map(({ loss }) => loss![0]), turns, refused };
}

const said = await trial().catch((error: unknown) => ({ failed: String(error) }));
await fetch('/reply', { method: 'POST', body: JSON.stringify(said) });
