import { expect } from 'vitest'
import type { Answer } from './served.ts'

export const facts = { method: 'GET', path: '/api/v1/invoices/7', status: 200 }

/** One of each that a token may ask, with its scope and how it is answered. */
export const questions: [scope: string, method: string, path: string, body: unknown, status: number][] = [
  ['evaluate', 'POST', '/v1/evaluate', { type: 'path_probing' }, 200],
  ['record', 'POST', '/v1/record', { type: 'path_probing', payload: { path: '/x' } }, 201],
  ['requests', 'POST', '/v1/requests', [facts, facts], 202],
  ['streams', 'POST', '/v1/streams/orders', [{ application: 'shop', ts: '2026-11-21T08:00:00Z', value: 1 }], 202],
  ['flags', 'GET', '/v1/flags/ANOMALY_DETECTION_ENABLED?user_id=7&is_staff=true', undefined, 200],
  ['events:read', 'GET', '/v1/events?severity=high&limit=5', undefined, 200],
  ['events:read', 'GET', '/v1/events/e1', undefined, 200],
  ['events:write', 'PATCH', '/v1/events/e1', { resolved: true, verdict: 'benign' }, 200],
  ['blocklist', 'GET', '/v1/blocklist', undefined, 200],
]

export function expectProblem(answer: Answer, status: number, kind: string): void {
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json).toMatchObject({ type: `urn:vedette:problem:${kind}`, status, request_id: answer.headers['x-request-id'] })
  expect(answer.json['title']).toEqual(expect.any(String))
  expect(answer.json['detail']).toEqual(expect.any(String))
  expect(answer.json['instance']).toEqual(expect.any(String))
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d/)
}
