/**
 * Whether packages import only along the arrows of the architecture.
 *
 * Reads imports. Knows which package may see which, and that only the engine may load onnxruntime. That a package lists what it imports is Biome's to find.
 */
import { type Check, type CodeFile, isTest, type Repository, type Violation } from './check.ts';
import { type Import, importsOf, packageOf, resolveRelative, workspaceOf } from './imports.ts';

/** Which packages a package may import. */
const ARROWS: Readonly<Record<string, { may: readonly string[] }>> = {
  stats: { may: [] },
  volume: { may: [] },
  engine: { may: [] },
  evaluation: { may: ['stats'] },
  model: { may: ['engine', 'stats', 'volume'] },
  scans: { may: ['volume'] },
  simulation: { may: ['stats', 'volume'] },
  study: { may: ['stats', 'volume', 'engine', 'evaluation', 'model', 'scans', 'simulation'] },
  cli: { may: ['study', 'evaluation', 'scans', 'stats'] },
};

/** What is wrong with one import of a file in a package; undefined when nothing is. */
function fault(file: CodeFile, workspace: string, found: Import): string | undefined {
  const target = resolveRelative(file.path, found.specifier);
  if (target !== undefined) {
    const inside = target.startsWith(`packages/${workspace}/`) || isTest(file.path);
    return inside ? undefined : 'Needed a package name: a relative path must stay inside its package.';
  }
  const name = packageOf(found.specifier)!;
  if (name.startsWith('onnxruntime-') && workspace !== 'engine') {
    return 'Needed @mriscore/engine: it alone loads onnxruntime.';
  }
  const own = /^@mriscore\/(.+)$/.exec(name)?.[1];
  return own === undefined ? undefined : faultOfArrow(workspace, own.split('/', 1)[0] ?? own);
}

function faultOfArrow(workspace: string, target: string): string | undefined {
  const arrow = ARROWS[workspace];
  if (arrow === undefined) return `Needed an arrow for the package ${workspace} in tests/house/arrows.ts.`;
  if (arrow.may.includes(target)) return undefined;
  return `Needed one of: ${arrow.may.join(', ') || 'no other package'}.`;
}

function findArrows(repository: Repository): Violation[] {
  const violations: Violation[] = [];
  for (const file of repository.code) {
    const workspace = workspaceOf(file.path);
    if (workspace === undefined) continue;
    for (const found of importsOf(file)) {
      const needed = fault(file, workspace, found);
      if (needed === undefined) continue;
      const message = `Found an import of ${found.specifier} in ${workspace}. ${needed}`;
      violations.push({ file: file.path, line: found.line, name: found.specifier, message });
    }
  }
  return violations;
}

/** Packages import each other only as drawn in the architecture. */
export const arrows: Check = {
  name: 'arrows',
  promise: 'packages import along the arrows of the architecture, and only the engine loads onnxruntime',
  find: findArrows,
};
