// Names for what the library lets be known of a failure: {error, errno}, as harness/clients/errors.py has them.

/**
 * What a `connect_error`, or the details of a `disconnect`, tell.
 *
 * engine.io-client (6.2, transport.ts): a TransportError's `description` is the status of an XMLHttpRequest, 0
 * without one; a WebSocket's end is told with its CloseEvent as `context` (1006: it ended without a close frame).
 */
export function troubleOf(told) {
  if (told === undefined || told === null) return null;
  if (typeof told.context?.code === "number") return { error: `close ${told.context.code}` };
  if (typeof told.description === "number" && told.description >= 400) return { error: `HTTP ${told.description}` };
  if (told instanceof Error) return { error: told.message };
  return null;
}
