import type { z } from 'zod'

/** Pairs an input schema with the type of the answer. */
export function request<Output>() {
  return <Input extends z.ZodType>(input: Input) => ({ input, output: undefined as unknown as Output })
}
