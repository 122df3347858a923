import { chance } from './login-history.ts'

const countries = ['FR', 'DE', 'IT']

/** Rows of orders as an application answers them; `odd`: dearer, abroad, some without an address. */
export function orders(count: number, seed = 3, odd = false): Record<string, unknown>[] {
  const random = chance(seed)
  return Array.from({ length: count }, (_, at) => ({
    id: seed * 10_000 + at,
    amount: Number((odd ? 900 + random() * 200 : 20 + random() * 60).toFixed(2)),
    items: 1 + Math.floor(random() * 5),
    country: odd ? (random() < 0.8 ? 'KP' : 'FR') : countries[Math.floor(random() * countries.length)],
    email: odd && random() < 0.6 ? null : `customer${Math.floor(random() * 500)}@example.com`,
  }))
}

export function orderRequest(rows: readonly Record<string, unknown>[], name = 'orders') {
  const query = `query Orders { ${name}(limit: 500) { id amount items country email } }`
  return { rawRequest: { query, variables: {}, operationName: 'Orders' }, response: { data: { [name]: rows } } }
}
