/** The sample's small office: twelve people, three servers and a gateway; the outside is RFC 5737's documentation networks. */
export const office = {
  gateway: '10.20.0.1',
  resolver: '10.20.0.53',
  files: '10.20.0.10',
  web: '10.20.0.20',
  bastion: '10.20.0.30',
  monitor: '10.20.0.40',
  backup: '10.20.0.60',
  workstations: Array.from({ length: 12 }, (_, n) => `10.20.1.${11 + n}`),
  people: ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'niaj'],
} as const

export const outside = {
  websites: Array.from({ length: 90 }, (_, n) => `198.51.100.${100 + n}`),
  visitors: Array.from({ length: 60 }, (_, n) => `203.0.113.${100 + n}`),
  mail: '198.51.100.25',
  time: '198.51.100.123',
  updates: '198.51.100.80',
  upstreamResolver: '198.51.100.53',
} as const

/** The attacks that are planted, and what must be found of each. */
export const attackers = {
  scanner: '203.0.113.9',
  bruteForcer: '203.0.113.77',
  beaconServer: '203.0.113.66',
  beaconVictim: '10.20.1.14',
  dropServer: '203.0.113.50',
  exfiltrator: '10.20.1.17',
} as const

export const minute = 60_000
export const hour = 3_600_000
export const day = 86_400_000
