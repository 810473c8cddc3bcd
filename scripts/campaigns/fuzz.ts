/**
 * Feeds damaged copies of small files of every kind to the readers, for as long as is asked.
 *
 *   npm run campaign -- fuzz [--copies 100000000] [--seconds 3600] [--seed 1] [--processes N] [--record FILE]
 *
 * Ends with 1 on a crash, a hang of over 2 seconds, an error without code or an allocation out of proportion.
 */
import { availableParallelism, hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { writeAtomic } from '@mriscore/scans/disk';
import { formatFuzz, fuzzInProcesses } from '../../tests/conformance/volume/fuzz-processes.ts';

const { values } = parseArgs({
  options: {
    copies: { type: 'string', default: '100000000' },
    seconds: { type: 'string', default: '3600' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    record: { type: 'string' },
  },
});
const bounds = {
  copies: Number(values.copies),
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  processes: Number(values.processes),
};
const startedAt = new Date().toISOString();
const report = await fuzzInProcesses(bounds);
const passed = report.faults.length === 0 && report.copies > 0;
console.log(formatFuzz(report));
if (values.record !== undefined) {
  const machine = { host: hostname(), cores: availableParallelism(), node: process.versions.node };
  const record = {
    schema: 'mriscore/campaign/1',
    campaign: 'fuzz',
    startedAt,
    machine,
    ...bounds,
    passed,
    report,
  };
  await writeAtomic(values.record, `${JSON.stringify(record, null, 2)}\n`);
}
process.exitCode = passed ? 0 : 1;
