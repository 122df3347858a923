import {
  configuredSettings,
  mergeSettings,
  modelChangesSchema,
  settingsBeyond,
  type ModelChanges,
  type ModelsConfig,
} from '../../model/model-settings.ts'
import { featureSetNames, type FeatureSetName, type ModelSettings } from '../../model/outlier-model.ts'
import type { ConsoleStore } from '../../store/store.ts'

const settingsKey = 'models.settings'
const attemptsKey = 'models.attempts'

/** When a set was last trained, or asked whether it has moved, whatever came of it; milliseconds. */
export interface Attempts {
  trained?: number
  drift?: number
}

export interface ModelSettingsParts {
  console: Pick<ConsoleStore, 'setting' | 'setSetting' | 'recordEvent' | 'addActivity'>
  /** `models` of vedette.yml. */
  config: () => ModelsConfig
}

/** How the models of each set are made: the package's way, vedette.yml's over it, and what was saved in the window over both. */
export class ModelSettingsBook {
  private readonly parts: ModelSettingsParts

  constructor(parts: ModelSettingsParts) {
    this.parts = parts
  }

  of(set: FeatureSetName): ModelSettings {
    return mergeSettings(this.base(set), this.edits(set))
  }

  all(): Record<FeatureSetName, ModelSettings> {
    return Object.fromEntries(featureSetNames.map((set) => [set, this.of(set)])) as Record<FeatureSetName, ModelSettings>
  }

  /** Holds what differs from vedette.yml; all other fields go on following that. */
  save(set: FeatureSetName, settings: ModelSettings, { who, at }: { who: string; at: number }): void {
    const { console } = this.parts
    const before = this.of(set)
    const edits = settingsBeyond(settings, this.base(set))
    console.recordEvent(() => {
      console.setSetting(settingsKey, { ...this.read(settingsKey), [set]: edits })
      console.addActivity({ at, who, what: 'model.settings', subject: `model:${set}`, before, after: settings })
    })
  }

  attempts(set: FeatureSetName): Attempts {
    return (this.read(attemptsKey)[set] ?? {}) as Attempts
  }

  noteAttempt(set: FeatureSetName, what: keyof Attempts, at: number): void {
    this.parts.console.setSetting(attemptsKey, { ...this.read(attemptsKey), [set]: { ...this.attempts(set), [what]: at } })
  }

  private base(set: FeatureSetName): ModelSettings {
    return configuredSettings(this.parts.config(), set)
  }

  /** What this version cannot read counts as never saved. */
  private edits(set: FeatureSetName): ModelChanges {
    const parsed = modelChangesSchema.safeParse(this.read(settingsKey)[set] ?? {})
    return parsed.success ? parsed.data : {}
  }

  private read(key: string): Record<string, unknown> {
    return (this.parts.console.setting(key) ?? {}) as Record<string, unknown>
  }
}
