/** A small lawful house, and for each law a file that breaks it: what `check-boundaries.test.ts` runs on. */

export const lawfulTree: Record<string, string> = {
  'app/model/record.ts': 'export interface Record { time: number }\n',
  'app/contract/requests.ts': `import type { Record } from '../model/record.ts'\nexport type Answer = Record\n`,
  'app/collect/collector.ts': `import type { Record } from '../model/record.ts'\nexport interface Collector { open(): Record }\n`,
  'app/collect/index.ts': `import { createSocket } from 'node:dgram'\nexport const collectors = [createSocket]\n`,
  'app/detect/detector.ts': `import type { Record } from '../model/record.ts'\nexport interface Detector { watch(record: Record): void }\n`,
  'app/detect/index.ts': `import type { Detector } from './detector.ts'\nexport const detectors: Detector[] = []\n`,
  'app/pipeline/corridor.ts': `import type { Detector } from '../detect/detector.ts'\nexport const corridor = (detectors: Detector[]) => detectors\n`,
  'app/pipeline/intake-thread.ts': `import { collectors } from '../collect/index.ts'\nimport type { Collector } from '../collect/collector.ts'\nexport const intake: Collector[] = collectors as never\n`,
  'app/pipeline/pipeline-thread.ts': `import { detectors } from '../detect/index.ts'\nimport { corridor } from './corridor.ts'\ncorridor(detectors)\n`,
  'app/engine.ts': `import type { Answer } from './contract/requests.ts'\nexport const createEngine = (): Answer => ({ time: 0 })\n`,
  'app/serve/socket.ts': `import type { Answer } from '../contract/requests.ts'\nexport const serve = (answer: Answer) => answer\n`,
  'app/client/index.ts': `import { request } from 'node:http'\nexport const createClient = () => request\n`,
  'main/headless.ts': `import { createEngine } from '../app/engine.ts'\nimport { serve } from '../app/serve/socket.ts'\nserve(createEngine())\n`,
  'main/desktop/main.ts': `import { app } from 'electron'\napp.quit()\n`,
  'main/desktop/preload.ts': `import { contextBridge } from 'electron'\nimport type { Answer } from '../../app/contract/requests.ts'\nexport const bridge: [Answer?] = [contextBridge as never]\n`,
  'renderer/main.tsx': `import type { Answer } from '../app/contract/requests.ts'\nexport const answers: Answer[] = []\n`,
}

/** Each plant is one file added to the lawful tree; the law named must fire from it. */
export const plants: { rule: string; file: string; text: string }[] = [
  { rule: 'electron-lives-in-main-desktop', file: 'main/plant.ts', text: `import { app } from 'electron'\napp.quit()\n` },
  {
    rule: 'electron-lives-in-main-desktop',
    file: 'renderer/shell.ts',
    text: `import type { App } from 'electron'\nexport type Shell = App\n`,
  },
  { rule: 'engine-knows-no-shell', file: 'app/model/shell.ts', text: `import '../../main/headless.ts'\n` },
  { rule: 'engine-knows-no-wire', file: 'app/pipeline/wire.ts', text: `import '../serve/socket.ts'\n` },
  {
    rule: 'pure-rooms-touch-no-node',
    file: 'app/detect/clock.ts',
    text: `import { hrtime } from 'node:process'\nexport const now = hrtime\n`,
  },
  {
    rule: 'pure-rooms-touch-no-node',
    file: 'app/contract/files.ts',
    text: `import { readFileSync } from 'fs'\nexport const read = readFileSync\n`,
  },
  {
    rule: 'rooms-have-no-side-doors',
    file: 'app/detect/door.ts',
    text: `import { collectors } from '../collect/index.ts'\nexport const door = collectors\n`,
  },
  {
    rule: 'rooms-have-no-side-doors',
    file: 'app/detect/signals/door.ts',
    text: `import { collectors } from '../../collect/index.ts'\nexport const door = collectors\n`,
  },
  {
    rule: 'rooms-have-no-side-doors',
    file: 'app/collect/door.ts',
    text: `import type { Answer } from '../contract/requests.ts'\nexport type Door = Answer\n`,
  },
  {
    rule: 'model-stands-alone',
    file: 'app/model/plant.ts',
    text: `import type { Answer } from '../contract/requests.ts'\nexport type Plant = Answer\n`,
  },
  {
    rule: 'contract-speaks-model',
    file: 'app/contract/plant.ts',
    text: `import type { Detector } from '../detect/detector.ts'\nexport type Plant = Detector\n`,
  },
  {
    rule: 'wire-speaks-the-contract',
    file: 'app/serve/plant.ts',
    text: `import { detectors } from '../detect/index.ts'\nexport const plant = detectors\n`,
  },
  {
    rule: 'client-stands-alone',
    file: 'app/client/plant.ts',
    text: `import type { Answer } from '../contract/requests.ts'\nexport type Plant = Answer\n`,
  },
  {
    rule: 'client-is-for-others',
    file: 'main/customer.ts',
    text: `import { createClient } from '../app/client/index.ts'\nexport const plant = createClient\n`,
  },
  {
    rule: 'pipeline-knows-ports-only',
    file: 'app/pipeline/plant.ts',
    text: `import { detectors } from '../detect/index.ts'\nexport const plant = detectors\n`,
  },
  {
    rule: 'renderer-sees-the-contract',
    file: 'renderer/plant.ts',
    text: `import { createEngine } from '../app/engine.ts'\nexport const plant = createEngine\n`,
  },
  { rule: 'renderer-touches-no-node', file: 'renderer/node.ts', text: `import { join } from 'node:path'\nexport const plant = join\n` },
  {
    rule: 'main-hosts-the-engine',
    file: 'main/room.ts',
    text: `import { collectors } from '../app/collect/index.ts'\nexport const plant = collectors\n`,
  },
  {
    rule: 'preload-is-a-narrow-door',
    file: 'main/desktop/preload.ts',
    text: `import { readFileSync } from 'node:fs'\nexport const plant = readFileSync\n`,
  },
  {
    rule: 'built-but-not-registered',
    file: 'app/detect/forgotten.ts',
    text: `import type { Detector } from './detector.ts'\nexport const forgotten: Detector[] = []\n`,
  },
  { rule: 'built-but-not-registered', file: 'app/pipeline/left-over.ts', text: 'export const leftOver = 1\n' },
  { rule: 'built-but-not-registered', file: 'app/detect/engines/left-over.ts', text: 'export const leftOver = 2\n' },
  { rule: 'built-but-not-registered', file: 'app/engine/streams/left-over.ts', text: 'export const leftOver = 3\n' },
  {
    rule: 'room-without-a-name',
    file: 'app/attic/plant.ts',
    text: `import type { Record } from '../model/record.ts'\nexport type Plant = Record\n`,
  },
  {
    rule: 'shipped-code-uses-shipped-packages',
    file: 'main/tool.ts',
    text: `import { describe } from 'vitest'\nexport const plant = describe\n`,
  },
  {
    rule: 'shipped-code-uses-shipped-packages',
    file: 'main/lodger.ts',
    text: `import { LRUCache } from 'lru-cache'\nexport const plant = LRUCache\n`,
  },
  { rule: 'every-import-resolves', file: 'main/gone.ts', text: `import './nowhere.ts'\n` },
  { rule: 'no-circular', file: 'app/model/ring.ts', text: `import './ring.ts'\n` },
]
