import { createConsoleService, createEngine, type Platform } from '../../app/engine.ts'
import { exitCodes } from '../exit-codes.ts'
import { openLog } from '../log.ts'
import { serveCommands } from './command-socket.ts'
import { serveDesktopApi } from './desktop-api.ts'
import { SampleRunner } from '../sample/sample-runner.ts'
import { describeEngineFailure } from '../start.ts'
import { version } from '../version.ts'
import type { Delivery, EngineArguments, FromEngine, ToEngine } from './engine-messages.ts'
import { serveWindowPort } from './window-port.ts'

const parent = process.parentPort
const { home, config, sample: startSample } = JSON.parse(process.argv.at(-1) ?? '{}') as EngineArguments
const tell = (message: FromEngine) => parent.postMessage(message)

const log = openLog(home)
const undelivered = new Map<number, (delivery: Delivery) => void>()
let notifications = 0
const platform: Platform = {
  host: 'desktop',
  version,
  log,
  fatal: () => process.exit(exitCodes.failed),
  notify: (notification) =>
    new Promise((resolve) => {
      undelivered.set(++notifications, resolve)
      tell({ kind: 'notify', id: notifications, notification })
    }),
}

const created = await createEngine({ home, config, platform })
if (created.kind === 'failed') tell({ kind: 'failed', ...describeEngineFailure(created.failure) })
else {
  const { engine } = created
  const sample = new SampleRunner(engine.home.sample, platform)
  if (startSample) await sample.start()
  const service = createConsoleService({ live: engine, sample })
  const endApi = await serveDesktopApi(engine, log)
  const endCommands = await serveCommands(service, engine.home).catch((error: unknown) => {
    log({ level: 'warn', message: `the command line cannot speak to this console: ${String(error)}` })
    return () => Promise.resolve()
  })
  parent.on('message', ({ data, ports }) => {
    const message = data as ToEngine
    switch (message.kind) {
      case 'connect':
        if (ports[0] !== undefined) serveWindowPort(ports[0], service, startSample ? 'sample' : 'live')
        return
      case 'delivery':
        undelivered.get(message.id)?.(message.delivery)
        undelivered.delete(message.id)
        return
      case 'close':
        void Promise.all([endApi(), endCommands()])
          .then(() => sample.close())
          .then(() => engine.close())
          .then(() => process.exit(exitCodes.done))
    }
  })
  tell({ kind: 'ready' })
}
