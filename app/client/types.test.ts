import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { evaluateSchema, recordSchema, requestFactsSchema } from '../contract/api.ts'
import type { Decision } from '../model/decision.ts'
import type { EvaluateInput, RecordInput, RequestFacts, VedetteDecision } from './types.ts'

test('the published types are those of the contract', () => {
  expectTypeOf<VedetteDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<EvaluateInput>().toExtend<z.input<typeof evaluateSchema>>()
  expectTypeOf<Omit<RecordInput, 'decision'>>().toExtend<Omit<z.input<typeof recordSchema>, 'decision'>>()
  expectTypeOf<RequestFacts>().toExtend<z.input<typeof requestFactsSchema>>()
  expectTypeOf<keyof RequestFacts>().toEqualTypeOf<keyof z.input<typeof requestFactsSchema>>()
  expectTypeOf<keyof RecordInput>().toEqualTypeOf<keyof z.input<typeof recordSchema>>()
  expectTypeOf<keyof EvaluateInput>().toEqualTypeOf<keyof z.input<typeof evaluateSchema>>()
})
