import type { QueryPattern } from '../../model/dataset.ts'
import type { DatasetWork, ImportAnswer } from '../../pipeline/dataset-messages.ts'
import { observe } from '../../detect/datasets/observations.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'
import { readFileRows } from './file-rows.ts'
import type { KeptRows } from './kept-rows.ts'
import type { RunBook } from './run-book.ts'

const noQuery: QueryPattern = {
  identity: null,
  operation_name: null,
  features: null,
  complexity_score: null,
  first_seen: false,
  is_anomaly: false,
  concerns: [],
}

export interface FileImportParts {
  store: DatasetStore
  rows: KeptRows
  runs: RunBook
  clock: () => number
}

/** The rows of a file, as an answer that nobody asked for. */
export async function importFile(
  { store, rows, runs, clock }: FileImportParts,
  { name, role, format, text }: Parameters<DatasetWork['importRows']>[0],
): Promise<ImportAnswer> {
  const { rows: read, skipped, problems } = readFileRows(text, format)
  if (read.length === 0) return { runs: [], records: 0, skipped, problems, observations: [] }
  const at = clock()
  const masked = await rows.mask(read)
  const run = await runs.judge(await runs.open(name, role, at), masked, noQuery)
  const of = { dataset: name, role, at, user: null, origin: 'import' as const, operation_name: null, query_identity: null }
  const id = store.transaction(() => runs.keep(of, masked, run))
  await runs.analyse(role, name, run.result, id)
  const observations = observe({ dataset: name, role, user: null, at, run: id, operation_name: null }, run.result)
  const kept = store.run(id)
  return { runs: kept === undefined ? [] : [kept], records: masked.length, skipped, problems, observations }
}
