import type { Source, SourceFailure } from '../../../app/model/source.ts'

export interface Advice {
  text: string
  /** To paste into a shell. */
  command?: string
}

export type System = 'linux' | 'mac' | 'windows'

/** What to do about a source that could not be opened, beyond what the engine says of it. */
export function adviseOn(failure: SourceFailure, { port, type }: Source, system: System): Advice {
  const transport = type === 'syslog-tcp' ? 'tcp' : 'udp'
  switch (failure.kind) {
    case 'port_taken':
      return {
        text: 'This shows who has it:',
        command: whoHas(port, transport, system),
      }
    case 'no_permission':
      if (system !== 'linux') return { text: 'Edit this source to take a port above 1023, and tell the sender.' }
      return {
        text: `Edit this source to take a port such as ${port + 5000}, and tell the sender; or let every program have ports from ${port} up, until the next restart:`,
        command: `sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`,
      }
    case 'bad_address':
      return {
        text: 'Use 127.0.0.1 to hear only this machine, 0.0.0.0 to hear every network it is on, or one of its own addresses:',
        command: ownAddresses(system),
      }
    case 'failed':
      return { text: 'Edit the source, or try again.' }
  }
}

export function systemOf(platform: string): System {
  if (/mac/i.test(platform)) return 'mac'
  return /win/i.test(platform) ? 'windows' : 'linux'
}

/** Hears other machines too. */
export function isExposed(address: string): boolean {
  return !/^(127\.|::1$|localhost$)/i.test(address.trim())
}

function whoHas(port: number, transport: 'udp' | 'tcp', system: System): string {
  if (system === 'mac') return `sudo lsof -nP -i ${transport}:${port}`
  if (system === 'windows') return `netstat -ano -p ${transport} | findstr :${port}`
  return `sudo ss -lnp${transport[0]} 'sport = :${port}'`
}

function ownAddresses(system: System): string {
  if (system === 'mac') return 'ifconfig | grep inet'
  return system === 'windows' ? 'ipconfig' : 'ip -brief address'
}
