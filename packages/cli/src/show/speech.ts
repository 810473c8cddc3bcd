/**
 * How a command says results, remarks and failures: for a person, or as JSON for a program.
 *
 * Loads nothing of a study, so that small commands start at once.
 */
import { failureJson, formatFailure } from './failure.ts';

/** The flags every command takes. */
export interface OutputFlags {
  /** One JSON value a line on standard output, nothing else. */
  readonly json?: boolean;
  /** Nothing but results and errors. */
  readonly quiet?: boolean;
}

/** Where the words of a command go. */
export interface Speech {
  /** Lines of a result, for a person; the value, for a program. */
  result(lines: readonly string[], value: object): void;
  /** A remark that quiet and JSON modes leave out. */
  remark(line: string): void;
  failure(cause: unknown): void;
}

/** Writes a line to standard output. */
export function out(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to standard error. */
export function err(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The speech that the flags ask for. */
export function openSpeech(flags: OutputFlags): Speech {
  if (flags.json === true) {
    return {
      result: (_, value) => out(JSON.stringify({ kind: 'result', ...value })),
      remark: () => undefined,
      failure: (cause) => out(JSON.stringify(failureJson(cause))),
    };
  }
  return {
    result: (lines) => lines.forEach(out),
    remark: (line) => (flags.quiet === true ? undefined : err(line)),
    failure: (cause) => formatFailure(cause).forEach(err),
  };
}
