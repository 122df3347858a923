import type { ComponentType } from 'react'
import { ActivityPage } from '../pages/activity/activity-page.tsx'
import { DatasetsPage } from '../pages/datasets/datasets-page.tsx'
import { FlagsPage } from '../pages/flags/flags-page.tsx'
import { HealthPage } from '../pages/health/health-page.tsx'
import { LivePage } from '../pages/live/live-page.tsx'
import { ModelsPage } from '../pages/models/models-page.tsx'
import { QueuePage } from '../pages/queue/queue-page.tsx'
import { RulesPage } from '../pages/rules/rules-page.tsx'
import { SandboxPage } from '../pages/sandbox/sandbox-page.tsx'
import { SettingsPage } from '../pages/settings/settings-page.tsx'
import { SignalsPage } from '../pages/signals/signals-page.tsx'
import { SourcesPage } from '../pages/sources/sources-page.tsx'
import { StartPage } from '../pages/start/start-page.tsx'
import type { Page } from '../state/route.ts'

/** Every page of the window. */
export const pageViews: Record<Page, ComponentType> = {
  start: StartPage,
  live: LivePage,
  queue: QueuePage,
  rules: RulesPage,
  signals: SignalsPage,
  sandbox: SandboxPage,
  models: ModelsPage,
  datasets: DatasetsPage,
  sources: SourcesPage,
  flags: FlagsPage,
  health: HealthPage,
  activity: ActivityPage,
  settings: SettingsPage,
}
