import type { ChannelPlatform } from '../alert/channel.ts'
import type { ConfigProblem, Environment } from './config-text.ts'

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
  /** Its `ANOMALY_…` names go over vedette.yml; this process's without it, and none for a sample. */
  environment?: Environment
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
  | { kind: 'disk_full'; message: string }
  | { kind: 'store'; message: string }
