import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const hosts = Array.from({ length: 40 }, (_, n) => `host-${n}`)
const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'deploy', 'backup']

/** A small office's mix, about 120 bytes a line: logins, cron, web access, firewall, DHCP, in both syslog formats. */
export function makeLines(count: number, now: number): string[] {
  const lines: string[] = []
  for (let n = 0; n < count; n += 1) lines.push(makeLine(n, new Date(now + n)))
  return lines
}

function makeLine(n: number, time: Date): string {
  const host = hosts[n % hosts.length] ?? ''
  const user = users[n % users.length] ?? ''
  const bsd = `${time.toUTCString().slice(8, 11)} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)}`
  const inside = `10.0.${n % 16}.${n % 250}`
  switch (n % 6) {
    case 0:
      return `<38>${bsd} ${host} sshd[${1000 + (n % 9000)}]: Accepted publickey for ${user} from ${inside} port ${30_000 + (n % 30_000)} ssh2`
    case 1:
      return `<78>${bsd} ${host} CRON[${n % 32_000}]: (root) CMD (/usr/lib/sysstat/debian-sa1 1 1)`
    case 2:
      return `<134>1 ${time.toISOString()} ${host} nginx 812 access - ${inside} - - [${time.toUTCString().slice(5, 16).replaceAll(' ', '/')}:${time.toISOString().slice(11, 19)} +0000] "GET /item/${n % 5000} HTTP/1.1" 200 ${n % 40_000} "-" "Mozilla/5.0"`
    case 3:
      return `<4>${bsd} ${host} kernel: [${n}.123] [UFW ALLOW] IN= OUT=eth0 SRC=${inside} DST=198.51.100.${n % 40} LEN=60 TTL=64 PROTO=TCP SPT=${40_000 + (n % 20_000)} DPT=443 SYN`
    case 4:
      return `<30>${bsd} ${host} dhcpd[700]: DHCPACK on ${inside} to 02:00:00:00:${(n % 256).toString(16).padStart(2, '0')}:01 via eth1`
    default:
      return `<30>1 ${time.toISOString()} ${host} app ${n % 4000} - - request ${n} finished in ${n % 900} ms for ${user}`
  }
}

/** Nothing but failed logins, of as many sources at once: what detectors, decisions and the queue cost at their worst. */
export function makeAttack(count: number, sources: number, now: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const time = new Date(now + n * 10).toISOString()
    const address = `203.0.${113 + ((n % sources) >> 8)}.${(n % sources) & 255}`
    return `<38>1 ${time} ${hosts[n % hosts.length] ?? ''} sshd ${1000 + (n % 9000)} - - Failed password for root from ${address} port ${30_000 + (n % 30_000)} ssh2`
  })
}

export function writeLines(lines: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vedette-lines-')), 'lines.log')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
