import type { ProfileDetail } from '../../contract/profiles.ts'
import type { Engine } from '../../engine.ts'
import { gatherPreview } from '../gather/preview.ts'
import { RequestFailure, type Handlers } from '../handler.ts'
import { describeDetectors, siblingsOf } from '../profile-book.ts'
import type { SavedProfile, SaveResult } from '../profile-desk.ts'
import { previewProfile } from '../profile-preview.ts'
import { readDraft } from '../profile-saving.ts'
import { describeRule, type StatisticsSources } from '../profile-statistics.ts'

export const profiles: Handlers<'profiles'> = {
  'profiles.list': async (_input, { engine }) => {
    const sources = await gatherStatistics(engine)
    const inForce = [...engine.profiles.book.inForce.values()]
    return {
      profiles: inForce,
      detectors: describeDetectors(),
      statistics: inForce.map(({ anomaly_type }) => describeRule(anomaly_type, sources)),
      revisions: engine.console.newestRevisions(),
    }
  },
  'profiles.get': async ({ anomaly_type }, { engine }): Promise<ProfileDetail> => {
    const { book } = engine.profiles
    if (!book.inForce.has(anomaly_type))
      throw new RequestFailure({ kind: 'not_found', message: `There is no anomaly type ${anomaly_type}.` })
    return {
      profile: book.of(anomaly_type),
      defaults: book.defaultOf(anomaly_type),
      revisions: engine.console.profileRevisions(anomaly_type),
      shared_with: siblingsOf(anomaly_type),
      overridden: book.overriddenOf(anomaly_type),
      statistics: describeRule(anomaly_type, await gatherStatistics(engine)),
    }
  },
  'profiles.save': async (input, { engine, who }) => toSaved(await engine.profiles.save(input, { who, at: Date.now() })),
  'profiles.restore': async (input, { engine, who }) => toSaved(await engine.profiles.restore(input, { who, at: Date.now() })),
  'profiles.undo': ({ undo }, { engine, who }) => {
    const result = engine.profiles.undo(undo, { who, at: Date.now() })
    if (result.kind !== 'undone') throw new RequestFailure(result)
    return { anomaly_types: result.saves.map(({ profile }) => profile.anomaly_type), events: result.events.length }
  },
  'profiles.preview': async ({ profile, from, to }, { engine, signal, progress }) => {
    const reading = readDraft(profile, engine.profiles.book)
    if (reading.kind === 'invalid') throw refuse(reading.issues)
    if (to <= from)
      throw new RequestFailure({
        kind: 'invalid_input',
        message: 'That time is empty.',
        issues: [{ path: 'to', message: 'must be after from' }],
      })
    const preview = await previewProfile(reading.profile, gatherPreview(engine), { from, to, signal, progress })
    if (preview === undefined) throw new RequestFailure({ kind: 'cancelled', message: 'Cancelled.' })
    return preview
  },
  'profiles.export': ({ anomaly_types, name }, { engine }) => {
    const result = engine.profiles.exportPack(name, anomaly_types, Date.now())
    if (result.kind === 'not_found') throw new RequestFailure(result)
    return { yaml: result.yaml }
  },
  'profiles.import': ({ yaml, apply, choices }, { engine, who }) =>
    engine.profiles.importPack(yaml, { apply, choices }, { who, at: Date.now() }),
}

async function gatherStatistics(engine: Engine): Promise<StatisticsSources> {
  const now = Date.now()
  const flags = await engine.flags.list(now)
  return {
    counts: engine.console.ruleCounts(now),
    counters: engine.corridor.pipelineCounters.detectors,
    on: new Set(flags.filter(({ enabled }) => enabled).map(({ name }) => name)),
    oldest: engine.health().store.oldest,
    now,
  }
}

function toSaved(result: SaveResult): Omit<SavedProfile, 'kind'> {
  switch (result.kind) {
    case 'saved': {
      const { kind: _, ...saved } = result
      return saved
    }
    case 'invalid':
      throw refuse(result.issues)
    case 'stale':
    case 'not_found':
      throw new RequestFailure(result)
  }
}

function refuse(issues: { path: string; message: string }[]): RequestFailure {
  return new RequestFailure({ kind: 'invalid_input', message: 'This profile is refused.', issues })
}
