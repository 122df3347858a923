import type { DatasetSettings } from '../../model/dataset-settings.ts'
import type { AnalyzeAnswer } from '../../contract/dataset-api.ts'
import type { RawAnswer } from '../../pipeline/dataset-messages.ts'
import { numericFeatures } from '../../detect/datasets/features.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import { judgeRows, tellRow } from '../../detect/datasets/rows.ts'
import { isObject } from '../../detect/datasets/values.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'
import type { KeptRows } from './kept-rows.ts'
import type { DatasetLearning } from './learning.ts'
import type { Upkeep } from './upkeep.ts'

export interface RecordJudgementParts {
  store: Pick<DatasetStore, 'roles' | 'find'>
  rows: KeptRows
  learning: DatasetLearning
  upkeep: Upkeep
}

/** One record held against what is known of its dataset; nothing is kept. */
export async function judgeRecord(
  { store, rows, learning, upkeep }: RecordJudgementParts,
  settings: DatasetSettings,
  { name, role, body }: { name: string; role?: string; body: string },
): Promise<RawAnswer> {
  const record = readRecord(body)
  if (record === undefined) return answer(400, { error: 'Invalid request format' })
  const roles = store.roles(name)
  const asked = role ?? (roles.length === 1 ? roles[0] : undefined)
  if (asked === undefined && roles.length > 1) return answer(400, { error: 'Missing required headers', missing: ['X-Hasura-Role'] })
  const found = asked === undefined ? undefined : store.find(name, asked)
  if (found === undefined || asked === undefined) return answer(404, { error: 'Unknown dataset' })
  await upkeep.upToDate(found.id)
  const { id, traces, statistics } = store.find(name, asked) ?? found
  const [row] = await rows.mask([record])
  const held = learning.model(id)
  const history = statistics === null ? null : { ...statistics, identifiers: findIdentifiers(traces, statistics) }
  const judged = held === undefined ? undefined : judgeRows([row!], held.model, history, rows.recall(id))
  const told: AnalyzeAnswer = {
    dataset: name,
    role: asked,
    // Without a model nobody has judged it: that it is ordinary would not be true.
    is_anomaly: judged === undefined ? null : judged.odd.length > 0,
    score: judged?.highest ?? null,
    reasons: judged?.odd.flatMap((odd) => tellRow(odd, held!.model).reasons) ?? [],
    model_details: learning.details(id, settings),
    statistical_details: { historical_records: statistics?.record_count ?? 0, features: numericFeatures(row) },
  }
  return answer(200, told)
}

function answer(status: number, value: unknown): RawAnswer {
  return { status, body: JSON.stringify(value) }
}

/** A row, or a row as `record`. */
function readRecord(body: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown
    if (!isObject(value)) return undefined
    return isObject(value['record']) && Object.keys(value).length === 1 ? value['record'] : value
  } catch {
    return undefined
  }
}
