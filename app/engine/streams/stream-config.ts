import { signalPresets } from '../../detect/signals/presets.ts'
import type { Config } from '../../model/config.ts'
import { presetNames, type PresetName, type StreamDefinition } from '../../model/stream.ts'
import type { ConfigFile } from '../config-file.ts'
import type { ConfigProblem, ReadConfig } from '../config-text.ts'

export type StreamChange =
  | { kind: 'changed'; read: ReadConfig; before: unknown; after: unknown }
  | { kind: 'not_found' | 'conflict'; message: string }
  | { kind: 'refused'; problems: ConfigProblem[] }

/** Those of vedette.yml, then the presets that are on. */
export function streamsOf({ streams, signals }: Pick<Config, 'streams' | 'signals'>): StreamDefinition[] {
  return [...streams, ...signalPresets.filter(({ name }) => signals.presets.includes(name)).map(({ stream }) => stream)]
}

/** With presets that are off. */
export function everyStreamOf({ streams, signals }: Pick<Config, 'streams' | 'signals'>): StreamDefinition[] {
  return [...streams, ...signalPresets.map(({ name, stream }) => ({ ...stream, enabled: signals.presets.includes(name) }))]
}

export function isPreset(name: string): name is PresetName {
  return presetNames.some((known) => known === name)
}

/** Puts one stream into vedette.yml, wherever it stands there by now. */
export function saveStream(file: ConfigFile, stream: StreamDefinition, previous: string | undefined): StreamChange {
  const read = file.read()
  if (read.kind === 'refused') return read
  const { streams } = read.own
  const at = streams.findIndex(({ name }) => name === previous)
  if (previous !== undefined && at === -1) return missing(previous)
  if (isPreset(stream.name)) return { kind: 'conflict', message: `"${stream.name}" is the name of a preset; give your own another.` }
  if (stream.name !== previous && streams.some(({ name }) => name === stream.name))
    return { kind: 'conflict', message: `There is a stream named "${stream.name}" already.` }
  return edit(file, { path: ['streams', at === -1 ? streams.length : at], value: stream }, streams[at], stream)
}

export function removeStream(file: ConfigFile, name: string): StreamChange {
  if (isPreset(name)) return enableStream(file, name, false)
  const read = file.read()
  if (read.kind === 'refused') return read
  const at = read.own.streams.findIndex((stream) => stream.name === name)
  if (at === -1) return missing(name)
  return edit(file, { path: ['streams', at], value: undefined }, read.own.streams[at], undefined)
}

export function enableStream(file: ConfigFile, name: string, enabled: boolean): StreamChange {
  const read = file.read()
  if (read.kind === 'refused') return read
  if (isPreset(name)) {
    const { presets } = read.own.signals
    const value = enabled ? [...new Set([...presets, name])] : presets.filter((known) => known !== name)
    return edit(file, { path: ['signals', 'presets'], value }, presets, value)
  }
  const at = read.own.streams.findIndex((stream) => stream.name === name)
  if (at === -1) return missing(name)
  const before = read.own.streams[at]!
  return edit(file, { path: ['streams', at, 'enabled'], value: enabled }, before, { ...before, enabled })
}

function edit(file: ConfigFile, change: { path: (string | number)[]; value: unknown }, before: unknown, after: unknown): StreamChange {
  const read = file.edit([change])
  return read.kind === 'refused' ? read : { kind: 'changed', read, before, after }
}

function missing(name: string): StreamChange {
  return { kind: 'not_found', message: `There is no stream named "${name}".` }
}
