/**
 * Does something for every item of a list, a few at a time, so that ten thousand patients open a dozen files and not
 * ten thousand.
 */

/** Files that may be open at once for one list. */
const AT_ONCE = 16;

/**
 * Results in the order of the items.
 *
 * @param items Any number.
 * @param make Called for each item; the first failure is thrown when the calls under way have ended.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  make: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array<Result>(items.length);
  const next = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of next) results[index] = await make(item);
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  const failed = workers.find((worker) => worker.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
