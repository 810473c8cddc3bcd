/**
 * `mriscore plan-size`: how many patients a study needs, before the first one is asked.
 */

import type { SizeOptions, SizeSheet } from '@mriscore/evaluation';
import { planSize, SIZE_DEFAULTS } from '@mriscore/evaluation';
import { StatsError } from '@mriscore/stats';
import type { Command } from 'commander';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { formatSizes } from '../show/sizes.ts';
import { parseNumber, parsePositives, parseShare, parseShares, parseWholes } from './columns.ts';

type SizeFlags = OutputFlags & Partial<SizeOptions>;

/** An assumption that cannot hold is a wrong use of the command, not wrong data. */
function planOrRefuse(options: Partial<SizeOptions>, command: Command): SizeSheet {
  try {
    return planSize(options);
  } catch (cause) {
    if (cause instanceof StatsError) command.error(`error: ${cause.message}`);
    throw cause;
  }
}

function runPlanSize(flags: SizeFlags, command: Command): void {
  const { json, quiet, ...asked } = flags;
  const known = Object.keys(SIZE_DEFAULTS);
  const options = Object.fromEntries(Object.entries(asked).filter(([name]) => known.includes(name)));
  const auc = asked.auc === undefined ? {} : { precisionAuc: [asked.auc] };
  const sheet = planOrRefuse({ ...auc, ...options }, command);
  openOutput({ ...(json === undefined ? {} : { json }), ...(quiet === undefined ? {} : { quiet }) }).result(
    formatSizes(sheet),
    sheet,
  );
}

const EXAMPLES = `
Without a flag the sheet is that of a PD-L1 study: prevalence .43 (CPS >= 20), .50 and .85 (CPS >= 1), AUC .80.

Examples:
  $ mriscore plan-size
  $ mriscore plan-size --prevalence 0.43 --auc 0.8 --auc-width 0.1 --parameters 10
  $ mriscore plan-size --hazard-ratio 0.6 --group-share 0.3 --event-share 0.5 --power 0.9
  $ mriscore plan-size --proportion 0.85 --half-width 0.05 --json`;

function addAssumptions(command: Command): Command {
  return command
    .option(
      '--prevalence <shares>',
      'positive patients; the first is that of the development (default: .43,.5,.85)',
      parseShares,
    )
    .option('--auc <number>', 'expected AUC (default: .80)', parseNumber)
    .option('--parameters <n>', 'parameters tried in the development (default: 5,10,20,50)', parseWholes)
    .option('--nagelkerke <number>', "expected Nagelkerke's R2 of the model (default: .3)", parseShare)
    .option('--shrinkage <number>', 'shrinkage wanted (default: .9)', parseShare)
    .option('--hazard-ratio <ratios>', 'to be found (default: .5,.6,.7)', parsePositives)
    .option('--group-share <shares>', 'patients in the smaller group (default: .5,.3)', parseShares)
    .option(
      '--event-share <share>',
      'patients who will have the event: turns events into patients',
      parseShare,
    )
    .option('--proportion <share>', 'such as a sensitivity (default: .85)', parseShare);
}

function addTargets(command: Command): Command {
  return command
    .option('--auc-width <number>', 'width of the interval of the AUC (default: .1)', parseShare)
    .option('--slope-width <numbers>', 'width of the interval of the slope (default: .4,.6)', parsePositives)
    .option(
      '--observed-expected-upper <number>',
      'upper end of the interval of observed/expected around 1 (default: 1.25)',
      parseNumber,
    )
    .option('--half-width <number>', 'half the interval of the proportion (default: .07)', parseShare)
    .option(
      '--patients <n>',
      'for which the interval of the AUC is shown (default: 60,100,150,200,300)',
      parseWholes,
    )
    .option('--power <share>', 'chance to find an effect that is there (default: .8)', parseShare)
    .option('--alpha <share>', 'two-sided chance to find one that is not (default: .05)', parseShare);
}

/** Adds the command. */
export function addPlanSize(program: Command): void {
  const command = program
    .command('plan-size')
    .description('how many patients are needed: development, validation, AUC, survival, a proportion');
  addTargets(addAssumptions(command))
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'as without: the sheet is the result')
    .addHelpText('after', EXAMPLES)
    .action(runPlanSize);
}
