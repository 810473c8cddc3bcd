/**
 * What the documents say is what the program does: keys, commands, options and exit codes.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { STAGES } from '@mriscore/study';
import { describe, expect, test } from 'vitest';
import { formatProtocolReference } from '../../scripts/protocol-reference.ts';
import { mriscore } from './command.ts';

const ROOT = resolve(import.meta.dirname, '../..');

function readDocument(name: string): Promise<string> {
  return readFile(join(ROOT, name), 'utf8');
}

/** Long options that a command's help lists. */
async function helpOf(command: string): Promise<readonly string[]> {
  const { code, out } = await mriscore([command, '--help']);
  expect(code).toBe(0);
  return out.flatMap((line) => /^ {2}(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? []);
}

describe('the documents', () => {
  test('docs/reference/protocol.md is what scripts/protocol-reference.ts would write', async () => {
    expect(await readDocument('docs/reference/protocol.md')).toBe(formatProtocolReference());
  });

  test('docs/reference/commands.md names every command and every option', async () => {
    const page = await readDocument('docs/reference/commands.md');
    const { out } = await mriscore(['--help']);
    const commands = out.flatMap((line) => /^ {2}([a-z-]+) /.exec(line)?.[1] ?? []);
    expect(commands).toContain('run');
    for (const command of commands.filter((name) => name !== 'help')) {
      const section = page.split(/^## /m).find((part) => part.startsWith(`mriscore ${command}`));
      for (const option of await helpOf(command)) {
        if (option !== '--help') expect(section ?? '', `${command} ${option}`).toContain(option);
      }
    }
  });

  test('README and commands.md give the number of patients that the demo has', async () => {
    const { out } = await mriscore(['demo', '--help']);
    const patients = /--patients <n>.*?\(default: (\d+)\)/.exec(out.join(' '))?.[1] ?? 'no default';
    expect(await readDocument('README.md')).toContain(` ${patients} patients`);
    expect(await readDocument('docs/reference/commands.md')).toContain(`\`--patients N\` | ${patients} |`);
  });

  test('docs/reference/artefacts.md names the folder of every stage', async () => {
    const page = await readDocument('docs/reference/artefacts.md');
    for (const { name, writes } of STAGES) {
      expect(page, name).toContain(`\`${name}\``);
      expect(page, name).toContain(`\`${writes}/`);
    }
  });

  test('the README shows both commands on its first screen', async () => {
    const screen = (await readDocument('README.md')).split('\n').slice(0, 40).join('\n');
    expect(screen).toContain('npm run demo');
    expect(screen).toContain('npm test');
    expect(screen).toContain('Research use only');
  });
});
