#!/usr/bin/env node
/**
 * The command `mriscore`: reads the command line, calls one command, ends with its exit code.
 */
import { Command } from 'commander';
import { addAnalyse } from './commands/analyse.ts';
import { addCheck } from './commands/check.ts';
import { addDemo } from './commands/demo.ts';
import { addPlanSize } from './commands/plan-size.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addStatus } from './commands/status.ts';
import { exitCodeOf } from './show/failure.ts';
import { openOutput } from './show/output.ts';

const USAGE = 2;

function buildProgram(): Command {
  const program = new Command('mriscore');
  program
    .description(
      'From head-and-neck MRI and tumour masks to a deep-learning score, and to everything a reviewer asks.\nResearch use only, not for diagnosis.',
    )
    .version('0.1.0')
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const add of [addDemo, addCheck, addRun, addStatus, addSchema, addAnalyse, addPlanSize]) add(program);
  program.addHelpText(
    'after',
    '\nExit codes: 0 done, 2 usage, 10 the data are wrong, 20 the protocol or model is wrong, 75 try again.',
  );
  for (const command of program.commands) command.exitOverride();
  return program;
}

function isUsage(cause: unknown): cause is { exitCode: number } {
  return cause instanceof Error && cause.constructor.name === 'CommanderError';
}

async function main(): Promise<void> {
  try {
    await buildProgram().parseAsync(process.argv);
  } catch (cause) {
    if (isUsage(cause)) {
      process.exitCode = cause.exitCode === 0 ? 0 : USAGE;
      return;
    }
    openOutput({ json: process.argv.includes('--json') }).failure(cause);
    process.exitCode = exitCodeOf(cause);
  }
}

await main();
