import { converse, udp, type SampleFlow } from './flow.ts'
import { day, hour, minute, office, outside } from './office.ts'
import type { Random } from './random.ts'

/** A day's ordinary traffic, look-alikes of attacks among it. `start`: midnight of the sample day. */
export function makeOrdinaryFlows(start: number, random: Random): SampleFlow[] {
  return [
    ...browse(start, random),
    ...resolve(start, random),
    ...pollMail(start, random),
    ...askTheTime(start, random),
    ...fetchUpdates(start, random),
    ...monitor(start, random),
    ...useFiles(start, random),
    ...backUp(start, random),
    ...visitWebsite(start, random),
  ]
}

const highPort = (random: Random) => random.whole(32_768, 60_999)

/** People at work: bursts of pages, most of them small. */
function browse(start: number, random: Random): SampleFlow[] {
  return office.workstations.flatMap((client) =>
    Array.from({ length: 320 }, () => {
      const at = start + random.between(8.2, 17.8) * hour
      const received = random.skewed(90_000, 40_000_000)
      return converse({
        start: at,
        duration: random.between(300, 20_000),
        client,
        clientPort: highPort(random),
        server: random.pick(outside.websites),
        port: 443,
        sent: random.skewed(4000, 900_000),
        received,
      })
    }).flat(),
  )
}

function resolve(start: number, random: Random): SampleFlow[] {
  return Array.from({ length: 2600 }, () => {
    const at = start + random.between(0, 24) * hour
    const forwarded = random.next() < 0.4
    const client = forwarded ? office.resolver : random.pick(office.workstations)
    const server = forwarded ? outside.upstreamResolver : office.resolver
    return converse({
      start: at,
      duration: random.between(5, 60),
      client,
      clientPort: highPort(random),
      server,
      port: 53,
      protocol: udp,
      sent: random.whole(64, 110),
      received: random.whole(90, 420),
    })
  }).flat()
}

/** Every five minutes, regular as a beacon; what comes back is now nothing, now a letter. */
function pollMail(start: number, random: Random): SampleFlow[] {
  return office.workstations.flatMap((client) => {
    const flows: SampleFlow[] = []
    for (
      let at = start + 8 * hour + random.between(0, 5) * minute;
      at < start + 18 * hour;
      at += 5 * minute + random.between(-2000, 2000)
    ) {
      const letters = random.next() < 0.3 ? random.skewed(40_000, 5_000_000) : 0
      flows.push(
        ...converse({
          start: at,
          duration: random.between(200, 3000),
          client,
          clientPort: highPort(random),
          server: outside.mail,
          port: 993,
          sent: random.whole(700, 1900),
          received: 2200 + letters,
        }),
      )
    }
    return flows
  })
}

function askTheTime(start: number, random: Random): SampleFlow[] {
  const hosts = [...office.workstations, office.files, office.web, office.bastion, office.monitor]
  return hosts.flatMap((client) => {
    const flows: SampleFlow[] = []
    for (let at = start + random.between(0, 17) * minute; at < start + day; at += 1024_000) {
      flows.push(
        ...converse({
          start: at,
          duration: 40,
          client,
          clientPort: 123,
          server: outside.time,
          port: 123,
          protocol: udp,
          sent: 76,
          received: 76,
        }),
      )
    }
    return flows
  })
}

/** Every machine asks for updates once an hour, some minutes early or late. */
function fetchUpdates(start: number, random: Random): SampleFlow[] {
  return [...office.workstations, office.files, office.web].flatMap((client) =>
    Array.from({ length: 24 }, (_, n) => {
      const at = start + (n + random.between(0.05, 0.95)) * hour
      const received = random.next() < 0.1 ? random.skewed(9_000_000, 90_000_000) : random.whole(3000, 9000)
      return converse({
        start: at,
        duration: random.between(400, 9000),
        client,
        clientPort: highPort(random),
        server: outside.updates,
        port: 443,
        sent: random.whole(900, 1800),
        received,
      })
    }).flat(),
  )
}

/** The monitoring host asks every machine every minute, and gets its answer. */
function monitor(start: number, random: Random): SampleFlow[] {
  const checks: [string, number][] = [
    [office.files, 445],
    [office.web, 443],
    [office.web, 80],
    [office.bastion, 22],
    [office.backup, 22],
    [office.gateway, 443],
    [office.resolver, 53],
  ]
  return Array.from({ length: 24 * 60 }, (_, n) =>
    checks.flatMap(([server, port]) =>
      converse({
        start: start + n * minute + random.between(0, 1500),
        duration: random.between(3, 40),
        client: office.monitor,
        clientPort: highPort(random),
        server,
        port,
        sent: 420,
        received: random.whole(600, 900),
      }),
    ),
  ).flat()
}

function useFiles(start: number, random: Random): SampleFlow[] {
  return office.workstations.flatMap((client) =>
    Array.from({ length: 40 }, () =>
      converse({
        start: start + random.between(8.3, 17.6) * hour,
        duration: random.between(500, 60_000),
        client,
        clientPort: highPort(random),
        server: office.files,
        port: 445,
        sent: random.skewed(300_000, 60_000_000),
        received: random.skewed(900_000, 200_000_000),
      }),
    ).flat(),
  )
}

/** From two to three at night, the largest transfer of the day, and an ordinary one: inside, to the backup server. */
function backUp(start: number, random: Random): SampleFlow[] {
  return Array.from({ length: 60 }, (_, n) =>
    converse({
      start: start + 2 * hour + n * minute,
      duration: 55_000,
      client: office.files,
      clientPort: 40_000 + n,
      server: office.backup,
      port: 22,
      sent: random.between(180, 260) * 1e6,
      received: 2_000_000,
    }),
  ).flat()
}

function visitWebsite(start: number, random: Random): SampleFlow[] {
  return Array.from({ length: 1500 }, () =>
    converse({
      start: start + random.between(0, 24) * hour,
      duration: random.between(50, 4000),
      client: random.pick(outside.visitors),
      clientPort: highPort(random),
      server: office.web,
      port: 443,
      sent: random.whole(500, 3000),
      received: random.skewed(30_000, 3_000_000),
    }),
  ).flat()
}
