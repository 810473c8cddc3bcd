/**
 * How a command that runs a study talks: in a terminal, in lines, in JSON, or hardly at all.
 */
import { jsonDisplay, lineDisplay, quietDisplay } from './lines.ts';
import { err, type OutputFlags, openSpeech, out, type Speech } from './speech.ts';
import type { Display } from './terminal.ts';
import { terminalDisplay } from './terminal.ts';

export type { OutputFlags } from './speech.ts';

/** Where the words of a command go, and its progress. */
export interface Output extends Speech {
  /** A new display for a run. */
  display(): Display;
}

/** The output that the flags ask for. */
export function openOutput(flags: OutputFlags): Output {
  if (flags.json === true) return { ...openSpeech(flags), display: () => jsonDisplay(out) };
  return {
    ...openSpeech(flags),
    display: () => {
      if (flags.quiet === true) return quietDisplay;
      return movesItsCursor() ? terminalDisplay() : lineDisplay(err);
    },
  };
}

/** Columns below which a bar and a name do not fit one line; a terminal that does not know its width says 0. */
const NARROWEST = 40;

function movesItsCursor(): boolean {
  const { stdout, stderr, env } = process;
  return stderr.isTTY && stdout.isTTY && env.TERM !== 'dumb' && stdout.columns >= NARROWEST;
}
