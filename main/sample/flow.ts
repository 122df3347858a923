/** One direction of a conversation, as the gateway's exporter counts it. */
export interface SampleFlow {
  start: number
  end: number
  source: string
  sourcePort: number
  destination: string
  destinationPort: number
  /** IANA protocol number. */
  protocol: number
  /** Cumulative OR of the TCP flags. */
  flags: number
  packets: number
  bytes: number
}

export const tcp = 6
export const udp = 17
/** SYN, ACK, PSH, FIN: a conversation that was had. */
export const completed = 0x1b
export const synOnly = 0x02
export const resetAck = 0x14

export interface Conversation {
  start: number
  duration: number
  client: string
  clientPort: number
  server: string
  port: number
  protocol?: number
  sent: number
  received: number
}

/** Both directions of a conversation. */
export function converse(conversation: Conversation): SampleFlow[] {
  const { start, duration, client, clientPort, server, port, protocol = tcp, sent, received } = conversation
  const end = start + duration
  const flags = protocol === tcp ? completed : 0
  const size = (bytes: number) => ({ bytes: Math.max(60, Math.floor(bytes)), packets: Math.max(1, Math.ceil(bytes / 1200)) })
  return [
    { start, end, source: client, sourcePort: clientPort, destination: server, destinationPort: port, protocol, flags, ...size(sent) },
    { start, end, source: server, sourcePort: port, destination: client, destinationPort: clientPort, protocol, flags, ...size(received) },
  ]
}
