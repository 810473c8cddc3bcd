/**
 * `mriscore schema`: the JSON Schema of study.yaml, for editors.
 */

import { writeAtomic } from '@mriscore/scans/disk';
import { protocolJsonSchema } from '@mriscore/study';
import type { Command } from 'commander';

async function schema({ out }: { out?: string }): Promise<void> {
  const text = `${JSON.stringify(protocolJsonSchema(), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await writeAtomic(out, text);
}

/** Adds the command. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of study.yaml; editors complete and check keys with it')
    .option('--out <file>', 'write it to a file instead')
    .addHelpText(
      'after',
      '\nFirst line of study.yaml for editors:\n  # yaml-language-server: $schema=./study.schema.json',
    )
    .action(schema);
}
