import { z } from 'zod'
import { statuses, verdicts } from '../model/event.ts'
import type { Condition } from '../model/query.ts'
import { categories, severities } from '../model/severity.ts'

const time = z.number().int()
const conditionSchema: z.ZodType<Condition> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('equals'), field: z.string(), value: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('wildcard'), field: z.string(), pattern: z.string(), negated: z.boolean() }),
  z.strictObject({
    kind: z.literal('range'),
    field: z.string(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.boolean().optional(),
    exclusiveMaximum: z.boolean().optional(),
    negated: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('network'), field: z.string(), cidr: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('exists'), field: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('entity'), value: z.string(), negated: z.boolean() }),
])
export const recordQuerySchema = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  conditions: z.array(conditionSchema).max(50),
})
export const eventQuerySchema = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  statuses: z.array(z.enum(statuses)).optional(),
  severities: z.array(z.enum(severities)).optional(),
  categories: z.array(z.enum(categories)).optional(),
  verdicts: z.array(z.enum(verdicts)).optional(),
  anomaly_types: z.array(z.string()).optional(),
  excluded_anomaly_types: z.array(z.string()).optional(),
  entity: z.string().optional(),
  excluded_entities: z.array(z.string()).max(100).optional(),
  owner: z.string().optional(),
  tenant_id: z.string().optional(),
  user_id: z.string().optional(),
  resolved: z.boolean().optional(),
  text: z.string().max(500).optional(),
  sort: z.enum(['priority', 'last_seen', 'first_seen', 'risk_score', 'count']).optional(),
})
