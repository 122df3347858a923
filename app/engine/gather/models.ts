import type { Engine } from '../../engine.ts'
import { settingsOfPipeline } from '../configure.ts'
import { ModelDesk } from '../models/model-desk.ts'

export function gatherModels(engine: Engine): ModelDesk {
  const { console, modelThread, corridor, bus, platform } = engine
  return new ModelDesk({
    console,
    config: () => engine.config.models,
    models: modelThread,
    lastSeq: () => corridor.lastSeq,
    // With a snapshot, what a restart reads again is judged by the model that judged it first.
    adopted: () => {
      void corridor.configure(settingsOfPipeline(engine))
      corridor.requestSnapshot()
    },
    changed: () => bus.push('models.changed', engine.models.list()),
    log: (line) => platform.log(line),
  })
}
