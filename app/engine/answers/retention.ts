import type { Handlers } from '../handler.ts'
import { runRetention } from '../retention-run.ts'

export const retention: Handlers<'retention'> = {
  'retention.run': async (_input, { engine, who }) => {
    const taken = await runRetention(engine, Date.now(), who)
    engine.console.addActivity({ at: taken.at, who, what: 'retention.run', subject: 'store', before: undefined, after: taken })
    return taken
  },
}
