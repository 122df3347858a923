import { httpRequest, morning, second, type Draft, type RequestDraft } from './records.ts'

export const stranger = '203.0.113.7'

/** So many requests of one stranger, a second apart unless `step` says otherwise; `path` and the rest may depend on the number. */
export function requests(count: number, more: Partial<RequestDraft> | ((n: number) => Partial<RequestDraft>) = {}, step = second): Draft[] {
  return Array.from({ length: count }, (_, n) =>
    httpRequest({
      time: morning + n * step,
      host: 'shop',
      path: '/api/v1/items',
      address: stranger,
      ...(typeof more === 'function' ? more(n) : more),
    }),
  )
}
