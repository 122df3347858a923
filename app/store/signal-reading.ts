import type Database from 'better-sqlite3'
import { mostCounted, type SignalJudgement } from '../model/stream.ts'

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
const within = 'signal = ? AND ts >= ? AND ts < ?'
/** Left to itself SQLite looks through all points for the few that are anomalies. */
const anomalous = 'point INDEXED BY point_anomaly'

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
        `SELECT id, key, (SELECT count(*) FROM ${anomalous} WHERE signal = id AND flags & 1 AND ts > ?) AS anomalies
         FROM signal WHERE ${matching} ORDER BY anomalies > 0 DESC, last DESC, key LIMIT ?`,
      )
      .all((newest ?? 0) - day, stream, like, limit) as { id: number; key: string; anomalies: number }[]
    const last = this.database.prepare(`SELECT ${columns} FROM point WHERE signal = ? ORDER BY ts DESC LIMIT 1`)
    const count = this.database.prepare('SELECT count(*) FROM (SELECT 1 FROM point WHERE signal = ? LIMIT ?)').pluck()
    const keys = rows.flatMap(({ id, key, anomalies }) => {
      const row = last.get(id) as Row | undefined
      return row === undefined
        ? []
        : [{ key, last: asJudgement(stream, key, row), points: count.get(id, mostCounted + 1) as number, anomalies }]
    })
    return { keys, total }
  }

  series(stream: string, key: string, { from, to, points }: { from: number; to: number; points: number }): SignalPoints {
    const id = this.database.prepare('SELECT id FROM signal WHERE stream = ? AND key = ?').pluck().get(stream, key) as number | undefined
    if (id === undefined) return { points: [], total: 0, anomalies: 0, sampled: false }
    const stretch = this.stretchOf(id, from, to, points)
    const drawn = stretch === undefined ? this.whole(id, from, to) : this.sample(id, stretch)
    const anomalies = this.database
      .prepare(`SELECT count(*) FROM ${anomalous} WHERE ${within} AND flags & 1`)
      .pluck()
      .get(id, from, to) as number
    const [first, last] = [this.end(id, -Infinity, Infinity, 'ASC'), this.end(id, -Infinity, Infinity, 'DESC')]
    return {
      points: drawn.rows.map(asPoint),
      total: drawn.total,
      anomalies,
      sampled: stretch !== undefined,
      ...(first === undefined || last === undefined ? {} : { first, last }),
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

  /** How a drawing of `points` is divided; undefined where all points fit. Finds out without counting a million. */
  private stretchOf(id: number, from: number, to: number, points: number): Stretches | undefined {
    const more = this.database.prepare(`SELECT 1 FROM point WHERE ${within} LIMIT 1 OFFSET ?`).get(id, from, to, points)
    const [first, last] = [this.end(id, from, to, 'ASC'), this.end(id, from, to, 'DESC')]
    if (more === undefined || first === undefined || last === undefined) return undefined
    return { first, last, length: Math.max(1, Math.ceil((last - first + 1) / Math.max(1, Math.floor(points / 2)))) }
  }

  private whole(id: number, from: number, to: number): { rows: Row[]; total: number } {
    const rows = this.database.prepare(`SELECT ${columns} FROM point WHERE ${within} ORDER BY ts`).all(id, from, to) as Row[]
    return { rows, total: rows.length }
  }

  /**
   * The least and the largest value of each stretch, which is what a line of that many points shows, and every anomaly.
   * SQLite gives the rest of the row that `min` or `max` picked (https://sqlite.org/lang_select.html#bareagg). A question a
   * stretch: one for all would sort a million rows first.
   */
  private sample(id: number, { first, last, length }: Stretches): { rows: Row[]; total: number } {
    const pick = (extreme: 'min' | 'max') =>
      this.database.prepare(
        `SELECT ts, ${extreme}(value) AS value, score, probability, lower, upper, flags, count(*) AS points FROM point WHERE ${within}`,
      )
    const [least, largest] = [pick('min'), pick('max')]
    const rows = new Map<number, Row>()
    let total = 0
    for (let from = first; from <= last; from += length) {
      const low = least.get(id, from, from + length) as Row & { points: number }
      if (low.points === 0) continue
      total += low.points
      rows.set(low.ts, low)
      const high = largest.get(id, from, from + length) as Row
      rows.set(high.ts, high)
    }
    const strange = this.database
      .prepare(`SELECT ${columns} FROM ${anomalous} WHERE ${within} AND flags & 1 ORDER BY ts DESC LIMIT ?`)
      .all(id, first, last + 1, mostAnomalies) as Row[]
    for (const row of strange) rows.set(row.ts, row)
    return { rows: [...rows.values()].sort((a, b) => a.ts - b.ts), total }
  }

  /** By the index: `min` and `max` together would read everything. */
  private end(id: number, from: number, to: number, order: 'ASC' | 'DESC'): number | undefined {
    const found = this.database.prepare(`SELECT ts FROM point WHERE ${within} ORDER BY ts ${order} LIMIT 1`).pluck()
    return found.get(id, from, to) as number | undefined
  }
}

/** Milliseconds. */
interface Stretches {
  first: number
  last: number
  length: number
}

function asPoint({ ts, value, score, lower, upper, flags }: Row): StoredPoint {
  return { ts, value, score, lower, upper, is_anomaly: (flags & 1) !== 0, warming: (flags & 2) !== 0 }
}

function asJudgement(stream: string, key: string, row: Row): SignalJudgement {
  return { stream, key, probability: row.probability, ...asPoint(row) }
}
