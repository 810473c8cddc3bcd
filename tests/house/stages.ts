/**
 * Whether the stages of a study know each other only by their artefacts.
 *
 * Reads imports inside packages/study/src. Knows the stages' order and nothing of what they do.
 */
import { type Check, type CodeFile, isTest, type Repository, type Violation } from './check.ts';
import { importsOf, resolveRelative } from './imports.ts';

const SOURCE = 'packages/study/src/';
/** Folders that are stages, in the order of a study. */
const STAGES = ['import', 'cohort', 'preprocess', 'train', 'encode', 'fuse', 'evaluate', 'survive', 'report'];
/** Folders and files that every stage may use, and that must know no single stage. */
const FOUNDATIONS = ['run', 'protocol', 'table', 'images', 'scans', 'weights', 'errors', 'provenance'];
/** Folders that use stages from outside, as a command does. */
const USERS = ['reference-cohort', 'demo', 'analysis', 'quality'];
/** Files that put the stages together, and so may see all of them; no stage may see these. */
const COMPOSERS = [`${SOURCE}stages.ts`, `${SOURCE}index.ts`];

/** First folder, or the file's name without ending, below the package's source. */
const areaOf = (file: string) => file.slice(SOURCE.length).split(/[/.]/, 1)[0] ?? '';

/** What is needed instead of an import of a target by a file of an area; undefined when the import is fine. */
function needed(area: string, target: string): string | undefined {
  const isStage = STAGES.includes(area);
  if (COMPOSERS.includes(target)) return isStage ? `nothing that knows all stages, in ${area}` : undefined;
  const to = areaOf(target);
  if (to === area || !STAGES.includes(to)) return undefined;
  if (FOUNDATIONS.includes(area)) return `nothing of a stage: ${area} serves all of them`;
  if (!isStage) return undefined;
  if (STAGES.indexOf(to) > STAGES.indexOf(area)) return `only earlier stages: ${to} comes after ${area}`;
  return target === `${SOURCE}${to}/artefact.ts`
    ? undefined
    : `only ${to}/artefact.ts, the type of what ${to} writes`;
}

function faultsOf(file: CodeFile): Violation[] {
  return importsOf(file).flatMap(({ specifier, line }) => {
    const target = resolveRelative(file.path, specifier);
    const rule = target?.startsWith(SOURCE) ? needed(areaOf(file.path), target) : undefined;
    if (rule === undefined) return [];
    const message = `Found an import of ${specifier}. Needed ${rule}.`;
    return [{ file: file.path, line, name: specifier, message }];
  });
}

/** A folder that this file does not list would escape the rule, so it is a violation itself. */
function unlistedFolders(repository: Repository): Violation[] {
  const listed = new Set([...STAGES, ...FOUNDATIONS, ...USERS]);
  const folders = new Set<string>();
  for (const file of repository.code) {
    if (file.path.startsWith(SOURCE) && file.path.slice(SOURCE.length).includes('/'))
      folders.add(areaOf(file.path));
  }
  return [...folders]
    .filter((name) => !listed.has(name))
    .map((name) => ({
      file: `${SOURCE}${name}`,
      line: 1,
      name,
      message: `Found the folder ${name}. Needed it in tests/house/stages.ts, as a stage or as what stages use.`,
    }));
}

function findStageImports(repository: Repository): Violation[] {
  const sources = repository.code.filter((file) => {
    return file.path.startsWith(SOURCE) && !isTest(file.path) && !COMPOSERS.includes(file.path);
  });
  return [...sources.flatMap(faultsOf), ...unlistedFolders(repository)];
}

/** A stage reads an earlier stage's files, never its code. */
export const stages: Check = {
  name: 'stages',
  promise: 'a stage of the study knows earlier stages only by their artefact types',
  find: findStageImports,
};
