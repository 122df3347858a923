import { featureSets } from '../../app/detect/features/index.ts'
import { RowCollector } from '../../app/detect/features/row-collector.ts'
import { scoreForest } from '../../app/detect/forest/forest-scoring.ts'
import { scoreHalfSpaces } from '../../app/detect/forest/half-space-scoring.ts'
import { HalfSpaceLearner } from '../../app/detect/forest/half-space-learning.ts'
import { growHalfSpaces, type HalfSpaceTrees } from '../../app/detect/forest/half-space-trees.ts'
import { growForest } from '../../app/detect/forest/isolation-forest.ts'
import { areaUnderCurve } from '../../app/detect/forest/ranking.ts'
import { measureScaling, scaleTable } from '../../app/detect/forest/scaling.ts'
import { makeTable, readRow, sliceRows, type Table } from '../../app/detect/forest/table.ts'
import { modelOutlier } from '../../app/detect/model-outlier.ts'
import { defaultParameters } from '../../app/detect/parameters.ts'
import { officeModel, officeTraffic } from '../../app/detect/testing/models.ts'
import { inOrder } from '../../app/detect/testing/records.ts'
import { makeLabelledRows, type LabelledRows } from '../support/labelled-rows.ts'
import { report, skip, title } from '../support/report.ts'
import { findScikitLearn, runScikitLearn, type ForestFigures } from '../support/scikit-learn.ts'

const seeds = 20

/** Forests beside scikit-learn's, on the same made-up rows: how well they rank, and how fast. One core each. */
export function benchModels({ rows }: { rows: number }): Promise<void> {
  title(`Models, ${rows.toLocaleString('en')} rows a set, mean of ${seeds} seeds, 100 trees of 256 rows`)
  const reference = findScikitLearn()
  if (reference.kind === 'absent') skip('scikit-learn IsolationForest', reference.why)
  for (const made of makeLabelledRows(rows)) {
    const { set, table } = scaleRows(made)
    benchSet(set, table, reference.kind === 'found' ? runScikitLearn(set, seeds) : undefined)
  }
  benchRecords()
  return Promise.resolve()
}

/** As models see rows; all that are compared are given these. */
function scaleRows(made: LabelledRows): { set: LabelledRows; table: Table } {
  const plain = makeTable(made.rows, made.rows[0]!.length)
  const table = scaleTable(plain, measureScaling(plain))
  return { set: { ...made, rows: made.rows.map((_, row) => [...readRow(table, row)]) }, table }
}

function benchSet(set: LabelledRows, table: Table, reference: ForestFigures | undefined): void {
  const forest = run(set, table, (seed) => {
    const grown = timed(() => growForest(table, { trees: 100, samples: 256, seed }))
    return { ...grown, score: (rows: Table) => scoreForest(grown.value, rows) }
  })
  const halves = run(set, table, (seed) => {
    const grown = timed(() => growHalfSpaces(table, { trees: 100, seed }))
    return { ...grown, score: (rows: Table) => scoreHalfSpaces(grown.value, rows) }
  })
  const learning = run(set, table, (seed) => {
    const quarter = Math.floor(table.rows / 4)
    const grown = timed(() => growHalfSpaces(sliceRows(table, 0, quarter), { trees: 100, seed }))
    return { ...grown, score: (rows: Table) => followRows(grown.value, rows) }
  })
  const named = (what: string) => `${set.name}: ${what}`
  if (reference !== undefined) report({ name: named('scikit-learn ROC-AUC'), value: reference.roc_auc, unit: '' })
  rank(named('isolation forest ROC-AUC'), forest, reference)
  rank(named('half-space trees ROC-AUC'), halves, reference)
  rank(named('half-space trees that learn, 4 profiles, ROC-AUC'), learning, reference)
  const count = table.rows
  const per = (seconds: number) => count / seconds
  const beside = (seconds: number | undefined) => (seconds === undefined ? {} : { baseline: { name: 'scikit-learn', value: per(seconds) } })
  report({ name: named('isolation forest, trained from'), value: per(forest.train), unit: 'rows/s', ...beside(reference?.train) })
  report({ name: named('isolation forest, scored'), value: per(forest.score), unit: 'rows/s', ...beside(reference?.score) })
  report({ name: named('half-space trees, trained from'), value: per(halves.train), unit: 'rows/s', ...beside(reference?.train) })
  report({ name: named('half-space trees, scored'), value: per(halves.score), unit: 'rows/s', ...beside(reference?.score) })
  report({ name: named('half-space trees, scored and learnt'), value: per(learning.score), unit: 'rows/s', ...beside(reference?.score) })
}

/** As they do it live, a window's entities at a time: each row is scored, then learnt. */
function followRows(trees: HalfSpaceTrees, rows: Table): Float64Array {
  const learner = new HalfSpaceLearner(trees)
  const scores = new Float64Array(rows.rows)
  let from = 0
  while (from < rows.rows) {
    const to = Math.min(rows.rows, from + Math.min(50, learner.room))
    const part = sliceRows(rows, from, to)
    scores.set(scoreHalfSpaces(trees, part), from)
    learner.learn(part)
    from = to
  }
  return scores
}

function rank(name: string, { roc_auc }: ForestFigures, reference: ForestFigures | undefined): void {
  const note = reference && `${roc_auc - reference.roc_auc >= 0 ? '+' : ''}${(roc_auc - reference.roc_auc).toFixed(4)} to scikit-learn`
  report({ name, value: roc_auc, unit: '', ...(note === undefined ? {} : { note }) })
}

interface Grown {
  seconds: number
  score: (rows: Table) => Float64Array
}

function run({ isAttack }: LabelledRows, table: Table, grow: (seed: number) => Grown): ForestFigures {
  let sum = 0
  let train = Infinity
  let score = Infinity
  for (let seed = 0; seed < seeds; seed += 1) {
    const grown = grow(seed)
    const scored = timed(() => grown.score(table))
    train = Math.min(train, grown.seconds)
    score = Math.min(score, scored.seconds)
    sum += areaUnderCurve(scored.value, isAttack)
  }
  return { roc_auc: sum / seeds, train, score }
}

/** What it costs to make rows of records, live and in training. */
function benchRecords(): void {
  const records = inOrder(officeTraffic(48, { hosts: 40 }))
  const bare = timed(() => {
    let bytes = 0
    for (const { fields } of records) bytes += fields['source.bytes'] ?? 0
    return bytes
  })
  const baseline = { name: 'reading one field', value: records.length / bare.seconds }
  const collected = timed(() => {
    const collector = new RowCollector(featureSets.hosts, { features: null, window: 900_000, seed: 1, leftOut: [] })
    for (const record of records) collector.observe(record)
    return collector.rows.length
  })
  report({ name: 'records to rows of hosts, in training', value: records.length / collected.seconds, unit: 'records/s', baseline })
  for (const models of [0, 1]) {
    const instance = modelOutlier.create(defaultParameters(modelOutlier))
    instance.adopt?.(models === 0 ? [] : [officeModel({ trees: 100, samples: 256 })])
    const live = timed(() => records.forEach((record) => instance.observe(record, () => undefined)))
    report({ name: `model-outlier live, ${models} models in force`, value: records.length / live.seconds, unit: 'records/s', baseline })
  }
}

function timed<Value>(work: () => Value): { value: Value; seconds: number } {
  const started = performance.now()
  const value = work()
  return { value, seconds: Math.max(1e-9, (performance.now() - started) / 1000) }
}
