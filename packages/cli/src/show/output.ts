/**
 * How a command talks: in a terminal, in lines, in JSON, or hardly at all.
 */
import { failureJson, formatFailure } from './failure.ts';
import { jsonDisplay, lineDisplay, quietDisplay } from './lines.ts';
import type { Display } from './terminal.ts';
import { terminalDisplay } from './terminal.ts';

/** The flags every command takes. */
export interface OutputFlags {
  /** One JSON value a line on standard output, nothing else. */
  readonly json?: boolean;
  /** Nothing but results and errors. */
  readonly quiet?: boolean;
}

/** Where the words of a command go. */
export interface Output {
  /** A new display for a run. */
  display(): Display;
  /** Lines of a result, for a person; the value, for a program. */
  result(lines: readonly string[], value: object): void;
  /** A remark that quiet and JSON modes leave out. */
  remark(line: string): void;
  failure(cause: unknown): void;
}

function out(line: string): void {
  process.stdout.write(`${line}\n`);
}

function err(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The output that the flags ask for. */
export function openOutput(flags: OutputFlags): Output {
  if (flags.json === true) {
    return {
      display: () => jsonDisplay(out),
      result: (_, value) => out(JSON.stringify({ kind: 'result', ...value })),
      remark: () => undefined,
      failure: (cause) => out(JSON.stringify(failureJson(cause))),
    };
  }
  const terminal =
    process.stderr.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb';
  return {
    display: () => {
      if (flags.quiet === true) return quietDisplay;
      return terminal ? terminalDisplay() : lineDisplay(err);
    },
    result: (lines) => lines.forEach(out),
    remark: (line) => (flags.quiet === true ? undefined : err(line)),
    failure: (cause) => formatFailure(cause).forEach(err),
  };
}
