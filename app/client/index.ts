export { createVedetteClient } from './client.ts'
export { vedetteExpress } from './express.ts'
export { vedetteFastify, type VedetteFastifyOptions } from './fastify.ts'
export type { ObserveOptions } from './observe.ts'
export type {
  EvaluateInput,
  Recorded,
  RecordInput,
  RequestFacts,
  VedetteClient,
  VedetteClientOptions,
  VedetteDecision,
  VedetteStats,
  VedetteTenant,
  VedetteUser,
} from './types.ts'
