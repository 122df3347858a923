import { notify, notifyFailure } from '../state/notices.ts'
import { showOverlay } from '../state/overlay.ts'
import { setPreferences, usePreferences } from '../state/preferences.ts'
import { goTo } from '../state/route.ts'
import { showStore, useSession } from '../state/session.ts'
import { undoLast } from '../state/undo.ts'
import type { CommandId } from './commands.ts'

/** What works on every page. */
export const windowCommands: readonly (readonly [CommandId, () => void])[] = [
  ['go.live', () => goTo('live')],
  ['go.queue', () => goTo('queue')],
  ['go.rules', () => goTo('rules')],
  ['go.signals', () => goTo('signals')],
  ['go.sandbox', () => goTo('sandbox')],
  ['go.models', () => goTo('models')],
  ['go.datasets', () => goTo('datasets')],
  ['go.sources', () => goTo('sources')],
  ['go.flags', () => goTo('flags')],
  ['go.health', () => goTo('health')],
  ['go.activity', () => goTo('activity')],
  ['go.settings', () => goTo('settings')],
  ['rules.export', () => goTo('rules', { pack: 'export' })],
  ['rules.import', () => goTo('rules', { pack: 'import' })],
  ['sources.add', () => goTo('sources', { form: 'new' })],
  ['files.import', () => goTo('start')],
  ['sample.replay', () => goTo('start')],
  ['tokens.make', () => goTo('settings', { tab: 'api', form: 'new' })],
  ['blocklist.add', () => goTo('settings', { tab: 'blocklist', form: 'new' })],
  ['streams.new', () => goTo('signals', { form: 'new' })],
  ['datasets.import', () => goTo('datasets', { form: 'import' })],
  ['datasets.send', () => goTo('datasets', { form: 'send' })],
  ['datasets.languageModel', () => goTo('datasets', { form: 'language-model' })],
  ['flags.register', () => goTo('flags', { register: 'new' })],
  ['go.tokens', () => goTo('settings', { tab: 'api' })],
  ['go.blocklist', () => goTo('settings', { tab: 'blocklist' })],
  ['go.masking', () => goTo('settings', { tab: 'masking' })],
  ['go.requests', () => goTo('settings', { tab: 'requests' })],
  ['go.start', () => goTo('start')],
  ['undo', () => void (undoLast() || notify({ title: 'Nothing to undo.', duration: 2_000 }))],
  ['palette', () => showOverlay('palette')],
  ['help', () => showOverlay('help')],
  ['theme.dark', () => setPreferences({ theme: 'dark' })],
  ['theme.light', () => setPreferences({ theme: 'light' })],
  ['theme.system', () => setPreferences({ theme: 'system' })],
  ['density.compact', () => setPreferences({ density: 'compact' })],
  ['density.normal', () => setPreferences({ density: 'normal' })],
  ['density.comfortable', () => setPreferences({ density: 'comfortable' })],
  ['time.switch', switchTimeZone],
  ['store.switch', () => void switchStore()],
]

function switchTimeZone(): void {
  setPreferences({ timeZone: usePreferences.getState().timeZone === 'utc' ? 'local' : 'utc' })
}

async function switchStore(): Promise<void> {
  const problem = await showStore(useSession.getState().view === 'live' ? 'sample' : 'live')
  if (problem !== undefined) notifyFailure('The other store cannot be shown', problem)
}
