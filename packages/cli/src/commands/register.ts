/** Placeholder until the command is built. */
import type { Command } from 'commander';

/** Adds the command. */
export function addRegister(_program: Command): void {}
