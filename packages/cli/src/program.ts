/**
 * The command `mriscore`: reads the command line, calls one command, ends with its exit code.
 */
import { ENDINGS } from '@mriscore/study/errors';
import { Command } from 'commander';
import { endingOf } from './show/failure.ts';
import { openSpeech } from './show/speech.ts';

const USAGE = 2;

/** Adds a command to the program. */
type Add = (program: Command) => void;

/** Every command, in the order of the help. Only the one that is called is loaded: a conversion starts no engine. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  demo: async () => (await import('./commands/demo.ts')).addDemo,
  check: async () => (await import('./commands/check.ts')).addCheck,
  run: async () => (await import('./commands/run.ts')).addRun,
  status: async () => (await import('./commands/status.ts')).addStatus,
  schema: async () => (await import('./commands/schema.ts')).addSchema,
  convert: async () => (await import('./commands/convert.ts')).addConvert,
  register: async () => (await import('./commands/register.ts')).addRegister,
  n4: async () => (await import('./commands/n4.ts')).addN4,
  radiomics: async () => (await import('./commands/radiomics.ts')).addRadiomics,
  analyse: async () => (await import('./commands/analyse.ts')).addAnalyse,
  'plan-size': async () => (await import('./commands/plan-size.ts')).addPlanSize,
  runtimes: async () => (await import('./commands/runtimes.ts')).addRuntimes,
  weights: async () => (await import('./commands/weights.ts')).addWeights,
};

async function commandsFor(asked: string | undefined): Promise<readonly Add[]> {
  const one = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked] : undefined;
  return one === undefined ? Promise.all(Object.values(COMMANDS).map((load) => load())) : [await one()];
}

async function buildProgram(): Promise<Command> {
  const program = new Command('mriscore');
  program
    .description(
      'From head-and-neck MRI and tumour masks to a deep-learning score, and to everything a reviewer asks.\nResearch use only, not for diagnosis.',
    )
    .version('0.1.0')
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  for (const add of await commandsFor(process.argv[2])) add(program);
  program.addHelpText(
    'after',
    `\nExit codes: ${Object.entries(ENDINGS)
      .map(([code, meaning]) => `${code} ${meaning}`)
      .join(', ')}.`,
  );
  for (const command of program.commands) command.exitOverride();
  return program;
}

function isUsage(cause: unknown): cause is { exitCode: number } {
  return cause instanceof Error && cause.constructor.name === 'CommanderError';
}

/** Runs the command that the arguments of this process name, and sets its exit code. */
export async function runProgram(): Promise<void> {
  // A reader that has seen enough, such as head, ends the command and is no fault.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EPIPE') throw cause;
      process.exit();
    });
  try {
    await (await buildProgram()).parseAsync(process.argv);
  } catch (cause) {
    if (isUsage(cause)) {
      process.exitCode = cause.exitCode === 0 ? 0 : USAGE;
      return;
    }
    openSpeech({ json: process.argv.includes('--json') }).failure(cause);
    process.exitCode = endingOf(cause);
  }
}
