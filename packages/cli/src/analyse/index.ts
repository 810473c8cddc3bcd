export { ANALYSIS_FILE, ANALYSIS_PAGE, analyseFile, writeAnalysis } from './write-analysis.ts';
