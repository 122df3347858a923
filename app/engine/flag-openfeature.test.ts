import { createServer, type IncomingMessage } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { FlagLookup } from '../decide/flags.ts'
import { OpenFeatureFlags, type OpenFeatureSettings } from './flag-openfeature.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-openfeature-'))
const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

/** A provider as an analyst writes one beside vedette.yml; the SDK's own, in memory. */
const sdk = import.meta.resolve('@openfeature/server-sdk')
writeFileSync(
  join(folder, 'flags.mjs'),
  `import { InMemoryProvider } from ${JSON.stringify(sdk)}
const variants = { on: true, off: false }
export default () => new InMemoryProvider({
  EVERYONE: { variants, defaultVariant: 'on', disabled: false },
  STAFF: { variants, defaultVariant: 'off', disabled: false, contextEvaluator: ({ is_staff }) => (is_staff ? 'on' : 'off') },
  ACME: { variants, defaultVariant: 'off', disabled: false, contextEvaluator: ({ tenant }) => (tenant === 'acme' ? 'on' : 'off') },
  WORD: { variants: { on: 'yes' }, defaultVariant: 'on', disabled: false },
})`,
)

async function open(settings: Partial<OpenFeatureSettings>, patience = 500) {
  const flags = new OpenFeatureFlags({ patience })
  cleanups.push(() => flags.close())
  const problem = await flags.start({ provider: 'openfeature', module: null, ofrep_url: null, ofrep_headers: {}, ...settings }, folder)
  const ask = async (...lookups: FlagLookup[]) => {
    const reader = flags.reader()
    await reader.prepare!(lookups)
    return lookups.map(({ name, subject }) => {
      try {
        return reader.read(name, subject)
      } catch (error) {
        return (error as Error).message
      }
    })
  }
  return { flags, problem, ask }
}

const lookup = (name: string, subject: FlagLookup['subject'] = {}): FlagLookup => ({ name, subject })

describe('a provider out of a module', () => {
  test('answers by user, staff and tenant; a flag that it does not know is nobody’s', async () => {
    const { problem, ask } = await open({ module: 'flags.mjs' })
    expect(problem).toBeUndefined()
    expect(
      await ask(
        lookup('EVERYONE'),
        lookup('STAFF', { user: { id: '7', is_staff: true } }),
        lookup('STAFF', { user: { id: '7', is_staff: false } }),
        lookup('ACME', { tenant: 'acme', entity: '203.0.113.7' }),
        lookup('ACME', { tenant: 'other' }),
        lookup('NOBODY_KNOWS'),
      ),
    ).toEqual([true, true, false, true, false, undefined])
  })

  test('a value that is no boolean is a failed read', async () => {
    const { ask } = await open({ module: 'flags.mjs' })
    expect(await ask(lookup('WORD'))).toEqual([expect.stringContaining('TYPE_MISMATCH')])
  })

  test('two engines in one process do not share one', async () => {
    writeFileSync(
      join(folder, 'other.mjs'),
      `import { InMemoryProvider } from ${JSON.stringify(sdk)}\nexport default new InMemoryProvider({})`,
    )
    const [first, second] = [await open({ module: 'flags.mjs' }), await open({ module: 'other.mjs' })]
    expect([await first.ask(lookup('EVERYONE')), await second.ask(lookup('EVERYONE'))]).toEqual([[true], [undefined]])
  })

  test.each(['() => { throw new Error("gone") }', 'async () => { throw new Error("gone") }', '() => new Promise(() => {})'])(
    'one that cannot end keeps nobody: %s',
    async (onClose) => {
      const file = `end-${onClose.length}.mjs`
      writeFileSync(
        join(folder, file),
        `const resolveBooleanEvaluation = () => ({ value: true })\nexport default { metadata: { name: 'x' }, resolveBooleanEvaluation, onClose: ${onClose} }`,
      )
      const { flags } = await open({ module: file }, 50)
      await expect(flags.close()).resolves.toBeUndefined()
    },
  )

  test('a module that is none is said plainly, and every read fails', async () => {
    writeFileSync(join(folder, 'wrong.mjs'), 'export default { nothing: true }')
    for (const module of ['wrong.mjs', 'missing.mjs']) {
      const { problem, ask } = await open({ module })
      expect(problem).toContain(module)
      expect(await ask(lookup('EVERYONE'))).not.toEqual([true])
    }
  })

  test('what was not asked beforehand cannot be read', async () => {
    const { flags } = await open({ module: 'flags.mjs' })
    expect(() => flags.reader().read('EVERYONE', {})).toThrow('was not asked for beforehand')
  })
})

/** A small service that speaks the OpenFeature Remote Evaluation Protocol. */
async function serve(answer: (key: string, context: Record<string, unknown>) => { status: number; body: unknown } | undefined) {
  const asked: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      const key = /^\/ofrep\/v1\/evaluate\/flags\/(.+)$/.exec(request.url ?? '')?.[1] ?? ''
      asked.push(key)
      headers.push(request.headers)
      const given = answer(key, (JSON.parse(text) as { context: Record<string, unknown> }).context)
      if (given !== undefined) response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, headers, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

describe('a service that speaks OFREP', () => {
  test('is asked once for each question of a batch, with the subject as context', async () => {
    const { asked, url } = await serve((key, context) => {
      if (key === 'UNKNOWN') return { status: 404, body: { key, errorCode: 'FLAG_NOT_FOUND' } }
      return { status: 200, body: { key, value: context['targetingKey'] === 'user-7' && context['tenant'] === 'acme', reason: 'STATIC' } }
    })
    const { ask } = await open({ ofrep_url: url })
    const known = lookup('F', { user: { id: 'user-7', is_staff: false }, tenant: 'acme' })
    expect(await ask(known, known, lookup('F', { entity: 'user-8' }), lookup('UNKNOWN'))).toEqual([true, true, false, undefined])
    expect(asked).toHaveLength(3)
  })

  test('is sent the headers that the environment holds, and not asked without them', async () => {
    const { headers, url } = await serve((key) => ({ status: 200, body: { key, value: true, reason: 'STATIC' } }))
    vi.stubEnv('FLAGS_AUTHORIZATION', 'Bearer of-the-service')
    cleanups.push(() => void vi.unstubAllEnvs())
    const { ask } = await open({ ofrep_url: url, ofrep_headers: { Authorization: 'FLAGS_AUTHORIZATION' } })
    expect(await ask(lookup('F'))).toEqual([true])
    expect(headers[0]).toMatchObject({ authorization: 'Bearer of-the-service' })
    const { problem } = await open({ ofrep_url: url, ofrep_headers: { Authorization: 'FLAGS_MISSING' } })
    expect(problem).toContain('FLAGS_MISSING, which is not set')
    expect(problem).not.toContain('of-the-service')
  })

  const many = Array.from({ length: 200 }, (_, n) => lookup('F', { entity: String(n) }))

  test('one that answers with an error fails the reads', async () => {
    const { asked, url } = await serve((key) => ({ status: 500, body: { key, errorCode: 'GENERAL', errorDetails: 'no database' } }))
    const { ask } = await open({ ofrep_url: url })
    expect(new Set(await ask(...many))).toEqual(new Set(['GENERAL: no database']))
    expect(asked).toHaveLength(many.length)
  })

  test('one that is silent fails the reads without being asked for all of them, and is left alone for a while', async () => {
    const { asked, url } = await serve(() => undefined)
    const { ask } = await open({ ofrep_url: url }, 50)
    expect((await ask(...many)).every((value) => typeof value === 'string')).toBe(true)
    expect(await ask(lookup('G'))).toEqual(['the provider did not answer a moment ago'])
    expect(asked.length).toBeLessThanOrEqual(64)
  })

  test('one that is not there fails the reads', async () => {
    const { ask } = await open({ ofrep_url: 'http://127.0.0.1:9' })
    expect(await ask(lookup('F'))).toEqual([expect.stringContaining('OFREP request failed')])
  })
})
