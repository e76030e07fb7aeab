// Names for what went wrong underneath a request under Node: {error, errno}, as harness/clients/errors.py has them.

/**
 * Name an error. `errno` is what the kernel said; Node's own words stand in `error` alone.
 *
 * Node calls an orderly end before the answer `socket hang up`, and one inside it `aborted`, both with the code
 * ECONNRESET (lib/_http_client.js, `ConnResetException`): the kernel said no such thing. A host with two addresses
 * fails with an AggregateError, whose first error is the first address's.
 */
export function troubleOf(error) {
  const first = error.errors?.[0] ?? error;
  const fromKernel = typeof first.errno === "number" && typeof first.syscall === "string";
  return fromKernel ? { error: `${first.syscall} ${first.code}`, errno: first.code } : { error: first.message };
}
