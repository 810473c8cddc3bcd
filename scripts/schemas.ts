/**
 * Makes the JSON Schema of every JSON that the product writes out of the TypeScript type it is written from.
 *
 * The types are the source: what a member means is said once, beside it. A test holds the files against the types.
 *
 *   node scripts/schemas.ts     writes packages/cli/src/schemas/made/NAME.json
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { JSON_FILES, JSON_LINES } from '../packages/cli/src/schemas/list.ts';
import { type Schema, SchemaMaker } from './schemas/type-schema.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const MADE = path.join(ROOT, 'packages/cli/src/schemas/made');
const WRITTEN = 'scripts/schemas/written.ts';
const STUDY = 'packages/study/src';

/** Name of a schema -> the source file and the type in it. */
const TYPES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  series: [`${STUDY}/stages/import/artefact.ts`, 'SeriesArtefact'],
  quality: [`${STUDY}/quality/artefact.ts`, 'QualityArtefact'],
  cohort: [`${STUDY}/stages/cohort/artefact.ts`, 'CohortArtefact'],
  start: [`${STUDY}/stages/train/artefact.ts`, 'StartArtefact'],
  fusion: [`${STUDY}/stages/fuse/artefact.ts`, 'FusionArtefact'],
  evaluation: [`${STUDY}/stages/evaluate/artefact.ts`, 'EvaluationArtefact'],
  survival: [`${STUDY}/stages/survive/artefact.ts`, 'SurvivalArtefact'],
  report: [`${STUDY}/stages/report/artefact.ts`, 'ReportArtefact'],
  receipt: [`${STUDY}/run/receipt.ts`, 'Receipt'],
  lock: [`${STUDY}/run/lock.ts`, 'LockOwner'],
  runtime: [`${STUDY}/run/choose-runtime.ts`, 'RuntimeArtefact'],
  provenance: [WRITTEN, 'ProvenanceLine'],
  weights: [`${STUDY}/weights/folder.ts`, 'WeightsRecord'],
  'data-dictionary': [WRITTEN, 'DataDictionary'],
  truth: ['packages/simulation/src/truth/truth.ts', 'ReferenceTruth'],
  analysis: [WRITTEN, 'AnalysisFile'],
  registration: ['packages/scans/src/register/transform.ts', 'RegistrationRecord'],
  n4: ['packages/volume/src/bias/n4.ts', 'N4Plan'],
  radiomics: ['packages/scans/src/measure/measure.ts', 'Measurement'],
  'output-progress': [WRITTEN, 'Progress'],
  'output-failed': [WRITTEN, 'Failed'],
  'output-run': [WRITTEN, 'RunResult'],
  'output-check': [WRITTEN, 'CheckResult'],
  'output-status': [WRITTEN, 'StatusResult'],
  'output-analyse': [WRITTEN, 'AnalyseResult'],
  'output-convert': [WRITTEN, 'ConvertResult'],
  'output-series': [WRITTEN, 'SeriesResult'],
  'output-self-test': [WRITTEN, 'ProofResult'],
  'output-register': [WRITTEN, 'RegisterResult'],
  'output-n4': [WRITTEN, 'N4Result'],
  'output-radiomics': [WRITTEN, 'RadiomicsResult'],
  'output-plan-size': [WRITTEN, 'PlanSizeResult'],
  'output-runtimes': [WRITTEN, 'RuntimesResult'],
  'output-weights-list': [WRITTEN, 'WeightsListResult'],
  'output-weights-fetch': [WRITTEN, 'WeightsFetchResult'],
  'output-weights-import': [WRITTEN, 'WeightsImportResult'],
};

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, ROOT).options;
}

/** A type of a source file by its name, exported or not. */
function typeIn(program: ts.Program, file: string, name: string): ts.Type {
  const source = program.getSourceFile(path.join(ROOT, file));
  const node = source?.statements.find(
    (one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === name,
  );
  if (node === undefined) throw new Error(`Found no type ${name} in ${file}. Needed it for a schema.`);
  return program.getTypeChecker().getTypeAtLocation(node);
}

/** The schema of each kind of JSON, as text of a file. */
export function formatSchemas(): ReadonlyMap<string, string> {
  const files = [...new Set(Object.values(TYPES).map(([file]) => path.join(ROOT, file)))];
  const program = ts.createProgram(files, compilerOptions());
  return new Map(
    [...JSON_FILES, ...JSON_LINES].map(({ name, where, holds }) => {
      const [file, type] = TYPES[name] ?? ['', name];
      const maker = new SchemaMaker(program.getTypeChecker());
      const whole = typeIn(program, file, type);
      const top = whole.isUnion() ? maker.schemaOf(whole) : maker.objectOf(whole);
      const schema: Schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: `mriscore ${name}`,
        description: `${where}: ${holds}.`,
        ...top,
        ...(Object.keys(maker.definitions).length === 0 ? {} : { $defs: maker.definitions }),
      };
      return [name, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}

if (import.meta.main) {
  fs.mkdirSync(MADE, { recursive: true });
  for (const [name, text] of formatSchemas()) fs.writeFileSync(path.join(MADE, `${name}.json`), text);
}
