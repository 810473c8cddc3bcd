/**
 * The inside of a loading process: makes every batch whose parts it is sent.
 */
import type { Batch } from '@mriscore/engine';
import { random } from '@mriscore/stats';
import { answerParent } from '../../run/answer-parent.ts';
import { type BatchParts, type BatchSettings, batchAssembler } from './prepare.ts';

answerParent<BatchSettings, BatchParts, Batch>((settings) =>
  Promise.resolve(batchAssembler(settings, random)),
);
