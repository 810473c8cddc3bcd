/**
 * Whether the stages of a study know each other only by their artefacts.
 *
 * Reads imports inside packages/study/src, and the order of the stages from stages.ts, the one place that says it.
 */
import { type Check, type CodeFile, isTest, type Repository, type Violation } from './check.ts';
import { importsOf, resolveRelative } from './imports.ts';

const SOURCE = 'packages/study/src/';
const STAGES = `${SOURCE}stages/`;
const ORDER = `${SOURCE}stages.ts`;
/** Files that put the stages together; nobody whom they use may see them. */
const COMPOSERS = [ORDER, `${SOURCE}index.ts`];

/** The stage that a file belongs to; undefined for everything else. */
const stageOf = (file: string) =>
  file.startsWith(STAGES) ? file.slice(STAGES.length).split('/', 1)[0] : undefined;

/** Folders of the stages in the order in which stages.ts lists them. */
function orderOf(repository: Repository): readonly string[] {
  const file = repository.code.find(({ path }) => path === ORDER);
  const list = /\bSTAGES\b[^=]*=\s*(?:Object\.freeze\()?\[([\s\S]*?)\]/.exec(file?.text ?? '')?.[1] ?? '';
  return [...list.matchAll(/^\s*(\w+)Stage\b/gm)].map(([, name]) => name ?? '');
}

/** What is needed instead of an import of a target; undefined when the import is fine. */
function needed(file: string, target: string, order: readonly string[]): string | undefined {
  const from = stageOf(file);
  const to = stageOf(target);
  if (COMPOSERS.includes(target)) return 'nothing that knows all stages: they are handed in';
  if (to === undefined || to === from) return undefined;
  const isArtefact = target === `${STAGES}${to}/artefact.ts`;
  if (from === undefined) return file.startsWith(`${SOURCE}run/`) ? 'nothing of a stage in run' : undefined;
  if (order.indexOf(to) > order.indexOf(from)) return `only earlier stages: ${to} comes after ${from}`;
  return isArtefact ? undefined : `only ${to}/artefact.ts, the type of what ${to} writes`;
}

function faultsOf(file: CodeFile, order: readonly string[]): Violation[] {
  return importsOf(file).flatMap(({ specifier, line }) => {
    const target = resolveRelative(file.path, specifier);
    const rule = target?.startsWith(SOURCE) ? needed(file.path, target, order) : undefined;
    if (rule === undefined) return [];
    const message = `Found an import of ${specifier}. Needed ${rule}.`;
    return [{ file: file.path, line, name: specifier, message }];
  });
}

/** A folder that stages.ts does not list would escape the rule, so it is a violation itself. */
function unlisted(repository: Repository, order: readonly string[]): Violation[] {
  const folders = new Set(repository.code.flatMap(({ path }) => stageOf(path) ?? []));
  return [...folders]
    .filter((name) => !order.includes(name))
    .map((name) => ({
      file: `${STAGES}${name}`,
      line: 1,
      name,
      message: `Found the folder stages/${name}. Needed its stage in the list of stages.ts.`,
    }));
}

function findStageImports(repository: Repository): Violation[] {
  const order = orderOf(repository);
  const sources = repository.code.filter(({ path }) => {
    return path.startsWith(SOURCE) && !isTest(path) && !COMPOSERS.includes(path);
  });
  return [...sources.flatMap((file) => faultsOf(file, order)), ...unlisted(repository, order)];
}

/** A stage reads an earlier stage's files, never its code. */
export const stages: Check = {
  name: 'stages',
  promise: 'a stage of the study knows earlier stages only by their artefact types, and run knows no stage',
  find: findStageImports,
};
