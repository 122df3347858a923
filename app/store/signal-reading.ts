import type Database from 'better-sqlite3'
import type { SignalJudgement } from '../model/stream.ts'

const day = 86_400_000
/** Anomalies that a drawing keeps whatever else it leaves out. */
const mostAnomalies = 5000

export interface StoredKeys {
  keys: { key: string; last: SignalJudgement; points: number; anomalies: number }[]
  total: number
}

export interface StoredPoint {
  ts: number
  value: number
  score: number
  lower: number | null
  upper: number | null
  is_anomaly: boolean
  warming: boolean
}

export interface SignalPoints {
  points: StoredPoint[]
  total: number
  anomalies: number
  sampled: boolean
  first?: number
  last?: number
}

interface Row {
  ts: number
  value: number
  score: number
  probability: number
  lower: number | null
  upper: number | null
  flags: number
}

const columns = 'ts, value, score, probability, lower, upper, flags'

/** What is asked of signals.db. */
export class SignalReading {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  /** Those with anomalies in the stream's last day first, then by newest value. */
  keys(stream: string, { text, limit }: { text?: string; limit: number }): StoredKeys {
    const like = `%${(text ?? '').replace(/[%_\\]/g, '\\$&')}%`
    const matching = `stream = ? AND key LIKE ? ESCAPE '\\'`
    const total = this.database.prepare(`SELECT count(*) FROM signal WHERE ${matching}`).pluck().get(stream, like) as number
    const newest = this.database.prepare('SELECT max(last) FROM signal WHERE stream = ?').pluck().get(stream) as number | null
    const rows = this.database
      .prepare(
        `SELECT id, key, (SELECT count(*) FROM point WHERE signal = id AND flags & 1 AND ts > ?) AS anomalies
         FROM signal WHERE ${matching} ORDER BY anomalies > 0 DESC, last DESC, key LIMIT ?`,
      )
      .all((newest ?? 0) - day, stream, like, limit) as { id: number; key: string; anomalies: number }[]
    const last = this.database.prepare(`SELECT ${columns} FROM point WHERE signal = ? ORDER BY ts DESC LIMIT 1`)
    const count = this.database.prepare('SELECT count(*) FROM point WHERE signal = ?').pluck()
    const keys = rows.flatMap(({ id, key, anomalies }) => {
      const row = last.get(id) as Row | undefined
      return row === undefined ? [] : [{ key, last: asJudgement(stream, key, row), points: count.get(id) as number, anomalies }]
    })
    return { keys, total }
  }

  series(stream: string, key: string, { from, to, points }: { from: number; to: number; points: number }): SignalPoints {
    const id = this.database.prepare('SELECT id FROM signal WHERE stream = ? AND key = ?').pluck().get(stream, key) as number | undefined
    if (id === undefined) return { points: [], total: 0, anomalies: 0, sampled: false }
    const within = 'signal = ? AND ts >= ? AND ts < ?'
    const count = (more: string) =>
      this.database.prepare(`SELECT count(*) FROM point WHERE ${within}${more}`).pluck().get(id, from, to) as number
    const total = count('')
    const anomalies = count(' AND flags & 1')
    const ends = this.database.prepare('SELECT min(ts) AS first, max(ts) AS last FROM point WHERE signal = ?').get(id) as {
      first: number | null
      last: number | null
    }
    const sampled = total > points
    const rows = sampled
      ? this.sample(id, from, to, points)
      : (this.database.prepare(`SELECT ${columns} FROM point WHERE ${within} ORDER BY ts`).all(id, from, to) as Row[])
    return {
      points: rows.map(asPoint),
      total,
      anomalies,
      sampled,
      ...(ends.first === null || ends.last === null ? {} : { first: ends.first, last: ends.last }),
    }
  }

  newest(
    stream: string,
    count: number,
  ): { last: SignalJudgement; recent: { ts: number; value: number; is_anomaly: boolean }[] } | undefined {
    const signal = this.database.prepare('SELECT id, key FROM signal WHERE stream = ? ORDER BY last DESC LIMIT 1').get(stream) as
      { id: number; key: string } | undefined
    if (signal === undefined) return undefined
    const rows = this.database
      .prepare(`SELECT ${columns} FROM point WHERE signal = ? ORDER BY ts DESC LIMIT ?`)
      .all(signal.id, count) as Row[]
    const [first] = rows
    if (first === undefined) return undefined
    const recent = rows.reverse().map(({ ts, value, flags }) => ({ ts, value, is_anomaly: (flags & 1) === 1 }))
    return { last: asJudgement(stream, signal.key, first), recent }
  }

  /**
   * The least and the largest value of each stretch, which is what a line of that many points shows, and every anomaly.
   * SQLite gives the rest of the row that `min` or `max` picked (https://sqlite.org/lang_select.html#bareagg).
   */
  private sample(id: number, from: number, to: number, points: number): Row[] {
    const ends = this.database
      .prepare('SELECT min(ts) AS first, max(ts) AS last FROM point WHERE signal = ? AND ts >= ? AND ts < ?')
      .get(id, from, to) as {
      first: number
      last: number
    }
    const stretch = Math.max(1, Math.ceil((ends.last - ends.first + 1) / Math.max(1, Math.floor(points / 2))))
    const pick = (extreme: 'min' | 'max') =>
      this.database
        .prepare(
          `SELECT ts, ${extreme}(value) AS value, score, probability, lower, upper, flags FROM point
           WHERE signal = ? AND ts >= ? AND ts < ? GROUP BY CAST((ts - ?) / ? AS INTEGER)`,
        )
        .all(id, from, to, ends.first, stretch) as Row[]
    const strange = this.database
      .prepare(`SELECT ${columns} FROM point WHERE signal = ? AND flags & 1 AND ts >= ? AND ts < ? ORDER BY ts DESC LIMIT ?`)
      .all(id, from, to, mostAnomalies) as Row[]
    const rows = new Map([...pick('min'), ...pick('max'), ...strange].map((row) => [row.ts, row]))
    return [...rows.values()].sort((a, b) => a.ts - b.ts)
  }
}

function asPoint({ ts, value, score, lower, upper, flags }: Row): StoredPoint {
  return { ts, value, score, lower, upper, is_anomaly: (flags & 1) !== 0, warming: (flags & 2) !== 0 }
}

function asJudgement(stream: string, key: string, row: Row): SignalJudgement {
  return { stream, key, probability: row.probability, ...asPoint(row) }
}
