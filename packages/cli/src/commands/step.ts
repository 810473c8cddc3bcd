/**
 * Shows in a terminal which part of a command's work is going on, in one line that goes away.
 */
import type { OutputFlags } from '../show/speech.ts';

/** A line of progress. */
export interface Step extends Disposable {
  /** Replaces the line. */
  show(text: string): void;
}

/** A line of progress on standard error; nothing is shown where that is no terminal. */
export function openStep({ json, quiet }: OutputFlags): Step {
  const terminal = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  if (json === true || quiet === true || !terminal)
    return { show: () => undefined, [Symbol.dispose]: () => undefined };
  let shown = 0;
  const clear = (): void => {
    if (shown > 0) process.stderr.write(`\r${' '.repeat(shown)}\r`);
    shown = 0;
  };
  return {
    show: (text) => {
      clear();
      const line = text.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1));
      process.stderr.write(line);
      shown = line.length;
    },
    [Symbol.dispose]: clear,
  };
}
