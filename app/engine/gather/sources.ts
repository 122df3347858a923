import type { Engine } from '../../engine.ts'
import { Imports } from '../imports.ts'
import { SourceManager } from '../source-manager.ts'

export function gatherSources({ corridor, configFile, bus, platform }: Engine): SourceManager {
  return new SourceManager(corridor, configFile, {
    changed: (sources) => bus.push('sources.changed', { sources }),
    failed: ({ id }, { kind, message }) => platform.log({ level: 'warn', message: `source ${id}: ${message}`, source: id, kind }),
  })
}

export function gatherImports({ corridor, bus, sources, line }: Engine): Imports {
  return new Imports({ corridor, bus, sources: () => sources.list(), settled: () => line.settled() })
}
