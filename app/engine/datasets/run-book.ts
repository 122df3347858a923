import type { DatasetResult, QueryPattern } from '../../model/dataset.ts'
import type { DatasetThreadSettings } from '../../pipeline/dataset-messages.ts'
import { learnTraces } from '../../detect/datasets/identifiers.ts'
import { learn } from '../../detect/datasets/query-watch.ts'
import type { DatasetStore, StoredDataset } from '../../store/dataset-port.ts'
import type { KeptRows } from './kept-rows.ts'
import type { LanguageModel } from './language-model.ts'
import type { DatasetLearning } from './learning.ts'
import type { Question } from './question.ts'
import { describeRun, judgeRun, type JudgedRun } from './run.ts'
import type { Upkeep } from './upkeep.ts'

export interface RunBookParts {
  store: DatasetStore
  settings: DatasetThreadSettings
  rows: KeptRows
  learning: DatasetLearning
  upkeep: Upkeep
  languageModel: LanguageModel
  turn: () => Promise<unknown>
}

/** Answers judged, and kept as runs; whatever they come from. */
export class RunBook {
  private readonly parts: RunBookParts
  private settings: DatasetThreadSettings

  constructor(parts: RunBookParts) {
    this.parts = parts
    this.settings = parts.settings
  }

  configure(settings: DatasetThreadSettings): void {
    this.settings = settings
  }

  /** As it was learnt last. What is learnt for the first time is waited for: nothing could be said without it. */
  async open(name: string, role: string, at: number): Promise<StoredDataset> {
    const { store, learning, upkeep } = this.parts
    const found = store.find(name, role)
    if (found === undefined) return store.dataset(name, role, at)
    if (found.statistics !== null && learning.model(found.id) !== undefined) return found
    await upkeep.upToDate(found.id)
    return store.dataset(name, role, at)
  }

  /** `rows`: masked. */
  judge(dataset: StoredDataset, rows: Record<string, unknown>[], pattern: QueryPattern): Promise<JudgedRun> {
    const isKnown = this.parts.rows.recall(dataset.id)
    const { datasets: settings } = this.settings
    return judgeRun({ dataset, rows, pattern, settings, isKnown }, this.parts.learning, this.parts.turn)
  }

  /** Within a transaction, which other answers may have come before; what history has learnt of it follows after the answer. */
  keep(of: Parameters<typeof describeRun>[0], rows: readonly Record<string, unknown>[], run: JudgedRun): number {
    const { store, upkeep, rows: kept } = this.parts
    const dataset = store.dataset(of.dataset, of.role, of.at)
    upkeep.add({ id: dataset.id, name: of.dataset, role: of.role })
    return store.addRun({
      dataset: dataset.id,
      traces: learnTraces(dataset.traces, run.fresh, rows),
      volume: of.origin === 'request' ? learn(dataset.volume, rows.length) : dataset.volume,
      run: describeRun(of, run),
      rows: rows.map((row, index) => ({ ...kept.write(row), anomalous: run.odd.has(index) })),
    })
  }

  async analyse(role: string, name: string, result: DatasetResult, run: number): Promise<void> {
    if (!this.settings.datasets.language_model.enabled) return
    result.security_concerns = await this.parts.languageModel.analyse(questionOf(role, name, result))
    this.parts.store.amendRun(run, result)
  }
}

export function questionOf(role: string, dataset: string, result: DatasetResult): Question {
  const { statistical_details, changes, query_pattern, records } = result
  return { dataset, role, statistics: statistical_details.statistics, changes, pattern: query_pattern, rows: records }
}
