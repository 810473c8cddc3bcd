/**
 * Lets requests trust the authorities that this machine trusts, as its browser does.
 *
 * Hospitals and companies often look into encrypted traffic with an authority of their own, which the system knows and
 * Node's built-in list does not. Nothing is trusted that the system does not trust.
 */

import tls from 'node:tls';

let done = false;

/** Adds the system's certificates to those of this process, once; on versions of Node that cannot, does nothing. */
export function trustTheSystem(): void {
  if (done || typeof tls.setDefaultCACertificates !== 'function') return;
  done = true;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
}
