/**
 * Results of C functions that write them to an address.
 *
 * Gives memory, reads it afterwards. Knows nothing of what is written.
 */

/**
 * The address or count that a function writes.
 *
 * @param call Gets memory for one result.
 */
export function receive(call: (result: BigUint64Array) => void): bigint {
  const result = new BigUint64Array(1);
  call(result);
  return result[0]!;
}
