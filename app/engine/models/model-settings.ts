import { featureSetNames, modelSettingsSchema, type FeatureSetName, type ModelSettings } from '../../model/outlier-model.ts'
import type { ConsoleStore } from '../../store/store.ts'

const settingsKey = 'models.settings'
const attemptsKey = 'models.attempts'

/** When a set was last trained, or asked whether it has moved, whatever came of it; milliseconds. */
export interface Attempts {
  trained?: number
  drift?: number
}

type Settings = Pick<ConsoleStore, 'setting' | 'setSetting' | 'recordEvent' | 'addActivity'>

/** How the models of each set are made, as the console remembers it. */
export class ModelSettingsBook {
  private readonly console: Settings

  constructor(console: Settings) {
    this.console = console
  }

  of(set: FeatureSetName): ModelSettings {
    const parsed = modelSettingsSchema.safeParse(this.read(settingsKey)[set] ?? {})
    return parsed.success ? parsed.data : modelSettingsSchema.parse({})
  }

  all(): Record<FeatureSetName, ModelSettings> {
    return Object.fromEntries(featureSetNames.map((set) => [set, this.of(set)])) as Record<FeatureSetName, ModelSettings>
  }

  save(set: FeatureSetName, settings: ModelSettings, { who, at }: { who: string; at: number }): void {
    const before = this.of(set)
    this.console.recordEvent(() => {
      this.console.setSetting(settingsKey, { ...this.read(settingsKey), [set]: settings })
      this.console.addActivity({ at, who, what: 'model.settings', subject: `model:${set}`, before, after: settings })
    })
  }

  attempts(set: FeatureSetName): Attempts {
    return (this.read(attemptsKey)[set] ?? {}) as Attempts
  }

  noteAttempt(set: FeatureSetName, what: keyof Attempts, at: number): void {
    this.console.setSetting(attemptsKey, { ...this.read(attemptsKey), [set]: { ...this.attempts(set), [what]: at } })
  }

  private read(key: string): Record<string, unknown> {
    return (this.console.setting(key) ?? {}) as Record<string, unknown>
  }
}
