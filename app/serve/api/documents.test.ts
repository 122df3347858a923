import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveMemory, type Served } from './testing/served.ts'

interface Operation {
  summary?: string
  requestBody?: { content: Record<string, { schema: { required?: string[] } }> }
  responses: Record<string, { content?: Record<string, unknown> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

let api: Served
let document: Document
beforeAll(async () => {
  api = await serveMemory()
  document = (await api.ask('GET', '/v1/openapi.json')).json as unknown as Document
})
afterAll(() => api.close())

test('the document is valid OpenAPI 3.1 and lists every path', async () => {
  const checked = await new Validator().validate(structuredClone(document) as never)
  expect(checked.errors ?? []).toEqual([])
  expect(checked.valid).toBe(true)
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(operations.sort()).toEqual([
    'DELETE /history/{id}',
    'GET /health',
    'GET /history/{id}',
    'GET /model/{id}',
    'GET /stats/{id}',
    'GET /v1/blocklist',
    'GET /v1/events',
    'GET /v1/events/stream',
    'GET /v1/events/{id}',
    'GET /v1/flags/{name}',
    'PATCH /v1/events/{id}',
    'POST /analyze/{id}',
    'POST /anomalies',
    'POST /v1/evaluate',
    'POST /v1/record',
    'POST /v1/requests',
    'POST /v1/streams/{name}',
  ])
})

test('each operation says what it is, what it answers and how it refuses', () => {
  for (const methods of Object.values(document.paths)) {
    for (const operation of Object.values(methods)) {
      expect(operation.summary).toEqual(expect.any(String))
      for (const status of ['401', '403', '429']) expect(operation.responses[status]?.content).toHaveProperty(['application/problem+json'])
    }
  }
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Decision', 'Event', 'BlockEntry', 'Problem']))
  const evaluate = document.paths['/v1/evaluate']?.['post']
  expect(evaluate?.requestBody?.content['application/json']?.schema.required).toEqual(['type'])
})

test('answers of datasets are described field by field, and have no other fields', () => {
  for (const path of ['/history/{id}', '/model/{id}', '/stats/{id}', '/analyze/{id}', '/anomalies']) {
    const operations = Object.values(document.paths[path] ?? {})
    for (const { responses } of operations) expect(vagueParts(responses['200']?.content)).toEqual([])
  }
  const described = Object.entries(document.components.schemas).filter(([name]) => /^Dataset(?!Request).*(?<!Input)$/.test(name))
  expect(described.map(([name]) => name).sort()).toEqual([
    'DatasetChange',
    'DatasetModel',
    'DatasetQuery',
    'DatasetResult',
    'DatasetStatistics',
  ])
  expect(described.flatMap(([, schema]) => vagueParts(schema))).toEqual([])
})

/** Objects of which nothing more is said, but for rows: those are the application's own. */
function vagueParts(schema: unknown, at = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties, additionalProperties } = schema as Record<string, unknown>
  const isVague = type === 'object' && (properties === undefined ? isEmpty(additionalProperties) : additionalProperties !== false)
  const inside = Object.entries(schema).flatMap(([name, part]) => (name === 'data' ? [] : vagueParts(part, `${at}/${name}`)))
  return [...(isVague ? [at] : []), ...inside]
}

function isEmpty(schema: unknown): boolean {
  return typeof schema !== 'object' || schema === null || Object.keys(schema).length === 0
}

test('the page loads everything from here', async () => {
  const page = await api.ask('GET', '/v1/docs/')
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
  expect(page.headers['content-security-policy']).not.toContain('unsafe')
  expect(page.text).not.toMatch(/https?:\/\//)
  for (const [, address] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect((await api.ask('GET', new URL(address ?? '', `${api.url}/v1/docs/`).pathname)).status).toBe(200)
  }
})
