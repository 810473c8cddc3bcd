/**
 * The page to draw masks and to read results. Nothing is shown yet; the package holds the place that the architecture
 * gives it.
 */
export {};
