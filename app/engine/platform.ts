import type { ChannelPlatform } from '../alert/channel.ts'
import type { ConfigProblem } from './config-file.ts'

/** What a host gives the engine. */
export interface Platform extends ChannelPlatform {
  host: 'desktop' | 'headless'
  version: string
  /** A thread died or the disk refused: the host restarts the engine or says so and ends. */
  fatal(message: string): void
}

export interface EngineOptions {
  home: string
  /** Another vedette.yml than the one in `home`. */
  config?: string
  platform: Platform
  sample?: boolean
  /** Flags that hold whatever is stored. */
  flags?: Readonly<Record<string, boolean>>
  /** False for a replay: no listener opens, no heartbeat beats. */
  listen?: boolean
  /** IANA zone of times that name none in imported files; this machine's without it. */
  importTimezone?: string
}

export type EngineFailure =
  | { kind: 'config'; file: string; problems: ConfigProblem[]; message: string }
  | { kind: 'home_taken'; message: string }
  | { kind: 'store'; message: string }
