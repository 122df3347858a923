import { z } from 'zod'

/** What hooks send and how they are refused, for the document; what they are answered, the contract says. */

/** Refusals of response hooks in the form that they know. */
export const hookRefusal = z
  .object({ error: z.string(), missing: z.array(z.string()).optional().describe('Headers or fields that are missing') })
  .meta({ id: 'HookRefusal' })

/** As hooks send it; read by itself, so that refusals are in their words and order. */
export const hookRequest = z
  .object({
    rawRequest: z.object({
      query: z.string().describe('The GraphQL document'),
      variables: z.record(z.string(), z.unknown()).nullable(),
      operationName: z.string().nullable(),
    }),
    response: z.object({ data: z.record(z.string(), z.unknown()).optional().describe('Datasets by name: rows, or one object') }),
  })
  .meta({ id: 'DatasetRequest' })
