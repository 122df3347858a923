import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const hour = 3_600_000
const users = ['ada', 'bob', 'cleo', 'dan', 'eve', 'finn']

/** Chance that is the same each time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Logins of a small firm: each user once an hour from an address or two, now and then a mistake. Late in it the account
 * `backup` is tried from many addresses.
 */
export function loginHistory(hours: number, end = Date.now() - hour, seed = 7): string[] {
  const random = chance(seed)
  const lines: { at: number; text: string }[] = []
  const say = (at: number, user: string, from: string, accepted: boolean) => {
    const words = accepted ? `Accepted password for ${user}` : `Failed password for ${user}`
    lines.push({ at, text: `<38>1 ${new Date(at).toISOString()} office sshd 4711 - - ${words} from ${from} port 51022 ssh2` })
  }
  for (let back = hours; back > 0; back -= 1) {
    for (const [index, user] of users.entries()) {
      const at = end - back * hour + index * 60_000
      const tries = 2 + Math.floor(random() * 4)
      for (let attempt = 0; attempt < tries; attempt += 1)
        say(
          at + attempt * 20_000 + Math.floor(random() * 9_000),
          user,
          `10.0.0.${10 + index + (random() < 0.1 ? 100 : 0)}`,
          random() > 0.08,
        )
    }
  }
  for (let attempt = 0; attempt < 120; attempt += 1)
    say(end - 1.5 * hour + attempt * 2_000, 'backup', `203.0.113.${1 + (attempt % 40)}`, false)
  return lines.sort((one, two) => one.at - two.at).map(({ text }) => text)
}

export function writeLoginHistory(home: string, hours: number): string {
  const file = join(home, `logins-${hours}.log`)
  writeFileSync(file, loginHistory(hours).join('\n') + '\n')
  return file
}
