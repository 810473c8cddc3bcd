/**
 * The house checks as a program: one line a promise, every violation with its place.
 *
 * Run `node tests/house/main.ts [CHECK...]` for all checks or some. Ends with exit code 1 when a promise is broken.
 */
import path from 'node:path';
import { writeTally } from '../../scripts/suite/tally.ts';
import { CHECKS, inspect } from './checks.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { readRepository } from './read.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const wanted = process.argv.slice(2);
const known = CHECKS.map((check) => check.name);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Found the unknown check ${unknown.join(', ')}. Needed one of: ${known.join(', ')}.`);
  process.exit(2);
}

const selected = CHECKS.filter((check) => wanted.length === 0 || wanted.includes(check.name));
const exceptions = EXCEPTIONS.filter((exception) => wanted.length === 0 || wanted.includes(exception.check));
const findings = inspect(readRepository(ROOT), selected, exceptions);
for (const { check, violations, excused } of findings) {
  const passed = violations.length === 0;
  const note = excused > 0 ? ` (${excused} excused in tests/house/exceptions.ts)` : '';
  console.log(`${passed ? 'pass' : 'FAIL'}  ${check.name}: ${check.promise}${note}`);
  for (const { file, line, name, message } of violations)
    console.log(`      ${file}:${line} [${name}] ${message}`);
}
const failed = findings.filter((finding) => finding.violations.length > 0).length;
console.log(`${findings.length - failed} of ${findings.length} promises hold`);
writeTally({ passed: findings.length - failed, failed, skips: [] });
process.exitCode = failed > 0 ? 1 : 0;
