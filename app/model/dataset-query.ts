import { z } from 'zod'
import { changeSeveritySchema } from './dataset-changes.ts'

const queryFeaturesSchema = z
  .strictObject({
    depth: z.int(),
    fields: z.int().describe('Different names'),
    arguments: z.int(),
    variables: z.int(),
    complexity_score: z.number().describe('2 a field name, 3 a level, 1.5 an argument'),
    has_pagination: z.boolean(),
    has_filtering: z.boolean(),
    has_sorting: z.boolean(),
    query_length: z.int().describe('Characters'),
  })
  .describe('What a query is like, read from its document')
export type QueryFeatures = z.infer<typeof queryFeaturesSchema>

const queryConcernSchema = z
  .strictObject({
    kind: z.enum(['first_use', 'unusual_volume', 'unusual_complexity', 'invalid_query']),
    severity: changeSeveritySchema,
    explanation: z.string().describe('One sentence with the numbers'),
    fields: z.array(z.string()).optional().describe('`dataset.field`, where it is about some'),
  })
  .describe('Why a query is not as this role’s queries are')
export type QueryConcern = z.infer<typeof queryConcernSchema>

/** Of one request. */
export const queryPatternSchema = z.strictObject({
  identity: z
    .string()
    .nullable()
    .describe('The same for queries that differ in whitespace, comments, aliases, order and literal values only; per role'),
  operation_name: z.string().nullable(),
  features: queryFeaturesSchema.nullable().describe('Null where the query cannot be read'),
  complexity_score: z.number().nullable(),
  first_seen: z.boolean().describe('Whether this role has asked it for the first time'),
  is_anomaly: z.boolean(),
  concerns: z.array(queryConcernSchema),
  error: z.string().optional().describe('Why the query cannot be read'),
})
export type QueryPattern = z.infer<typeof queryPatternSchema>

const at = z.int().describe('Milliseconds since the epoch')

export const storedQueryPatternSchema = z
  .strictObject({
    identity: z.string(),
    role: z.string(),
    operation_name: z.string().nullable(),
    text: z.string().describe('Without literal values, aliases and comments'),
    datasets: z.array(z.string()),
    features: queryFeaturesSchema,
    count: z.int(),
    first_seen: at,
    last_seen: at,
    rows: z.strictObject({ mean: z.number(), std: z.number(), max: z.int() }).describe('Rows that it was answered'),
  })
  .meta({ id: 'DatasetQuery', description: 'All requests of a role that are the same query' })
export type StoredQueryPattern = z.infer<typeof storedQueryPatternSchema>
