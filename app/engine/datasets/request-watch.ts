import type { HookAnswer } from '../../contract/dataset-api.ts'
import type { DatasetThreadSettings, RequestAnswer } from '../../pipeline/dataset-messages.ts'
import { readExclusions, type Exclusions } from '../../detect/datasets/exclusions.ts'
import { observe } from '../../detect/datasets/observations.ts'
import { readRequest, type DatasetRequest } from '../../detect/datasets/request-checks.ts'
import { readAnswer, type AnsweredDataset } from '../../detect/datasets/response-rows.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'
import { longestName, type KeptRows } from './kept-rows.ts'
import { judgeQuery, readQuery, traceQuery, type ReadQuery } from './query-desk.ts'
import type { JudgedRun } from './run.ts'
import type { RunBook } from './run-book.ts'

export interface RequestWatchParts {
  store: DatasetStore
  settings: DatasetThreadSettings
  rows: KeptRows
  runs: RunBook
  clock: () => number
  md5: (text: string) => string
  sha256: (text: string) => string
  turn: () => Promise<unknown>
}

const mostDatasets = 50

/** What a response hook sends: a query and its answer. */
export class RequestWatch {
  private readonly parts: RequestWatchParts
  private exclusions: Exclusions

  constructor(parts: RequestWatchParts) {
    this.parts = parts
    this.exclusions = exclusionsOf(parts.settings)
  }

  configure(settings: DatasetThreadSettings): void {
    this.exclusions = exclusionsOf(settings)
  }

  async anomalies({ role, user, body }: { role?: string; user?: string; body: string }): Promise<RequestAnswer> {
    const reading = readRequest({ role, user }, body)
    if (reading.kind === 'refused') {
      const { status, body: refusal } = reading.refusal
      return { status, body: JSON.stringify(refusal), observations: [], names: [] }
    }
    const { store, runs: book, md5, sha256, clock, turn } = this.parts
    const request = this.parts.rows.maskRequest(reading.request)
    const at = clock()
    const query = readQuery(request, sha256)
    const { datasets: answered, skipped } = readAnswer(request.response, query.roots, (name) => this.exclusions.matches(name))
    const taken = answered.filter(({ name }) => name.length <= longestName).slice(0, mostDatasets)
    await turn()
    const judged = await this.judgeAll(request, query, taken, at)
    const { operation_name, identity: query_identity } = query.pattern
    const runs = store.transaction(() => {
      store.addRequest(traceQuery(store, request.role, at, query, taken))
      const of = { role: request.role, at, user: request.user, origin: 'request' as const, operation_name, query_identity }
      return judged.map(({ answered: { name, rows }, run }) => ({
        name,
        id: book.keep({ ...of, dataset: name }, rows, run),
        result: run.result,
      }))
    })
    await Promise.all(runs.map(({ name, result, id }) => book.analyse(request.role, name, result, id)))
    const observed = { role: request.role, user: request.user, at, operation_name }
    const observations = runs.flatMap(({ name, id, result }) => observe({ ...observed, dataset: name, run: id }, result))
    const metadata = {
      timestamp: new Date(at).toISOString(),
      // Of the text as it was sent, as applications reckon it. Which query it is, `query_pattern.identity` says.
      query_hash: md5(reading.request.query),
      operation_name,
      total_records: runs.reduce((sum, { result }) => sum + result.statistical_details.record_count, 0),
      total_anomalies: runs.reduce((sum, { result }) => sum + result.statistical_details.anomalous_rows, 0),
      datasets_processed: runs.map(({ name }) => name),
      datasets_skipped: [...skipped, ...answered.filter((each) => !taken.includes(each)).map(({ name }) => name.slice(0, longestName))],
    }
    const results = Object.fromEntries(runs.map(({ name, result }) => [name, result]))
    const answer: HookAnswer = { results, metadata }
    return { status: 200, body: JSON.stringify(answer), observations, names: runs.map(({ name }) => name) }
  }

  private async judgeAll({ role }: DatasetRequest, query: ReadQuery, taken: readonly AnsweredDataset[], at: number) {
    const { store, rows, runs } = this.parts
    const judged: { answered: AnsweredDataset; run: JudgedRun }[] = []
    for (const each of taken) {
      const answered = { ...each, rows: await rows.mask(each.rows) }
      const dataset = await runs.open(each.name, role, at)
      const pattern = judgeQuery(store, role, query, { dataset, answered, alone: taken.length === 1 })
      judged.push({ answered, run: await runs.judge(dataset, answered.rows, pattern) })
    }
    return judged
  }
}

/** They were read when the settings were: what is no pattern does not come here. */
function exclusionsOf({ datasets }: DatasetThreadSettings): Exclusions {
  const reading = readExclusions(datasets.excluded)
  if (reading.kind === 'refused') throw new Error(reading.problems.map(({ message }) => message).join('; '))
  return reading.exclusions
}
