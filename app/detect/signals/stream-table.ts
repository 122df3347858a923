import type { TelemetryRecord } from '../../model/record.ts'
import type { Lane } from './lane.ts'
import type { StreamPlan } from './stream-plan.ts'
import type { StreamRun } from './stream-run.ts'

/** Streams that take the same records, and of them those that are grouped the same. */
interface Selection {
  matches: StreamPlan['matches']
  groups: { keyOf: StreamPlan['keyOf']; runs: StreamRun[] }[]
}

/** Finds the streams of a record: by its dataset, by its category, and those that look at everything. */
export class StreamTable {
  private readonly datasets = new Map<unknown, Selection[]>()
  private readonly categories = new Map<unknown, Selection[]>()
  private readonly general: Selection[] = []

  constructor(runs: readonly StreamRun[]) {
    const known = new Map<string, Selection>()
    const groups = new Map<string, StreamRun[]>()
    for (const run of runs) {
      const { selection: text, about, matches, keyOf, grouping } = run.plan
      let selection = known.get(text)
      if (selection === undefined) {
        selection = { matches, groups: [] }
        known.set(text, selection)
        if (about.dataset !== undefined) addTo(this.datasets, about.dataset, selection)
        else if (about.category !== undefined) addTo(this.categories, about.category, selection)
        else this.general.push(selection)
      }
      const group = groups.get(`${text}\n${grouping}`)
      if (group !== undefined) group.push(run)
      else {
        const own = [run]
        groups.set(`${text}\n${grouping}`, own)
        selection.groups.push({ keyOf, runs: own })
      }
    }
  }

  take(record: TelemetryRecord, lane: Lane): void {
    const { fields } = record
    if (this.datasets.size > 0) takeBy(this.datasets.get(fields['event.dataset']), record, lane)
    if (this.categories.size > 0) takeBy(this.categories.get(fields['event.category']), record, lane)
    takeBy(this.general, record, lane)
  }
}

function takeBy(selections: readonly Selection[] | undefined, record: TelemetryRecord, lane: Lane): void {
  if (selections === undefined) return
  for (const { matches, groups } of selections) {
    if (!matches(record)) continue
    for (const { keyOf, runs } of groups) {
      const key = keyOf(record)
      if (key === undefined) continue
      for (const run of runs) run.take(record, key, lane)
    }
  }
}

function addTo(table: Map<unknown, Selection[]>, name: string, selection: Selection): void {
  const known = table.get(name)
  if (known === undefined) table.set(name, [selection])
  else known.push(selection)
}
