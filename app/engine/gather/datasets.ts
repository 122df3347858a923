import type { Engine } from '../../engine.ts'
import { RecordLine } from '../api/record-line.ts'
import { DatasetDesk } from '../datasets/desk.ts'

export function gatherDatasets({ home, config, options, sample, flags, desk, problems, bus }: Engine): DatasetDesk {
  return new DatasetDesk({
    home,
    config,
    environment: options.environment ?? (sample ? {} : process.env),
    flags,
    line: new RecordLine(desk),
    problem: (message) => problems.report('datasets', message),
    settled: () => problems.settle('datasets'),
    changed: (names) => bus.push('datasets.changed', { names }),
  })
}
