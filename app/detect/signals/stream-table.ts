import type { TelemetryRecord } from '../../model/record.ts'
import type { Lane } from './lane.ts'
import type { Series } from './series.ts'
import type { StreamPlan } from './stream-plan.ts'
import type { StreamRun } from './stream-run.ts'

/** Streams that take the same records, and of them those that are grouped the same. */
interface Selection {
  matches: StreamPlan['matches']
  groups: Group[]
}

/** Finds the streams of a record: by its dataset, by its category, and those that look at everything. */
export class StreamTable {
  private readonly datasets = new Map<unknown, Selection[]>()
  private readonly categories = new Map<unknown, Selection[]>()
  private readonly general: Selection[] = []

  constructor(runs: readonly StreamRun[]) {
    const known = new Map<string, Selection>()
    const groups = new Map<string, Group>()
    for (const run of runs) {
      const { selection: text, about, matchesAbout, keyOf, grouping } = run.plan
      let selection = known.get(text)
      if (selection === undefined) {
        selection = { matches: matchesAbout, groups: [] }
        known.set(text, selection)
        if (about.dataset !== undefined) addTo(this.datasets, about.dataset, selection)
        else if (about.category !== undefined) addTo(this.categories, about.category, selection)
        else this.general.push(selection)
      }
      const name = `${text}\n${grouping}`
      const group = groups.get(name) ?? new Group(keyOf)
      if (!groups.has(name)) selection.groups.push(group)
      groups.set(name, group)
      group.add(run)
    }
  }

  take(record: TelemetryRecord, lane: Lane): void {
    const { fields } = record
    if (this.datasets.size > 0) takeBy(this.datasets.get(fields['event.dataset']), record, lane)
    if (this.categories.size > 0) takeBy(this.categories.get(fields['event.category']), record, lane)
    takeBy(this.general, record, lane)
  }
}

/**
 * Streams whose signals have the same keys: looked up once for all of them. While none of them is crowded no signal is put
 * aside, and it does not matter which was touched last; then each looks for itself.
 */
class Group {
  private readonly keyOf: StreamPlan['keyOf']
  private readonly runs: StreamRun[] = []
  /** The signals of a key, in the order of the streams. */
  private readonly known = new Map<string, (Series | undefined)[]>()

  constructor(keyOf: StreamPlan['keyOf']) {
    this.keyOf = keyOf
  }

  add(run: StreamRun): void {
    this.runs.push(run)
  }

  take(record: TelemetryRecord, lane: Lane): void {
    const key = this.keyOf(record)
    if (key === undefined) return
    const { runs } = this
    if (runs.length === 1) runs[0]!.take(record, key, lane)
    else if (this.isCrowded()) {
      this.known.clear()
      for (const run of runs) run.take(record, key, lane)
    } else this.takeTogether(record, key, lane)
  }

  private takeTogether(record: TelemetryRecord, key: string, lane: Lane): void {
    const { runs } = this
    const known = this.known.get(key)
    const series = known ?? runs.map((run) => run.find(key))
    let any = false
    for (let at = 0; at < runs.length; at += 1) {
      const own = runs[at]!.take(record, key, lane, series[at])
      series[at] = own
      any ||= own !== undefined
    }
    // A key without a signal is not worth remembering, and there may be any number of them.
    if (known === undefined && any) this.known.set(key, series)
  }

  private isCrowded(): boolean {
    for (const run of this.runs) if (run.isCrowded) return true
    return false
  }
}

function takeBy(selections: readonly Selection[] | undefined, record: TelemetryRecord, lane: Lane): void {
  if (selections === undefined) return
  for (const { matches, groups } of selections) {
    if (!matches(record)) continue
    for (const group of groups) group.take(record, lane)
  }
}

function addTo(table: Map<unknown, Selection[]>, name: string, selection: Selection): void {
  const known = table.get(name)
  if (known === undefined) table.set(name, [selection])
  else known.push(selection)
}
