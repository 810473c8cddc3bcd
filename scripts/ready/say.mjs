/**
 * What the set-up says: on standard error, so that a command's output stays its own.
 */

/** Exit codes of the command line: the data or the call are wrong, or trying again may help. */
export const EXIT = { usage: 2, tryAgain: 75 };

/** One line. */
export const say = (line) => process.stderr.write(`ready: ${line}\n`);

/** Ends with a message of what was found, what was needed and what to do. */
export function stop(code, ...lines) {
  for (const line of lines) say(line);
  process.exit(code);
}
