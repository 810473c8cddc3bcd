/**
 * `mriscore analyse`: the whole evaluation and survival part on a table with scores from anywhere.
 */
import type { AnalysisRequest, AnalysisRule } from '@mriscore/evaluation';
import { ANALYSIS_DEFAULTS, EvaluationError, numbersOfAnalysis, resolveOptions } from '@mriscore/evaluation';
import { type Command, Option } from 'commander';
import { analyseFile, writeAnalysis } from '../analyse/write-analysis.ts';
import { formatAnalysis } from '../show/analysis.ts';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parseNumber, parsePositives, parseRule, parseWords } from './columns.ts';
import { parseSeed, parseThreads } from './options.ts';

interface AnalyseFlags extends OutputFlags {
  readonly label?: string;
  readonly score: string;
  readonly time?: string;
  readonly event?: string;
  readonly timeUnit: 'days' | 'weeks' | 'months' | 'years';
  readonly cohort?: string;
  readonly tuning?: string;
  readonly cutoff?: number;
  readonly rule?: AnalysisRule;
  readonly exploratory?: boolean;
  readonly covariates?: readonly string[];
  readonly secondScore?: string;
  readonly treatment?: string;
  readonly randomised?: boolean;
  readonly interval: 'plain' | 'logit' | 'bootstrap';
  readonly resamples: number;
  readonly seed: number;
  readonly scale: 'auto' | 'probability' | 'free';
  readonly missing?: readonly string[];
  readonly horizons?: readonly number[];
  readonly out?: string;
}

function requestOf({
  out: _out,
  json: _json,
  quiet: _quiet,
  horizons,
  ...flags
}: AnalyseFlags): AnalysisRequest {
  return { ...flags, ...(horizons === undefined ? {} : { horizonsMonths: horizons }) };
}

async function analyse(path: string, flags: AnalyseFlags, command: Command): Promise<void> {
  const request = requestOf(flags);
  try {
    resolveOptions(request);
  } catch (cause) {
    if (!(cause instanceof EvaluationError) || cause.code !== 'analysis/options') throw cause;
    command.error(`error: ${cause.message}`);
  }
  const analysis = await analyseFile(path, request);
  const page = flags.out === undefined ? null : await writeAnalysis(analysis, flags.out);
  const value =
    page === null ? numbersOfAnalysis(analysis) : { ...numbersOfAnalysis(analysis), report: page };
  openOutput(flags).result(formatAnalysis(analysis, page), value);
}

const EXAMPLES = `
A cut-off is given (--cutoff), or chosen on one cohort and locked for the others (--tuning), or there is none.
It is never chosen on the patients it is judged on, unless --exploratory asks for it; that is labelled apparent.

Examples:
  $ mriscore analyse scores.csv --label cps20 --score dls --cutoff 0.5 --out analysis
  $ mriscore analyse scores.csv --label cps20 --score dls --cohort cohort --tuning train --rule youden \\
      --time os_days --event os --time-unit days --covariates stage,hpv --second-score cps --out analysis
  $ mriscore analyse scores.csv --score dls --time pfs --event progressed --treatment ici --json`;

function addColumns(command: Command): Command {
  return command
    .option('--label <column>', '1 positive, 0 negative')
    .requiredOption('--score <column>', 'higher means more positive and a sooner event; never turned round')
    .option('--time <column>', 'time to the event or last contact, above 0')
    .option('--event <column>', '1 seen, 0 censored')
    .addOption(
      new Option('--time-unit <unit>', 'unit of the time; results are in months')
        .choices(['days', 'weeks', 'months', 'years'])
        .default('months'),
    )
    .option('--cohort <column>', 'each cohort is judged by itself')
    .option(
      '--covariates <columns>',
      'numbers or categories the score is adjusted for, with commas',
      parseWords,
    )
    .option('--second-score <column>', 'compared on the same patients: paired DeLong, C-index')
    .option('--treatment <column>', '1 given, 0 comparator: tests whether its effect depends on the score')
    .option('--randomised', 'treatment was assigned by chance');
}

function addChoices(command: Command): Command {
  return command
    .option('--tuning <value>', 'cohort that chooses the cut-off', undefined)
    .option('--cutoff <number>', 'cut-off fixed beforehand; positive when score >= cut-off', parseNumber)
    .option(
      '--rule <rule>',
      'youden, closest-topleft, median, maximally-selected, sensitivity=0.9, specificity=0.9 (default: youden)',
      parseRule,
    )
    .option('--exploratory', 'choose the cut-off on the patients it is judged on; labelled apparent')
    .addOption(
      new Option('--interval <kind>', 'interval of the AUC')
        .choices(['plain', 'logit', 'bootstrap'])
        .default(ANALYSIS_DEFAULTS.interval),
    )
    .option('--resamples <n>', 'resamples of the bootstrap', parseThreads, ANALYSIS_DEFAULTS.resamples)
    .option('--seed <n>', 'seed of the bootstrap', parseSeed, ANALYSIS_DEFAULTS.seed)
    .addOption(
      new Option('--scale <kind>', 'what the score is; auto: a probability when all lie in 0 to 1')
        .choices(['auto', 'probability', 'free'])
        .default(ANALYSIS_DEFAULTS.scale),
    )
    .option('--missing <words>', 'cells that mean "not known" beside empty ones (default: NA)', parseWords)
    .option('--horizons <months>', 'times of the AUC over time (default: 6,12,24)', parsePositives);
}

/** Adds the command. */
export function addAnalyse(program: Command): void {
  const command = program
    .command('analyse')
    .argument('<table>', 'CSV with a header and one row a patient')
    .description('evaluate any score in a table: discrimination, calibration, survival, adjusted models');
  addChoices(addColumns(command))
    .option('--out <directory>', 'write report.html, analysis.json, figures and their points there')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', EXAMPLES)
    .action(analyse);
}
