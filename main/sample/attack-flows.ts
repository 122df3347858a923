import { converse, resetAck, synOnly, tcp, type SampleFlow } from './flow.ts'
import { attackers, hour, minute, office } from './office.ts'
import type { Random } from './random.ts'

/** The scan, the beacon and the exfiltration as the gateway sees them. The brute force is in the logs. */
export function makeAttackFlows(start: number, random: Random): SampleFlow[] {
  return [...scan(start, random), ...beacon(start, random), ...exfiltrate(start, random)]
}

/** 11:40: two hundred ports of the web server in two minutes, all closed. */
function scan(start: number, random: Random): SampleFlow[] {
  return Array.from({ length: 200 }, (_, n) => {
    const at = start + 11 * hour + 40 * minute + n * 600 + random.between(0, 200)
    const common = { start: at, end: at + 30, protocol: tcp, packets: 1 }
    const clientPort = 41_000 + n
    const port = 1 + n * 5
    return [
      {
        ...common,
        source: attackers.scanner,
        sourcePort: clientPort,
        destination: office.web,
        destinationPort: port,
        flags: synOnly,
        bytes: 44,
      },
      {
        ...common,
        source: office.web,
        sourcePort: port,
        destination: attackers.scanner,
        destinationPort: clientPort,
        flags: resetAck,
        bytes: 40,
      },
    ]
  }).flat()
}

/** From ten on, a workstation calls home every minute, a few seconds early or late, with nearly the same bytes. */
function beacon(start: number, random: Random): SampleFlow[] {
  const flows: SampleFlow[] = []
  for (let at = start + 10 * hour; at < start + 18 * hour; at += minute + random.between(-4000, 4000)) {
    flows.push(
      ...converse({
        start: at,
        duration: random.between(200, 700),
        client: attackers.beaconVictim,
        clientPort: random.whole(32_768, 60_999),
        server: attackers.beaconServer,
        port: 8443,
        sent: random.whole(610, 660),
        received: random.whole(300, 340),
      }),
    )
  }
  return flows
}

/** 15:05 to 15:35: three gigabytes leave one workstation for a server outside. */
function exfiltrate(start: number, random: Random): SampleFlow[] {
  return Array.from({ length: 30 }, (_, n) =>
    converse({
      start: start + 15 * hour + (5 + n) * minute,
      duration: 50_000,
      client: attackers.exfiltrator,
      clientPort: 52_000 + n,
      server: attackers.dropServer,
      port: 443,
      sent: random.between(90, 115) * 1e6,
      received: 900_000,
    }),
  ).flat()
}
