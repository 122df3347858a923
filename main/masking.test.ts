import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { sendUdp, temporaryHome } from '../app/engine/testing/running-engine.ts'
import type { MaskingReport } from '../app/model/masking.ts'
import { runCommand, startConsole, type Console } from './testing/command.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Each in a line of its own kind. Assembled here: whole, they would look like secrets to whoever scans this repository. */
const password = 'CanaryHunter2Xyz'
const webToken = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJDYW5hcnlPZlRva2VuIn0', 'Q2FuYXJ5U2lnbmF0dXJl'].join('.')
const secrets: Record<string, (secret: string) => string> = {
  [password]: (secret) => `app 7 - - login of bob with password=${secret} refused`,
  CanaryBearer99: (secret) => `app 7 - - upstream asked with Authorization: Bearer ${secret}`,
  [webToken]: (secret) => `app 7 - - session ${secret} began`,
  [['AKIA', 'CANARYCANARYCANA'].join('')]: (secret) => `app 7 - - key ${secret} used`,
  '4111111111111111': (secret) => `app 7 - - paid with ${secret}`,
  CanaryOfCommand: (secret) => `sudo - - - alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/mysql --password ${secret}`,
  CanaryOfQuery: (secret) =>
    `nginx 8 - - 203.0.113.9 - - [20/Nov/2026:09:00:00 +0000] "GET /login?token=${secret} HTTP/1.1" 200 5 "-" "curl"`,
  CanaryOfData: (secret) => `app 7 - [auth@1 user="bob" passwd="${secret}"] signed in`,
}
const begin = Date.UTC(2026, 10, 20, 9)
const line = (at: number, text: string) => `<38>1 ${new Date(at).toISOString()} web-1 ${text}`
/** An event whose explanation and samples would name the user, who typed a secret into the wrong box. */
const typed = 'CanaryOfUser77'
const attack = Array.from({ length: 40 }, (_, n) =>
  line(begin + n * 1000, `sshd 811 - - Failed password for invalid user token=${typed} from 203.0.113.7 port ${40_000 + n} ssh2`),
)

/** What an application tells, with a secret in every place that takes a text. */
const told = ['CanaryOfPayload1', 'CanaryOfNote22', 'CanaryOfMessage3', 'CanaryOfPath444', 'CanaryOfAgent55']
async function tellByApi(console: Console): Promise<void> {
  const created = await console.request('tokens.create', { name: 'shop', scopes: ['record', 'requests'] })
  const { secret } = created.output as { secret: string }
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const answer = await fetch(new URL(path, console.ready.url), { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status, await answer.text()).toBeLessThan(300)
  }
  const [payload, note, message, path, agent] = told
  await post('/v1/record', {
    type: 'invoice_total_mismatch',
    payload: {
      user_id: '7',
      path: `/pay?token=${path}`,
      user_agent: `x Bearer ${agent}aaaa1`,
      metadata: { session_key: payload, note: `password=${note}` },
      masked_payload: { body: JSON.stringify({ api_key: payload }) },
    },
    internal_message: `refused password=${message}`,
    user_message: `password: ${message}`,
  })
  await post('/v1/requests', { method: 'POST', path: `/login;password=${path}`, status: 401, headers: { 'user-agent': `token=${agent}` } })
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}

test(
  'a secret sent over a socket or told to the API is nowhere: not in the store, the log, an alert or what the command line prints',
  { timeout: 60_000 },
  async () => {
    const { home, remove } = temporaryHome()
    cleanups.push(remove)
    const console = await startConsole(home)
    cleanups.push(() => console.end('SIGKILL'))
    await console.request('firstRun.finish', { detection: true, alerting: true })
    const lines = [...Object.entries(secrets).map(([secret, say], n) => line(begin + n, say(secret))), ...attack]
    await sendUdp(console.portOf('syslog-udp'), lines)
    await tellByApi(console)
    const ask = async (name: string, input: object) => JSON.stringify((await console.request(name, input)).output)
    const until = async (look: () => Promise<boolean>) => {
      for (let tries = 0; !(await look()); tries += 1) {
        if (tries > 400) throw new Error('what was sent did not come to be')
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    const query = { conditions: [], from: begin - 1000, to: Date.now() + 3_600_000 }
    await until(async () => (await ask('records.search', { query, limit: 1000 })).split('"seq"').length - 1 === lines.length + 1)
    await until(async () => (await ask('events.search', { query: {}, limit: 10 })).includes('authentication_brute_force'))
    await until(() => Promise.resolve(readFileSync(join(home, 'vedette.log'), 'utf8').includes('alert:')))

    const said = {
      records: await ask('records.search', { query, limit: 1000 }),
      events: await ask('events.search', { query: {}, limit: 10 }),
      recordsCommand: (await runCommand('records', '--json', '--limit', '1000', '--home', home)).stdout,
      eventsCommand: (await runCommand('events', '--json', '--home', home)).stdout,
    }
    const report = (await console.request('masking.report')).output as MaskingReport
    const running = filesOf(home).map((file) => readFileSync(file))
    await console.end('SIGTERM')
    const stopped = filesOf(home).map((file) => readFileSync(file))

    for (const secret of [...Object.keys(secrets), typed, ...told]) {
      for (const [where, text] of Object.entries(said)) expect(text.includes(secret), `${where}: ${secret}`).toBe(false)
      for (const bytes of [...running, ...stopped]) expect(bytes.includes(secret), secret).toBe(false)
      expect(console.stderr()).not.toContain(secret)
    }
    // All of it is there, and says that something was taken out.
    expect(JSON.parse(said.recordsCommand).records).toHaveLength(lines.length + 1)
    expect(said.recordsCommand).toContain('login of bob with password=*** refused')
    expect(said.eventsCommand).toContain('token=***')
    expect(said.eventsCommand).toContain('invoice_total_mismatch')
    expect(report.keys).toContainEqual({ key: 'session_key', fragment: 'session', count: 1 })
    expect(report.records).toBe(lines.length + 1)
    expect(report.patterns).toMatchObject({ authorization_header: 2, json_web_token: 1, aws_access_key: 1, card_number: 1 })
  },
)
