import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where one engine keeps what it has: the analyst's console, or a SAMPLE beside it. */
export interface Home {
  directory: string
  config: string
  console: string
  signals: string
  telemetry: string
  cache: string
  sample: string
  /** Address and token of a running headless console, readable by its owner only. */
  running: string
}

/** Where things lie, whether they are there or not. */
export function describeHome(directory: string): Home {
  return {
    directory,
    config: join(directory, 'vedette.yml'),
    console: join(directory, 'console.db'),
    signals: join(directory, 'signals.db'),
    telemetry: join(directory, 'telemetry'),
    cache: join(directory, 'cache'),
    sample: join(directory, 'SAMPLE'),
    running: join(directory, 'running.json'),
  }
}

/** Makes the folders. Throws where the operating system refuses. */
export function layOutHome(directory: string): Home {
  const home = describeHome(directory)
  for (const folder of [home.directory, home.telemetry, home.cache]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return home
}
