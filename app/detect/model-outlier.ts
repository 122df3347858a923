import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { standingOf } from './forest/fitted-model.ts'
import { readEvent } from './features/events.ts'
import { createFeatureRows, type FeatureRow, type FeatureRows } from './features/feature-rows.ts'
import type { LearnedProfiles } from './forest/half-space-learning.ts'
import { OutlierModel, type OutlierModelDocument } from './features/outlier-model.ts'
import { judgeEvent, severityOfScore } from './features/port-heuristic.ts'
import { EpisodeBook } from './support/episode.ts'
import { describeOutlier, type OutlierDetail } from './support/outlier-wording.ts'
import { copyState } from './support/state.ts'

const maxEpisodes = 4096

interface Watched {
  model: OutlierModel
  rows: FeatureRows
}

/** `rows`: open windows by `rowsOf`. `learned`: by model; absent from snapshots of before. */
interface Saved {
  rows: [string, unknown][]
  learned?: [string, LearnedProfiles][]
  episodes: unknown
}

class ModelOutlier implements DetectorInstance {
  private readonly episodes: EpisodeBook<OutlierDetail>
  private watched: Watched[] = []
  private margin = 0

  constructor(parameters: Parameters) {
    this.episodes = new EpisodeBook({
      detector: 'model-outlier',
      anomaly_type: 'entity_outlier',
      capacity: maxEpisodes,
      quiet: 0,
      describe: describeOutlier,
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.margin = parameters['margin']!
    this.episodes.setQuiet(parameters['quiet']! * 1000)
  }

  /** The models in force. Throws on one that cannot be read, when all others have been taken up. */
  adopt(learned: unknown): void {
    const failures: unknown[] = []
    this.watched = ((learned ?? []) as OutlierModelDocument[]).flatMap((document) => {
      try {
        return [this.takeUp(document)]
      } catch (error) {
        failures.push(error)
        return []
      }
    })
    if (failures.length > 0) throw failures[0]
  }

  /** One that makes its rows as the one before it did goes on with the windows that are open. */
  private takeUp(document: OutlierModelDocument): Watched {
    const known = this.watched.find(({ model }) => rowsOf(model.document) === rowsOf(document))
    if (known?.model.document.id === document.id) return known
    const model = new OutlierModel(document)
    return { model, rows: known?.rows ?? createFeatureRows(model.set, document) }
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    for (const watched of this.watched) watched.rows.observe(record, (rows) => this.judge(watched, rows, emit))
  }

  tick(time: number, emit: Emit): void {
    for (const watched of this.watched) watched.rows.tick(time, (rows) => this.judge(watched, rows, emit))
  }

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    const rows = this.watched.map(({ model, rows }) => [rowsOf(model.document), rows.snapshot()])
    const learned = this.watched.flatMap(({ model }) => (model.learns ? [[model.document.id, model.learned()]] : []))
    return copyState({ rows, learned, episodes: this.episodes.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as Saved
    const byKey = new Map(saved.rows)
    const byModel = new Map(saved.learned ?? [])
    for (const { model, rows } of this.watched) {
      const own = byKey.get(rowsOf(model.document))
      if (own !== undefined) rows.restore(own)
      const learned = byModel.get(model.document.id)
      if (learned !== undefined) model.resume(learned)
    }
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    const parts = this.watched.map(({ rows }) => rows.stats())
    return {
      entities: parts.reduce((sum, { entities }) => sum + entities, 0),
      evicted: parts.reduce((sum, { evicted }) => sum + evicted, this.episodes.evicted),
    }
  }

  private judge({ model }: Watched, rows: readonly FeatureRow[], emit: Emit): void {
    // What a model has learnt from it never judges: not even a part of it.
    const fresh = rows.filter((row) => model.isFresh(row))
    const limit = Math.min(1, model.limit + this.margin)
    model.follow(fresh, (row, score) => {
      if (score > limit) this.raise(model, row, score, limit, emit)
    })
  }

  private raise(model: OutlierModel, row: FeatureRow, score: number, limit: number, emit: Emit): void {
    const { document, set } = model
    const key = `${document.set}\n${row.entity}`
    const running = this.episodes.running(key, row.last_seen)
    if (running !== undefined) {
      running.detail.windows += 1
      if (score > running.detail.score)
        Object.assign(running.detail, this.detailOf(model, row, score, limit), { windows: running.detail.windows })
      running.first_seen = Math.min(running.first_seen, row.first_seen)
      this.episodes.grow(running, { seq: row.evidence.at(-1)!, time: row.last_seen }, row.records, emit)
      return
    }
    const { source, first_seen, last_seen, records, evidence } = row
    const entity = { kind: set.entityKind, value: row.entity }
    const detail = this.detailOf(model, row, score, limit)
    this.episodes.begin({ key, entity, source, first_seen, last_seen, count: records, evidence, detail }, emit)
  }

  private detailOf(model: OutlierModel, row: FeatureRow, score: number, limit: number): OutlierDetail {
    const { document } = model
    const judged = row.record === undefined ? undefined : judgeEvent(readEvent(row.record))
    return {
      model: document.id,
      set: document.set,
      score,
      limit,
      standing: standingOf(score, limit),
      windows: 1,
      days: document.days,
      contributions: model.explain(row),
      ...(judged === undefined
        ? {}
        : { heuristic: { score: judged.score, description: judged.description, severity: severityOfScore(judged.score) } }),
    }
  }
}

/** Models with the same rows: the same set, features and window. */
function rowsOf({ set, features, window }: OutlierModelDocument): string {
  return [set, window, ...features].join(' ')
}

export const modelOutlier: Detector = {
  name: 'model-outlier',
  family: 'MODEL_OUTLIER',
  title: 'Unlike the past',
  description:
    'Looks at many features of an entity in a window of time (or of one record) at once, and scores how easily they are told from what a ' +
    'model learnt of your own stored records: an isolation forest (Liu, Ting and Zhou 2008) or half-space trees (Tan, Ting and Liu 2011). ' +
    'The limit follows from how many rows a day may stand out. Without a trained model in force it sees nothing.',
  anomaly_types: [
    {
      anomaly_type: 'entity_outlier',
      title: 'Unlike the past',
      description: 'An entity did what none of its kind did in the days that a model learnt from: many features together, not one limit.',
      risk_score: 45,
      severity: 'medium',
      category: 'network',
      techniques: [],
    },
  ],
  parameters: [
    {
      name: 'margin',
      description:
        'How far above the model’s own limit a score must be; the limit itself follows from the budget that the model was trained with',
      unit: 'score',
      default: 0,
      minimum: 0,
      maximum: 0.5,
    },
    {
      name: 'quiet',
      description: 'An episode ends when the entity was not unusual for so long',
      unit: 'seconds',
      default: 3600,
      minimum: 60,
      maximum: 86_400,
    },
  ],
  create: (parameters) => new ModelOutlier(parameters),
}
