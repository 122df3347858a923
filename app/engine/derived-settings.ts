import { gibibytes, type Config } from '../model/config.ts'
import { secretPatterns, type MaskingRules } from '../model/masking.ts'
import { importSource } from '../model/source.ts'
import type { PipelineSettings } from '../pipeline/messages.ts'
import type { TelemetryLimits } from '../store/store.ts'
import type { ConfigProblem } from './config-text.ts'
import { everyStreamOf } from './streams/stream-config.ts'

/** Names of the channels that are switched on. */
export function enabledChannels(config: Config): string[] {
  return Object.entries(config.channels).flatMap(([name, enabled]) => (enabled ? [name] : []))
}

/** What the telemetry writer keeps to. A segment is a small part of the budget, or dropping one would drop nearly all. */
export function telemetryLimits(config: Config): TelemetryLimits {
  const budget_bytes = gibibytes(config.retention.budget_gib)
  return {
    retention_days: config.retention.days,
    budget_bytes,
    segment_hours: 24,
    segment_bytes: Math.min(gibibytes(1), budget_bytes / 16),
  }
}

/** What is never kept. A pattern is on unless it is switched off. */
export function maskingRules({ masking }: Pick<Config, 'masking'>): MaskingRules {
  const { fragments, exempt_keys, patterns } = masking
  return { fragments, exempt_keys, patterns: secretPatterns.filter((name) => patterns[name] !== false) }
}

/** `parameters`: by detector, as the profiles in force have them. */
export function pipelineSettings(config: Config, parameters: PipelineSettings['parameters'], importTimezone: string): PipelineSettings {
  const timezones = Object.fromEntries(config.sources.map(({ id, timezone }) => [id, timezone]))
  const masking = maskingRules(config)
  return { parameters, timezones: { ...timezones, [importSource]: importTimezone }, masking, streams: everyStreamOf(config) }
}

/** `file:line:column: path: message`, a line a problem; for the environment, the variable in place of the file. */
export function describeProblems(file: string, problems: readonly ConfigProblem[]): string {
  return problems
    .map(
      ({ line, column, path, message, variable }) => `${variable ?? file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`,
    )
    .join('\n')
}
