import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchApplication } from './sections/application.ts'
import { benchDatasets } from './sections/datasets.ts'
import { benchDecide } from './sections/decide.ts'
import { benchEngines } from './sections/engines.ts'
import { benchFlows } from './sections/flows.ts'
import { benchLatency } from './sections/latency.ts'
import { benchMasking } from './sections/masking.ts'
import { benchModels } from './sections/models.ts'
import { benchPreview } from './sections/preview.ts'
import { benchStore } from './sections/store.ts'
import { benchStreams } from './sections/streams.ts'
import { benchSyslog } from './sections/syslog.ts'
import { describeMachine } from './support/machine.ts'
import { asDocument } from './support/report.ts'

/** `npm run bench -- [--section syslog,flows,latency,store,decide,masking,engines,models,preview,streams,application,datasets] [--seconds 30] [--records 5000000] [--json FILE]` */
const { values } = parseArgs({
  options: {
    section: { type: 'string', default: 'syslog,flows,latency,store,decide,masking,engines,models,preview,streams,application,datasets' },
    seconds: { type: 'string', default: '30' },
    records: { type: 'string', default: '5000000' },
    json: { type: 'string' },
  },
})
const sections: Record<string, () => Promise<void>> = {
  syslog: () => benchSyslog({ seconds: Number(values.seconds) }),
  flows: () => benchFlows({ seconds: Number(values.seconds) }),
  latency: benchLatency,
  store: () => benchStore({ records: Number(values.records) }),
  decide: () => benchDecide({ count: 200_000 }),
  application: () => benchApplication({ seconds: Math.min(10, Number(values.seconds)) }),
  engines: () => benchEngines({ verdicts: 500_000, calibration: 100_000 }),
  masking: () => benchMasking({ megabytes: 20 }),
  datasets: () => benchDatasets({ requests: 300, rows: 1000 }),
  models: () => benchModels({ rows: 10_000 }),
  streams: () => benchStreams({ records: Math.min(1_000_000, Number(values.records)) }),
  preview: () => benchPreview({ records: Math.min(1_000_000, Number(values.records)) }),
}

process.stdout.write(`${describeMachine()}\n`)
for (const name of values.section.split(',')) {
  const section = sections[name]
  if (section === undefined) throw new Error(`there is no section "${name}"; there are ${Object.keys(sections).join(', ')}`)
  await section()
}
if (values.json !== undefined) writeFileSync(values.json, asDocument())
