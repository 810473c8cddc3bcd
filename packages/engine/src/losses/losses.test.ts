import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FusionSpec } from '../nn/fusion.ts';
import { fusionTraining } from '../nn/fusion-programs.ts';
import type { Batch } from '../program/batch.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { initialiseFusion } from '../weights/initialise.ts';
import type { LossOptions } from './loss.ts';
import { coxTargets, discreteTimeTargets, ordinalTargets } from './targets.ts';

const spec = (classes: number): FusionSpec => ({
  sequences: 2,
  slices: 1,
  features: 6,
  width: 8,
  layers: 1,
  heads: 2,
  feedForward: 16,
  norm: 'pre',
  dropout: 0,
  classes,
});
const weights = { sampleWeights: Float32Array.of(1, 1, 1, 0) };
const yesNo = { labels: Float32Array.of(0, 1, 1, 0), ...weights };
const followUp = { times: [2, 5, 9], events: [1, 0, 1] };

const cases: readonly [LossOptions | undefined, classes: number, Batch][] = [
  [undefined, 1, yesNo],
  [{ kind: 'binary', positiveWeight: 2 }, 1, yesNo],
  [undefined, 3, { labels: Float32Array.of(0, 2, 1, 0), ...weights }],
  [{ kind: 'focal' }, 1, yesNo],
  [{ kind: 'ordinal' }, 2, { ...ordinalTargets([0, 2, 1], { levelCount: 3, rows: 4 }), ...weights }],
  [{ kind: 'cox' }, 1, coxTargets(followUp, 4)],
  [
    { kind: 'discrete-time' },
    3,
    { ...discreteTimeTargets(followUp, { ends: [3, 6, 12], rows: 4 }), ...weights },
  ],
];

describe('a training program', () => {
  for (const [loss, classes, targets] of cases)
    it(`learns by the loss ${loss?.kind ?? `that suits ${classes} outputs`}`, async () => {
      await using runtime = await openNodeCpu({ threads: 1 });
      const program = fusionTraining(spec(classes), {
        batch: 4,
        optimiser: { kind: 'adamw' },
        ...(loss ? { loss } : {}),
      });
      const session = await runtime.load(program, initialiseFusion(spec(classes), pseudoRandom));
      const random = pseudoRandom('features');
      const batch = {
        features: Float32Array.from({ length: 4 * 2 * 6 }, () => random.normal()),
        missing: new Float32Array(8),
        learningRate: Float32Array.of(0.01),
        ...targets,
      };
      const first = (await session.step(batch)).loss![0]!;
      for (let step = 0; step < 30; step++) await session.step(batch);
      expect((await session.step(batch)).loss![0]!).toBeLessThan(0.5 * first);
    });

  it.each([
    [{ kind: 'cox' } as const, 2],
    [{ kind: 'categorical' } as const, 1],
    [{ kind: 'binary', positiveWeight: Number.NaN } as const, 1],
    [{ kind: 'focal', focus: -1 } as const, 1],
  ])('is refused with the loss %o on %i outputs', (loss, classes) => {
    expect(() => fusionTraining(spec(classes), { batch: 4, optimiser: { kind: 'sgd' }, loss })).toThrow(
      expect.objectContaining({ code: 'model/spec' }),
    );
  });
});

describe('targets', () => {
  it('of ordered levels count the thresholds below', () => {
    expect([...ordinalTargets([0, 2, 1], { levelCount: 3, rows: 4 }).above!]).toEqual([
      0, 0, 1, 1, 1, 0, 0, 0,
    ]);
  });

  it('of a Cox model have everybody at risk who is followed as long', () => {
    const { atRisk, events } = coxTargets({ times: [3, 5, 3], events: [1, 0, 1] }, 4);
    expect([...atRisk!]).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1]);
    expect([...events!]).toEqual([1, 0, 1, 0]);
  });

  it('in intervals let a patient live until the event and no longer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 30, noNaN: true }), fc.constantFrom(0, 1), (time, event) => {
        const ends = [6, 12, 24];
        const { survived, died } = discreteTimeTargets({ times: [time], events: [event] }, { ends, rows: 1 });
        const lived = [...survived!].filter((value) => value === 1).length;
        expect([...survived!]).toEqual([0, 1, 2].map((interval) => (interval < lived ? 1 : 0)));
        const deaths = [...died!];
        expect(deaths.reduce((sum, value) => sum + value, 0)).toBe(event === 1 && time <= 24 ? 1 : 0);
        if (deaths.includes(1)) {
          expect(deaths.indexOf(1)).toBe(lived);
          expect(time).toBeGreaterThan(ends[lived - 1] ?? 0);
          expect(time).toBeLessThanOrEqual(ends[lived]!);
        }
      }),
    );
  });

  it('censored before the middle of an interval do not count it', () => {
    const lived = (time: number) => [
      ...discreteTimeTargets({ times: [time], events: [0] }, { ends: [6, 12], rows: 1 }).survived!,
    ];
    expect([lived(2.9), lived(3), lived(8.9), lived(9)]).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  it.each([
    ['more patients than rows', () => ordinalTargets([0, 1], { levelCount: 2, rows: 1 })],
    ['a level out of range', () => ordinalTargets([3], { levelCount: 3, rows: 1 })],
    ['no event', () => coxTargets({ times: [1, 2], events: [0, 0] }, 2)],
    ['a time of zero', () => coxTargets({ times: [0, 2], events: [1, 0] }, 2)],
    ['an event of two', () => coxTargets({ times: [1, 2], events: [1, 2] }, 2)],
    ['fewer events than times', () => coxTargets({ times: [1, 2], events: [1] }, 2)],
    ['ends that fall', () => discreteTimeTargets(followUp, { ends: [6, 3], rows: 4 })],
    ['no ends', () => discreteTimeTargets(followUp, { ends: [], rows: 4 })],
  ])('are refused with %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'runtime/batch' }));
  });
});
