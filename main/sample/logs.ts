import { attackers, day, hour, minute, office, outside } from './office.ts'
import type { Random } from './random.ts'

export interface SampleLine {
  time: number
  via: 'syslog-udp' | 'syslog-tcp'
  text: string
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 3164, as old daemons write it; the sample's hosts live in UTC. */
function bsd(time: number, host: string, priority: number, tag: string, text: string): string {
  const at = new Date(time)
  const stamp = `${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 19)}`
  return `<${priority}>${stamp} ${host} ${tag}: ${text}`
}

/** RFC 5424. */
function ietf(time: number, host: string, priority: number, program: string, process: number, text: string): string {
  return `<${priority}>1 ${new Date(time).toISOString()} ${host} ${program} ${process} - - ${text}`
}

/** Everything that is logged in the day: logins, cron, web access, the firewall's noise, and the attacks' traces. */
export function makeLines(start: number, random: Random): SampleLine[] {
  return [
    ...logIn(start, random),
    ...mistype(start),
    ...runCron(start),
    ...visit(start, random),
    ...knock(start, random),
    ...scanTrace(start, random),
    ...bruteForce(start, random),
  ]
}

const sshd = (time: number, host: string, text: string, process: number): SampleLine => ({
  time,
  via: 'syslog-tcp',
  text: ietf(time, host, 38, 'sshd', process, text),
})

/** Administrators at work, by key and by password, from inside. */
function logIn(start: number, random: Random): SampleLine[] {
  return Array.from({ length: 140 }, (_, n) => {
    const time = start + random.between(8, 18) * hour
    const user = random.pick(office.people.slice(0, 4))
    const host = random.pick(['bastion', 'web', 'files'])
    const from = office.workstations[office.people.indexOf(user)] ?? office.gateway
    const process = 2000 + n
    return [
      sshd(
        time,
        host,
        `Accepted publickey for ${user} from ${from} port ${random.whole(32_768, 60_999)} ssh2: ED25519 SHA256:sample`,
        process,
      ),
      sshd(time + 40, host, `pam_unix(sshd:session): session opened for user ${user}(uid=1000) by (uid=0)`, process),
      {
        time: time + 9000,
        via: 'syslog-tcp' as const,
        text: ietf(
          time + 9000,
          host,
          86,
          'sudo',
          process + 1,
          `${user} : TTY=pts/0 ; PWD=/home/${user} ; USER=root ; COMMAND=/usr/bin/systemctl status`,
        ),
      },
    ]
  }).flat()
}

/** 9:12: somebody types a password wrong three times, then right. */
function mistype(start: number): SampleLine[] {
  const at = start + 9 * hour + 12 * minute
  const from = office.workstations[5] ?? office.gateway
  const wrong = [0, 6000, 15_000].map((later) =>
    sshd(at + later, 'bastion', `Failed password for frank from ${from} port 50110 ssh2`, 3300),
  )
  return [...wrong, sshd(at + 27_000, 'bastion', `Accepted password for frank from ${from} port 50110 ssh2`, 3300)]
}

function runCron(start: number): SampleLine[] {
  return ['files', 'web', 'bastion', 'monitor'].flatMap((host, offset) =>
    Array.from({ length: 24 * 12 }, (_, n) => {
      const time = start + n * 5 * minute + offset * 1000
      return {
        time,
        via: 'syslog-udp' as const,
        text: bsd(time, host, 78, `CRON[${4000 + n}]`, '(root) CMD (test -x /usr/sbin/anacron || run-parts /etc/cron.hourly)'),
      }
    }),
  )
}

function visit(start: number, random: Random): SampleLine[] {
  return Array.from({ length: 2400 }, () => {
    const time = start + random.between(0, 24) * hour
    const at = new Date(time)
    const stamp = `${String(at.getUTCDate()).padStart(2, '0')}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`
    const status = random.next() < 0.03 ? 404 : 200
    const line = `${random.pick(outside.visitors)} - - [${stamp}] "GET /${random.pick(['', 'about', 'products', 'contact', 'news', 'img/logo.svg'])} HTTP/1.1" ${status} ${random.skewed(9000, 900_000)} "-" "Mozilla/5.0 (sample)"`
    return { time, via: 'syslog-tcp' as const, text: ietf(time, 'web', 134, 'nginx', 812, line) }
  })
}

const blocked = (time: number, source: string, destination: string, sourcePort: number, port: number): SampleLine => ({
  time,
  via: 'syslog-udp',
  text: bsd(
    time,
    'gateway',
    4,
    'kernel',
    `[UFW BLOCK] IN=wan0 OUT=lan0 MAC=02:00:00:00:00:01 SRC=${source} DST=${destination} LEN=44 TOS=0x00 PREC=0x00 TTL=241 ID=54321 PROTO=TCP SPT=${sourcePort} DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0`,
  ),
})

/** What every address on the internet hears all day: one knock here, one there, never from the same door. */
function knock(start: number, random: Random): SampleLine[] {
  return Array.from({ length: 240 }, (_, n) =>
    blocked(
      start + random.between(0, day),
      `192.0.2.${1 + (n % 240)}`,
      office.web,
      random.whole(1024, 60_000),
      random.pick([23, 22, 445, 3389, 8080, 5900]),
    ),
  )
}

/** The firewall's side of the scan: sixty more ports, which no flow leads to since it let nobody through. */
function scanTrace(start: number, random: Random): SampleLine[] {
  return Array.from({ length: 60 }, (_, n) =>
    blocked(start + 11 * hour + 40 * minute + n * 2000 + random.between(0, 500), attackers.scanner, office.web, 41_200 + n, 1002 + n * 17),
  )
}

/** 3:10: a hundred and fifty passwords for a few names in a quarter of an hour; the backup account's is guessed. */
function bruteForce(start: number, random: Random): SampleLine[] {
  const begin = start + 3 * hour + 10 * minute
  const lines = Array.from({ length: 150 }, (_, n) => {
    const time = begin + n * 6000 + random.between(0, 2500)
    const user = random.pick(['root', 'admin', 'backup', 'backup', 'test'])
    const known = user === 'root' || user === 'backup'
    return sshd(
      time,
      'bastion',
      `Failed password for ${known ? '' : 'invalid user '}${user} from ${attackers.bruteForcer} port ${random.whole(32_768, 60_999)} ssh2`,
      7000 + n,
    )
  })
  const end = begin + 150 * 6000 + 4000
  return [
    ...lines,
    sshd(end, 'bastion', `Accepted password for backup from ${attackers.bruteForcer} port 51515 ssh2`, 7200),
    sshd(end + 60, 'bastion', 'pam_unix(sshd:session): session opened for user backup(uid=34) by (uid=0)', 7200),
  ]
}
