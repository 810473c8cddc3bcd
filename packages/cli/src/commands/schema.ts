/**
 * `mriscore schema`: the JSON Schema of study.yaml, for editors, and of everything that is written, for programs.
 */
import { writeAtomic } from '@mriscore/scans/disk';
import type { Command } from 'commander';
import { readSchema, SCHEMAS } from '../schemas/read.ts';
import { formatTable } from '../show/table.ts';

interface SchemaFlags {
  readonly out?: string;
  readonly list?: boolean;
}

async function schema(name: string, { out, list }: SchemaFlags): Promise<void> {
  const text =
    list === true
      ? `${formatTable(SCHEMAS.map((kind) => [kind.name, kind.where, kind.holds])).join('\n')}\n`
      : `${JSON.stringify(await readSchema(name), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await writeAtomic(out, text);
}

/** Adds the command. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .argument('[name]', 'what to print the schema of; --list gives the names', 'protocol')
    .description('print the JSON Schema of study.yaml, or of a file or line that mriscore writes')
    .option('--list', 'list every schema: its name, where such files stand, what they hold')
    .option('--out <file>', 'write it to a file instead')
    .addHelpText(
      'after',
      '\nFirst line of study.yaml, with which editors complete and check keys:\n  # yaml-language-server: $schema=./study.schema.json\n\nExamples:\n  $ mriscore schema --out my-study/study.schema.json\n  $ mriscore schema --list\n  $ mriscore schema receipt',
    )
    .action(schema);
}
