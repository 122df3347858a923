import type { SourceStatus } from '../../../app/model/source.ts'

/** The syslog source to show first: one that listens, over UDP if there is one, since that is what most senders speak. */
export function chooseListener(sources: readonly SourceStatus[]): SourceStatus | undefined {
  const worth = ({ source, state }: SourceStatus) => (state.kind === 'listening' ? 2 : 0) + (source.type === 'syslog-udp' ? 1 : 0)
  return sources.filter(({ source }) => source.type !== 'netflow-udp').toSorted((one, other) => worth(other) - worth(one))[0]
}
