/**
 * The way of the data, in order. The only file that knows the order: what each stage is called, reads and writes.
 */

import type { Stage } from './run/stage.ts';
import { cohortStage } from './stages/cohort/stage.ts';
import { encodeStage } from './stages/encode/stage.ts';
import { evaluateStage } from './stages/evaluate/stage.ts';
import { fuseStage } from './stages/fuse/stage.ts';
import { importStage } from './stages/import/stage.ts';
import { preprocessStage } from './stages/preprocess/stage.ts';
import { reportStage } from './stages/report/stage.ts';
import { surviveStage } from './stages/survive/stage.ts';
import { trainStage } from './stages/train/stage.ts';

/** From images and table to the report. */
export const STAGES: readonly Stage[] = [
  importStage, //     data                          -> 1-series    what every file holds, and that it can be used
  cohortStage, //     data 1-series                    -> 2-cohort    who is in which cohort and split, and who left why
  preprocessStage, // 1-series 2-cohort data        -> 3-crops     the tumour, on one grid, in comparable numbers
  trainStage, //      2-cohort 3-crops              -> 4-encoders  one ResNet a sequence, from the training part
  encodeStage, //     2-cohort 3-crops 4-encoders   -> 4-encoders  what each ResNet says of every patient
  fuseStage, //       2-cohort 4-encoders           -> 5-fusion    one transformer over all sequences, and its scores
  evaluateStage, //   2-cohort 4-encoders 5-fusion  -> 6-scores    how good the scores are, at a locked threshold
  surviveStage, //    2-cohort 6-scores             -> 7-survival  what the scores say of follow-up and response
  reportStage, //     2-cohort 4 to 7               -> 8-report    the page, its numbers, figures and points
];
