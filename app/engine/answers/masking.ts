import type { Handlers } from '../handler.ts'

export const masking: Handlers<'masking'> = {
  'masking.report': (_input, { engine }) => engine.masking.report(engine.corridor.pipelineCounters.masking),
}
