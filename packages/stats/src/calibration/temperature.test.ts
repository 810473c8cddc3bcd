import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { fitTemperature, temperatureScaling } from './temperature.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const source = random(4, 'temperature');
const logits = Array.from({ length: 300 }, () => 4 * source.uniform() - 2);
const labels = logits.map((logit) => (source.uniform() < logistic(logit) ? 1 : 0));

/** Mean negative log-likelihood at a temperature. */
function loss(given: readonly number[], temperature: number): number {
  const terms = given.map(
    (logit, i) => -Math.log(logistic(((labels[i] === 1 ? 1 : -1) * logit) / temperature)),
  );
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

/** What a fitted step says it learned. */
const recordOf = ({ record }: { readonly record: unknown }) => record as { temperature: number; n: number };

describe('the temperature', () => {
  test('makes the labels more likely than any other', () => {
    const temperature = fitTemperature(logits.map(logistic), labels);
    const best = loss(logits, temperature);
    for (const factor of [0.5, 0.9, 0.999, 1.001, 1.1, 2])
      expect(loss(logits, temperature * factor)).toBeGreaterThan(best);
  });

  test('takes an exaggeration of the log-odds back, to the same probabilities', () => {
    const plain = temperatureScaling().fit({ scores: logits.map(logistic), labels });
    const extreme = temperatureScaling().fit({ scores: logits.map((l) => logistic(3 * l)), labels });
    expect(recordOf(extreme).temperature / recordOf(plain).temperature).toBeCloseTo(3, 6);
    expect(recordOf(extreme).n).toBe(300);
    const [a] = plain.apply({ scores: [0.8] });
    const [b] = extreme.apply({ scores: [logistic(3 * Math.log(4))] });
    expect(b).toBeCloseTo(a!, 8);
    expect(plain.apply({ scores: [0.5] })[0]).toBeCloseTo(0.5, 14);
  });

  test('is refused where log-odds are infinite, labels are separated, or the score points the wrong way', () => {
    const code = (scores: readonly number[], truth: readonly number[]): unknown => {
      try {
        return fitTemperature(scores, truth);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code([0, 0.4, 0.6, 0.9], [0, 1, 0, 1])).toBe('input/probability');
    expect(code([0.1, 0.4, 0.6, 1], [0, 1, 0, 1])).toBe('input/probability');
    expect(code([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])).toBe('calibration/too-few-values');
    expect(code([0.9, 0.8, 0.6, 0.1], [0, 0, 1, 1])).toBe('calibration/too-few-values');
    expect(code([0.2, 0.8], [1, 1])).toBe('input/one-class');
  });
});
