import type { ContractError } from '../../../app/contract/protocol.ts'
import type { SourceTypeInfo } from '../../../app/contract/sources.ts'
import type { Source } from '../../../app/model/source.ts'

/** A source in the making, from what the engine offers; its name is free and its port the usual one, or the next. */
export function newSource(types: readonly SourceTypeInfo[], taken: readonly Source[]): Source {
  const [info] = types
  const type = info?.type ?? 'syslog-udp'
  return { id: freeName(type, taken), type, address: '127.0.0.1', port: freePort(info, taken), enabled: true, timezone: 'local' }
}

/** Another type brings its own port and name along, unless the analyst has chosen theirs. */
export function changeType(draft: Source, info: SourceTypeInfo, types: readonly SourceTypeInfo[], taken: readonly Source[]): Source {
  const before = types.find(({ type }) => type === draft.type)
  const keepsPort = draft.port !== freePort(before, taken)
  const keepsName = draft.id !== freeName(draft.type, taken)
  return {
    ...draft,
    type: info.type,
    port: keepsPort ? draft.port : freePort(info, taken),
    id: keepsName ? draft.id : freeName(info.type, taken),
  }
}

/** The engine's objections by the field they are about; the rest under `''`. */
export function objectionsOf(error: ContractError | undefined): Partial<Record<keyof Source | '', string>> {
  if (error === undefined) return {}
  if (error.kind !== 'invalid_input') return { '': error.message }
  const objections: Partial<Record<keyof Source | '', string>> = {}
  for (const { path, message } of error.issues) {
    const field = fields.find((name) => path === name || path.endsWith(`.${name}`)) ?? ''
    objections[field] ??= field === '' ? `${error.message} ${path}: ${message}` : message
  }
  return objections
}

const fields = ['id', 'type', 'address', 'port', 'enabled', 'timezone'] as const

function freeName(type: string, taken: readonly Source[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? type : `${type}-${number}`
    if (!taken.some(({ id }) => id === name)) return name
  }
}

function freePort(info: SourceTypeInfo | undefined, taken: readonly Source[]): number {
  let port = info?.default_port ?? 5514
  while (taken.some((other) => other.port === port && other.type === info?.type)) port += 1
  return port
}
