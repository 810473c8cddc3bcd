/**
 * A worker process for tests: answers, fails or is ended as the question says.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { answerParent } from './answer-parent.ts';

/** What a test asks: a number to answer, or how to go wrong. */
export type TrialQuestion =
  | { readonly double: Float32Array }
  | { readonly fail: string }
  /** Ends the process with this signal; once only, when a file is named. */
  | { readonly die: NodeJS.Signals; readonly onceBy?: string }
  | { readonly pid: true };

export type TrialAnswer = Float32Array | number | string;

answerParent<{ factor: number }, TrialQuestion, TrialAnswer>(({ factor }) =>
  Promise.resolve((question): TrialAnswer => {
    if ('double' in question) return question.double.map((value) => value * factor);
    if ('fail' in question) throw new Error(question.fail);
    if ('pid' in question) return process.pid;
    if (question.onceBy !== undefined && existsSync(question.onceBy)) return 'lived';
    if (question.onceBy !== undefined) writeFileSync(question.onceBy, '');
    process.kill(process.pid, question.die);
    // The signal is on its way; nothing may be answered before it arrives.
    for (;;);
  }),
);
