import { describe, expect, it } from 'vitest';
import { greyInput, KERAS_INPUT, parseConvention, TORCHVISION_INPUT } from './convention.ts';

describe('a grey crop for a network of photographs', () => {
  it('is given as it is where both are standardised', () => {
    const { gain, offset } = greyInput(TORCHVISION_INPUT, 'standardised');
    expect(gain).toEqual([1, 1, 1]);
    expect(offset).toEqual([0, 0, 0]);
  });

  it('gets the range, the order and the means of the Keras convention', () => {
    const standardised = greyInput(KERAS_INPUT, 'standardised');
    expect(standardised.gain.map((value) => value.toFixed(3))).toEqual(['57.375', '57.120', '58.395']);
    for (const value of standardised.offset) expect(Math.abs(value)).toBeLessThan(0.5);
    const unit = greyInput(KERAS_INPUT, 'unit');
    expect(unit.gain).toEqual([255, 255, 255]);
    expect(unit.offset).toEqual([-103.939, -116.779, -123.68]);
  });

  it('maps black and white to the ends of what torchvision networks saw', () => {
    const { gain, offset } = greyInput(TORCHVISION_INPUT, 'unit');
    expect(offset[0]).toBeCloseTo(-0.485 / 0.229, 6);
    expect(gain[2] + offset[2]).toBeCloseTo((1 - 0.406) / 0.225, 6);
  });
});

describe('a written convention', () => {
  it('comes back as it was, and nonsense is refused', () => {
    expect(parseConvention(JSON.stringify(KERAS_INPUT))).toEqual(KERAS_INPUT);
    for (const text of ['{', '{}', JSON.stringify({ ...KERAS_INPUT, deviation: [1, 0, 1] })])
      expect(() => parseConvention(text)).toThrow(expect.objectContaining({ code: 'weights/malformed' }));
  });
});
