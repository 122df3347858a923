import type { OpenedSource, SourceFailure } from '../model/source.ts'

/** Turns the operating system's refusal to bind into a sentence that says what to do. */
export function describeListenFailure(error: unknown, source: Pick<OpenedSource, 'id' | 'address' | 'port'>): SourceFailure {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  const place = `${source.address}:${source.port}`
  switch (code) {
    case 'EADDRINUSE':
      return { kind: 'port_taken', message: `${place} is taken by another program. Stop it, or give "${source.id}" another port.` }
    case 'EACCES':
      return {
        kind: 'no_permission',
        message: `${place} needs rights this program does not have (ports below 1024). Use a port of 1024 or above and forward to it.`,
      }
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EINVAL':
    case 'EAI_AGAIN':
      return { kind: 'bad_address', message: `${source.address} is not an address of this machine.` }
    default:
      return { kind: 'failed', message: `${place}: ${error instanceof Error ? error.message : String(error)}` }
  }
}
