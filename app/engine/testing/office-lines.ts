import fc from 'fast-check'

/** A stretch of an office's syslog, drawn at random: lines in the order in which they arrive. */
export interface OfficeLines {
  lines: string[]
  /** The same without the host whose clock is wrong. */
  withoutWrongClock: string[]
  /** How far its clock is off; milliseconds. */
  skew: number
}

export const wrongHost = 'cam-1'
/** Attacks the host with the wrong clock, and nobody else. */
export const wrongHostAttacker = '203.0.113.250'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const hosts = ['web-1', 'web-2', 'db-1', 'mail-1']
const internal = ['10.0.0.5', '10.0.0.6', '10.0.0.7']

interface Line {
  /** Milliseconds since the beginning. */
  at: number
  host: string
  program: string
  text: string
}

type Attack =
  | { kind: 'brute_force'; from: string; host: string; start: number; count: number; gap: number; success: boolean }
  | { kind: 'spraying'; from: string; host: string; start: number; count: number; gap: number }
  | { kind: 'scan'; from: string; start: number; count: number; gap: number; sweep: boolean }
  | { kind: 'web'; from: string; host: string; start: number; count: number; gap: number; status: number; folder: string }

const start = fc.integer({ min: 60, max: 1500 }).map((seconds) => seconds * second)
const attacker = fc.integer({ min: 1, max: 200 }).map((last) => `203.0.113.${last}`)
const host = fc.constantFrom(...hosts)
const attack: fc.Arbitrary<Attack> = fc.oneof(
  fc.record({
    kind: fc.constant('brute_force' as const),
    from: attacker,
    host,
    start,
    count: fc.integer({ min: 5, max: 60 }),
    gap: fc.constantFrom(1, 2, 5, 20),
    success: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('spraying' as const),
    from: attacker,
    host,
    start,
    count: fc.integer({ min: 5, max: 30 }),
    gap: fc.constantFrom(5, 20),
  }),
  fc.record({
    kind: fc.constant('scan' as const),
    from: attacker,
    start,
    count: fc.integer({ min: 5, max: 60 }),
    gap: fc.constantFrom(1, 3),
    sweep: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('web' as const),
    from: attacker,
    host,
    start,
    count: fc.integer({ min: 5, max: 60 }),
    gap: fc.constantFrom(1, 3),
    status: fc.constantFrom(200, 400, 401, 403, 404, 500),
    folder: fc.constantFrom('/admin', '/api/v1/items'),
  }),
)

/** Half an hour from `begin` on; milliseconds. */
export function officeLines(begin: number): fc.Arbitrary<OfficeLines> {
  // New Year 1970 (a clock without a battery), tomorrow, another zone, on either side.
  const wrongClock = fc.constantFrom(5 * minute - begin, 24 * hour, 2 * hour, -5 * hour)
  const attacks = fc.array(attack, { minLength: 1, maxLength: 4 })
  return fc.record({ attacks, period: fc.integer({ min: 20, max: 50 }), skew: wrongClock }).map(({ attacks, period, skew }) => {
    const others = [...ordinaryDay(period), ...attacks.flatMap(linesOf)]
    const wrong = wrongHostLines(period)
    const inOrder = (lines: Line[]) => lines.toSorted((a, b) => a.at - b.at)
    const print = (line: Line) => write({ ...line, at: begin + line.at + (line.host === wrongHost ? skew : 0) })
    return { lines: inOrder([...others, ...wrong]).map(print), withoutWrongClock: inOrder(others).map(print), skew }
  })
}

/** Half an hour of logins and jobs on every host. */
function ordinaryDay(period: number): Line[] {
  return hosts.flatMap((host, index) =>
    Array.from({ length: Math.floor(1800 / period) }, (_, n): Line => {
      const at = (n * period + index) * second
      if (n % 3 === 0) return { at, host, program: 'CRON[77]', text: '(root) CMD (run-parts /etc/cron.hourly)' }
      const user = ['ada', 'grace', 'edsger'][(n + index) % 3]!
      const outcome = n % 17 === 4 ? 'Failed password' : 'Accepted publickey'
      return { at, host, program: 'sshd[811]', text: `${outcome} for ${user} from ${internal[n % 3]} port ${40_000 + n} ssh2` }
    }),
  )
}

function wrongHostLines(period: number): Line[] {
  const noise = Array.from({ length: Math.floor(1800 / period) }, (_, n): Line => {
    return { at: (n * period + 7) * second, host: wrongHost, program: 'camera', text: `frame ${n}` }
  })
  return [...noise, ...logins(wrongHost, wrongHostAttacker, 10 * minute, 25, 2, () => 'admin')]
}

function linesOf(attack: Attack): Line[] {
  const { from, start, count, gap } = attack
  switch (attack.kind) {
    case 'brute_force': {
      const failures = logins(attack.host, from, start, count, gap, () => 'root')
      if (!attack.success) return failures
      const at = start + (count * gap + 1) * second
      return [...failures, { at, host: attack.host, program: 'sshd[900]', text: `Accepted password for root from ${from} port 50001 ssh2` }]
    }
    case 'spraying':
      return logins(attack.host, from, start, count, gap, (n) => `user${n}`)
    case 'web':
      return Array.from({ length: count }, (_, n): Line => {
        // The time of the syslog header counts, not the one in the line.
        const text = `${from} - - [20/Nov/2026:09:00:00 +0000] "GET ${attack.folder}/${n} HTTP/1.1" ${attack.status} 153 "-" "curl/8"`
        return { at: start + n * gap * second, host: attack.host, program: 'nginx[90]', text }
      })
    case 'scan':
      return Array.from({ length: count }, (_, n): Line => {
        const [target, port] = attack.sweep ? [`10.0.1.${n + 1}`, 22] : ['10.0.0.9', 1 + n * 7]
        const text = `[UFW BLOCK] IN=eth0 OUT= SRC=${from} DST=${target} LEN=60 TTL=52 ID=${n} DF PROTO=TCP SPT=${50_000 + n} DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0`
        return { at: start + n * gap * second, host: 'fw-1', program: 'kernel', text }
      })
  }
}

function logins(host: string, from: string, start: number, count: number, gap: number, user: (n: number) => string): Line[] {
  return Array.from({ length: count }, (_, n): Line => {
    const text = `Failed password for ${user(n)} from ${from} port ${40_000 + n} ssh2`
    return { at: start + n * gap * second, host, program: 'sshd[900]', text }
  })
}

/** Two of the hosts write as RFC 3164 does, without a year: what is inferred must not differ either. */
function write({ at, host, program, text }: Line): string {
  const time = new Date(at)
  if (!host.startsWith('web')) return `<38>1 ${time.toISOString()} ${host} ${program.replace(/\[.*/, '')} - - - ${text}`
  const month = time.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
  return `<38>${month} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)} ${host} ${program}: ${text}`
}
