/** A transport and its port in one small integer, quick as a key: TCP as it is, UDP and others in blocks of their own. */
export type Service = number

const block = 65_536
export const icmpEcho: Service = 2 * block
const otherTransports = 3 * block

export function codeService(transport: string | undefined, port: number | undefined): Service {
  const number = port ?? 0
  if (transport === 'tcp') return number
  return transport === 'udp' ? block + number : otherTransports + number
}

export function portOf(service: Service): number {
  return service % block
}

export function isUdp(service: Service): boolean {
  return service >= block && service < icmpEcho
}

/** `tcp/443`, `udp/53`, `ping`; `port 7` of a transport that is neither. */
export function nameService(service: Service): string {
  if (service < block) return `tcp/${service}`
  if (service < icmpEcho) return `udp/${portOf(service)}`
  return service === icmpEcho ? 'ping' : `port ${portOf(service)}`
}

/**
 * Services that clients poll by design, where a regular interval is no sign of anything: names, time (RFC 5905), mail retrieval (POP3,
 * IMAP and their TLS ports), STUN keep-alives, and the push channels of phones and browsers (5223, 5228).
 */
const pollingServices: ReadonlySet<Service> = new Set([
  53,
  110,
  143,
  853,
  993,
  995,
  5223,
  5228,
  ...[53, 67, 123, 500, 3478, 4500].map((port) => block + port),
])

export function isPollingService(service: Service): boolean {
  return pollingServices.has(service) || service >= icmpEcho
}
