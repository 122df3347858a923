import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SourceStatus } from '../app/model/source.ts'
import { createApiService, createConsoleService, createEngine, type Engine, type EngineFailure } from '../app/engine.ts'
import { serveConsole } from '../app/serve/http-server.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { createHeadlessPlatform } from './headless-platform.ts'
import { openLog } from './log.ts'
import { SampleRunner } from './sample/sample-runner.ts'

export interface StartOptions {
  home: string
  config?: string
  port?: number
  token?: string
  /** Replay the sample day at once and show its store first. */
  sample?: boolean
}

export type Started =
  | { kind: 'started'; url: string; token: string; engine: Engine; close: () => Promise<void> }
  | { kind: 'failed'; code: ExitCode; message: string }

/** The headless host: an engine, its loopback console, and the sample desk beside it. */
export async function startHeadless(options: StartOptions): Promise<Started> {
  const log = openLog(options.home)
  const platform = createHeadlessPlatform(log, () => process.exit(exitCodes.failed))
  const created = await createEngine({ home: options.home, config: options.config, platform })
  if (created.kind === 'failed') return { kind: 'failed', ...describeEngineFailure(created.failure) }
  const { engine } = created
  platform.attach(engine.bus)
  const sample = new SampleRunner(engine.home.sample, platform)
  if (options.sample) await sample.start()
  const launchToken = options.token ?? randomBytes(24).toString('base64url')
  const served = await serveConsole({
    service: createConsoleService({ live: engine, sample }),
    api: createApiService(engine, { launchToken }),
    log,
    port: options.port ?? engine.config.server.port,
    token: launchToken,
    window: windowDirectory(),
    store: options.sample ? 'sample' : 'live',
  })
  if (served.kind === 'failed') {
    await sample.close()
    await engine.close()
    return { kind: 'failed', code: exitCodes.failed, message: served.message }
  }
  const { url, token } = served
  engine.apiUrl = new URL(url).origin
  writeFileSync(engine.home.running, JSON.stringify({ url, token, pid: process.pid }), { mode: 0o600 })
  const close = async () => {
    rmSync(engine.home.running, { force: true })
    await served.close()
    await sample.close()
    await engine.close()
  }
  return { kind: 'started', url, token, engine, close }
}

/** Beside the bundle, or in `dist` when run from the sources. */
export function windowDirectory(): string {
  const bundled = fileURLToPath(new URL('./window', import.meta.url))
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../dist/window', import.meta.url))
}

export function describeEngineFailure(failure: EngineFailure): { code: ExitCode; message: string } {
  switch (failure.kind) {
    case 'config':
      return { code: exitCodes.usage, message: failure.message }
    case 'disk_full':
      return { code: exitCodes.failed, message: failure.message }
    case 'home_taken':
    case 'store':
      return { code: exitCodes.store, message: failure.message }
  }
}

/** What `start --json` says of each source: where it really listens, or why not. */
export function describeSource({ source, state }: SourceStatus): Record<string, unknown> {
  const base = { id: source.id, type: source.type, state: state.kind }
  switch (state.kind) {
    case 'listening':
      return { ...base, address: state.address, port: state.port }
    case 'failed':
      return { ...base, address: source.address, port: source.port, error: state.failure.kind, message: state.failure.message }
    case 'paused':
    case 'starting':
      return { ...base, address: source.address, port: source.port }
  }
}
