import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatTensors } from '../../../packages/engine/src/checkpoint/tensors.ts';
import { openNodeCpu } from '../../../packages/engine/src/runtime/node/open.ts';
import { holds, worst } from './check.ts';
import { allHold, formatEngineReport, runEngineConformance } from './run.ts';

const folder = join(process.env.MRISCORE_SHARED ?? '../shared', 'torch');

describe.skipIf(!existsSync(folder))("PyTorch's values (needs the shared reference folder)", () => {
  it('are given by ResNet-101, a small ResNet and both transformer layers', async () => {
    await using runtime = await openNodeCpu();
    const reports = await runEngineConformance(folder, runtime);
    expect(reports.length).toBeGreaterThanOrEqual(4);
    expect(allHold(reports), formatEngineReport(reports)).toBe(true);
  }, 900_000);
});

describe('a conformance run', () => {
  it('names a file that it does not recognise and does not hold', async () => {
    const own = await mkdtemp(join(tmpdir(), 'conformance-'));
    await writeFile(
      join(own, 'other.safetensors'),
      formatTensors(new Map([['a', { shape: [1], data: Float32Array.of(1) }]]), {}),
    );
    await using runtime = await openNodeCpu({ threads: 1 });
    const reports = await runEngineConformance(own, runtime);
    expect(allHold(reports)).toBe(false);
    expect(formatEngineReport(reports)).toContain('other.safetensors: not recognised');
  });

  it('refuses a folder without reference files', async () => {
    const own = await mkdtemp(join(tmpdir(), 'conformance-'));
    await using runtime = await openNodeCpu({ threads: 1 });
    await expect(runEngineConformance(own, runtime)).rejects.toMatchObject({ code: 'conformance/folder' });
  });

  it('does not hold where a distance is not a number', () => {
    expect(holds({ what: 'x', distance: Number.NaN, limit: 1 })).toBe(false);
    expect(
      holds(
        worst(
          'x',
          new Map([
            ['a', 0.1],
            ['b', Number.NaN],
          ]),
          1,
        ),
      ),
    ).toBe(false);
    expect(holds(worst('nothing', new Map(), 1))).toBe(false);
    expect(
      worst(
        'x',
        new Map([
          ['a', 0.1],
          ['b', 0.3],
        ]),
        1,
      ),
    ).toMatchObject({ where: 'b', distance: 0.3 });
  });
});
