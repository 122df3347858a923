import type { Engine } from '../../engine.ts'
import type { PreviewSources } from '../profile-preview.ts'

/** What a preview of an edited profile looks at. */
export function gatherPreview(engine: Engine): PreviewSources {
  const { console, redecision, previews, profiles, models, pulse } = engine
  const { oldest } = engine.health().store
  return { console, book: profiles.book, redecision, previews, learned: models.learned(), beats: pulse.beats, oldest }
}
