import { z } from 'zod'

/**
 * The wire between a window (or client) and an engine: JSON text, the same over MessagePort and
 * WebSocket, since structured clone carries types that a socket cannot (DESIGN section 7).
 */
export type ClientMessage = { kind: 'request'; id: number; name: string; input: unknown } | { kind: 'cancel'; id: number }

export type ServerMessage =
  | { kind: 'response'; id: number; output: unknown }
  | { kind: 'failure'; id: number; error: ContractError }
  | { kind: 'progress'; id: number; fraction: number }
  | { kind: 'push'; name: string; value: unknown }

export const clientMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id: z.int().min(0), name: z.string().max(100), input: z.unknown() }),
  z.strictObject({ kind: z.literal('cancel'), id: z.int().min(0) }),
])

/** Every way a request can fail that is not a bug. */
export type ContractError =
  | { kind: 'unknown_request'; message: string }
  | { kind: 'invalid_input'; message: string; issues: { path: string; message: string }[] }
  | { kind: 'not_found'; message: string }
  | { kind: 'stale'; message: string }
  | { kind: 'not_allowed'; message: string }
  | { kind: 'cancelled'; message: string }
  | { kind: 'conflict'; message: string }
  | { kind: 'unavailable'; message: string }
  /** A bug on the engine's side, reported without its stack. */
  | { kind: 'internal'; message: string }
