import { makeChance } from '../../detect/forest/random.ts'

type Row = Record<string, unknown>

/** A table of an application as it grows, and what its usual query answers. */
export interface GrowingTable {
  answer(run: number, at: number): Row[]
  /** The same answer with something in it that should not be there. */
  plant(rows: readonly Row[]): Row[]
}

const start = Date.UTC(2026, 9, 5, 8)
const minute = 60_000

function chances(seed: number) {
  const chance = makeChance(seed)
  const long = () => -Math.log(1 - chance.next())
  return {
    below: chance.below,
    next: chance.next,
    long,
    normal: () => Math.sqrt(2 * long()) * Math.cos(2 * Math.PI * chance.next()),
    pick: <Value>(of: readonly Value[]) => of[chance.below(of.length)]!,
    uuid: () => 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, () => chance.below(16).toString(16)),
  }
}
const words = ['alpha', 'beta', 'gamma', 'delta', 'omega', 'sigma', 'tango', 'blue', 'red', 'green']

/** The newest of a list that grows all the time: keys, moments, amounts with a long end. */
export function orders(seed: number): GrowingTable {
  const { below, next, long, normal, pick, uuid } = chances(seed)
  const all: Row[] = []
  const add = (at: number) =>
    all.push({
      id: 41_000 + all.length,
      uuid: uuid(),
      order_number: `ORD-2026-${String(all.length).padStart(6, '0')}`,
      customer_id: 1 + below(500),
      amount: Number(Math.exp(3.5 + 0.8 * normal()).toFixed(2)),
      status: pick(['new', 'paid', 'paid', 'paid', 'shipped', 'shipped']),
      created_at: new Date(at).toISOString(),
      created_ts: at,
      items: 1 + Math.floor(2 * long()),
      note: next() < 0.6 ? null : `${pick(words)} ${pick(words)} ${pick(words)}`,
    })
  for (let n = 0; n < 150; n += 1) add(start - (150 - n) * 10 * minute)
  return {
    answer: (_run, at) => {
      for (let n = 0; n < 30; n += 1) add(at - (30 - n) * minute)
      return all.slice(-120).reverse()
    },
    plant: (rows) => rows.map((row) => ({ ...row, amount: Number(row['amount']) + 4000, status: 'refunded' })),
  }
}

/** All of a list that grows slowly, of which some rows change. */
export function users(seed: number): GrowingTable {
  const { below, next, normal, pick } = chances(seed)
  const all: Row[] = []
  const add = () => {
    const id = all.length + 1
    const balance = Number((1000 + 300 * normal()).toFixed(2))
    const person = { id, name: `${pick(words)} ${pick(words)}${id}`, email: `u${id}@example.org`, age: 18 + below(60) }
    all.push({
      ...person,
      country: pick(['FR', 'DE', 'IT', 'ES']),
      active: next() > 0.1,
      balance,
      last_login: new Date(start).toISOString(),
    })
  }
  for (let n = 0; n < 120; n += 1) add()
  return {
    answer: (run, at) => {
      for (let n = 0; n <= run % 2; n += 1) add()
      for (let n = 0; n < 20; n += 1) pick(all)['last_login'] = new Date(at - next() * 60 * minute).toISOString()
      return all.map((row) => ({ ...row }))
    },
    plant: (rows) => [...rows, { ...rows[0], id: 99_999, age: 900, country: 'KP' }],
  }
}

/** What has come since the last time, numbered. */
export function log(seed: number): GrowingTable {
  const { below, long, pick } = chances(seed)
  let position = 100_000
  return {
    answer: (_run, at) =>
      Array.from({ length: 50 + below(100) }, (_, n) => ({
        position: (position += 1 + below(3)),
        at: new Date(at + n * 1000).toISOString(),
        level: pick(['info', 'info', 'info', 'info', 'warn', 'error']),
        host: pick(['a', 'b', 'c']),
        latency: Math.round(long() * 120),
      })),
    plant: (rows) => rows.map((row) => ({ ...row, latency: Number(row['latency']) + 3000, level: 'error' })),
  }
}

/** What belongs to one user, another one each time. */
export function itemsOfOne(seed: number): GrowingTable {
  const { below, normal, pick } = chances(seed)
  let id = 700
  return {
    answer: () => {
      const user_id = 1 + below(900)
      id += 40
      return Array.from({ length: 25 }, (_, n) => ({
        id: id + n,
        order_id: 5000 + Math.floor((id + n) / 5),
        user_id,
        amount: Number((50 + 12 * normal()).toFixed(2)),
        kind: pick(['a', 'b', 'c', 'd']),
      }))
    },
    plant: (rows) => rows.map((row) => ({ ...row, amount: Number(row['amount']) * 40 })),
  }
}
