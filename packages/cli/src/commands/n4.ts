/** Placeholder until the command is built. */
import type { Command } from 'commander';

/** Adds the command. */
export function addN4(_program: Command): void {}
