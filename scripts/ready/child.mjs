/**
 * Programs that the set-up starts, and the command itself: run to their end, signals passed on.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { say } from './say.mjs';

let interrupted;

/** The signal that asked this process to end, if one did. */
export const interruption = () => interrupted;

/** Runs a program to its end, passing on the signals that end this one. Gives the exit code as a shell would. */
export function runChild(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, options);
    const passOn = {};
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      // A terminal sends Ctrl-C to the child itself: a second one would look like impatience.
      const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
      passOn[signal] = () => {
        interrupted = signal;
        if (!fromTerminal) child.kill(signal);
      };
      process.on(signal, passOn[signal]);
    }
    const end = (code) => {
      for (const [signal, listener] of Object.entries(passOn)) process.off(signal, listener);
      resolve(code);
    };
    child.on('error', (error) => {
      say(`could not start ${program}: ${error.message}`);
      end(error.code === 'ENOENT' ? 127 : 126);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
}

/** How npm is started: through the Node that runs this script, where npm told us its place, so no shell is needed. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? ['node', [cli]] : ['npm', []];
}
