/**
 * A stage for tests: doubles the number in the file of each patient, in processes beside each other.
 */
import { StudyError } from '../errors.ts';
import type { Stage } from './stage.ts';

const TEXT = new TextDecoder();

/** Files `patients.txt` and `<patient>.txt` of the data in, `1-series/<patient>.txt` out. */
export const doubling: Stage<{ readonly times: number }, null> = {
  name: 'doubling',
  does: 'doubles numbers',
  reads: ['data'],
  writes: '1-series',
  parallel: true,
  module: import.meta.url,
  settings: (protocol) => ({ times: (protocol as unknown as { readonly times: number }).times }),
  plan: async ({ files }) => {
    const patients = TEXT.decode(await files.data.read('patients.txt')).split(' ');
    return patients.map((name) => ({
      name,
      inputs: [{ root: 'data', path: `${name}.txt` }],
      facts: null,
      outputs: [`1-series/${name}.txt`],
    }));
  },
  run: async ({ unit, settings, inputs, outputs }) => {
    const text = TEXT.decode(await inputs.data.read(`${unit}.txt`));
    if (text === 'fault') throw new TypeError('a fault of the program');
    const number = Number(text);
    if (!Number.isFinite(number)) {
      const finding = { found: `${unit} is no number.`, needed: 'A number.', remedy: 'Write one.' };
      throw new StudyError('image/unusable', finding, { patient: unit });
    }
    await outputs.write(`1-series/${unit}.txt`, String(number * settings.times));
  },
};
