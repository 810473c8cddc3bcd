/**
 * Feeds a million damaged files to the readers on every core, for two minutes at most, and prints how many they were.
 *
 * Usage: node scripts/hostile.ts [copies] [seconds] [seed]. Exits 1 on a crash, a hang, an error without code or an
 * allocation out of proportion.
 */
import { availableParallelism } from 'node:os';
import { formatFuzz, fuzzInProcesses } from '../tests/conformance/volume/fuzz-processes.ts';

const [copies = 1e6, seconds = 120, seed = 1] = process.argv.slice(2).map(Number);
const report = await fuzzInProcesses({ copies, seconds, seed, processes: availableParallelism() });
console.log(formatFuzz(report));
process.exitCode = report.faults.length === 0 && report.copies > 0 ? 0 : 1;
