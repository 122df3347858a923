import type { SourceTypeInfo } from '../../../app/contract/sources.ts'

/** The command that sends one message to a listener. An address that means “every network” is sent to as loopback. */
export function testCommandOf(info: Pick<SourceTypeInfo, 'test_command'>, address: string, port: number): string {
  const target = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  return info.test_command.replaceAll('{address}', target).replaceAll('{port}', String(port))
}
