import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretPatterns } from '../../model/masking.ts'
import { createTextMasker } from './mask-text.ts'
import { patternDefinitions } from './secret-patterns.ts'
import { digitRun } from './trigger-automaton.ts'

const masker = createTextMasker({ patterns: secretPatterns })
const encode = (text: string) => new TextEncoder().encode(text)

const literals = patternDefinitions.flatMap(({ triggers }) => triggers.filter((trigger) => trigger !== digitRun))
/** What secrets are written with, thrown together: every matcher is reached, and its every edge. */
const scrap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...literals, ...literals.map((literal) => literal.toUpperCase())) },
  { weight: 4, arbitrary: fc.constantFrom(...'=:"\'\\`%,;&|()[]{}<>@/ \n\t*#.-_+', '\\"', '%22', '%3D', '%3A', '%20', '%26', '***', '=>') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        '-----BEGIN ',
        '-----END ',
        '-----',
        'AKIAIOSFODNN7EXAMPL3',
        'eyJhbGciOiJIUzI1NiJ9',
        'Basic ',
        'Digest ',
        '--',
        'no',
        'a=b',
        'a:b',
      ],
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('4111111111111111', '4111 1111 1111 1111', '12', '4', 'x'.repeat(40), 'é', '😀', '日本') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
)
const text = fc.array(scrap, { maxLength: 30 }).map((scraps) => scraps.join(''))

test('masking twice is masking once, and the second time finds nothing', () => {
  fc.assert(
    fc.property(text, (input) => {
      const once = masker.mask(encode(input))
      expect(masker.mask(once)).toBe(once)
    }),
    { numRuns: 5000 },
  )
})

test('what is text stays text, and no line grows by more than its masks', () => {
  fc.assert(
    fc.property(text, (input) => {
      const bytes = encode(input)
      const once = masker.mask(bytes)
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(once)).not.toThrow()
      expect(once.length).toBeLessThanOrEqual(bytes.length + 20 * literals.length + 3 * bytes.length)
    }),
    { numRuns: 2000 },
  )
})

test('any bytes are stood, and the input is not changed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), text, (noise, input) => {
      const bytes = Uint8Array.from([...noise, ...encode(input), ...noise])
      const before = Uint8Array.from(bytes)
      masker.mask(bytes)
      expect(bytes).toEqual(before)
    }),
  )
})

const canary = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/)
const ordinary = fc.array(
  fc.constantFrom('alice', 'logged', 'in', 'from', '10.0.0.7', 'port=22', 'über', '[web]', '-', '"GET / HTTP/1.1"'),
  {
    maxLength: 8,
  },
)
const shapes: [string, (secret: string) => string][] = [
  ['a pair', (secret) => `password=${secret}`],
  ['a pair with a colon', (secret) => `token: ${secret}`],
  ['quotation marks', (secret) => `secret="a ${secret} b"`],
  ['JSON', (secret) => JSON.stringify({ user: 'bob', api_key: secret, next: 1 })],
  ['JSON in JSON', (secret) => JSON.stringify({ body: JSON.stringify({ password: `x"${secret}` }) })],
  ['JSON in JSON in JSON', (secret) => JSON.stringify(JSON.stringify({ body: JSON.stringify({ password: `\\"${secret}` }) }))],
  ['an address', (secret) => `GET /login?user=a&password=${secret}&x=1 HTTP/1.1`],
  ['an encoded address', (secret) => `next=${encodeURIComponent(`/login?token=${secret}&x=1`)}`],
  ['structured data', (secret) => `[auth@1 user="a" passwd="\\"${secret}"]`],
  ['a header', (secret) => `Authorization: Bearer ${secret}`],
  ['basic credentials', (secret) => `Authorization: Basic ${secret}==`],
  ['credentials of an address', (secret) => `amqp://app:${secret}@mq.example:5672/`],
  ['an option', (secret) => `mysqldump --password ${secret} --all`],
  ['a list under a key', (secret) => JSON.stringify({ secret: [{ a: [secret, '}'] }], b: 1 })],
]

describe.each(shapes)('%s', (_, shape) => {
  test('the secret is gone, wherever it stands', () => {
    fc.assert(
      fc.property(canary, ordinary, ordinary, (secret, before, after) => {
        const line = [...before, shape(secret), ...after].join(' ')
        expect(masker.maskText(line)).not.toContain(secret)
      }),
    )
  })
})

/** Four times the longest message. Anything worse than linear would not come to an end. */
const size = 1 << 18
const fill = (unit: string) => encode(unit.repeat(Math.ceil(size / unit.length)))
const repeated = [
  ...literals,
  ...literals.map((literal) => `${literal}=`),
  ...literals.map((literal) => `${literal}:`),
  ...literals.map((literal) => `"${literal}":`),
  ...literals.map((literal) => `${literal}>`),
  ...[
    '1',
    '4 ',
    '4-',
    '12345678901234567890 ',
    '4111111111111112 ',
    'authorization: digest a=b ',
    'authorization:basic+',
    'authorization:a ',
  ],
  ...['eyJ', 'eyJ.', 'eyJhbGciOiJI.eyJ', '://a:', '://a:b@', '://@', '-----BEGIN PRIVATE KEY-----', '-----BEGIN a private key---- '],
  ...[
    'bearer+',
    'bearer a',
    'cookie:"',
    "cookie:'",
    'cookie:\\',
    'password=,',
    'password:{',
    '"password":{"',
    '"password":[',
    'password="\\',
  ],
  ...['token=\\\\"', 'token="***', "token='***", '--password "', '--token ', 'pass', 'password=***,', 'ghp_github_pat_', 'akia1234567890'],
]

test.each(repeated)('a quarter of a megabyte of %j comes to an end', (unit) => {
  expect(masker.mask(fill(unit)).length).toBeLessThanOrEqual(5 * size)
})
