/**
 * The HTTP API over a study. Nothing is served yet; the package holds the place that the architecture gives it.
 */
export {};
