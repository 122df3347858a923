import type { ContractError } from '../../../app/contract/protocol.ts'
import type { SandboxSource } from '../../../app/contract/sandbox.ts'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { boundsOf } from '../../components/time-range.ts'
import { request } from '../../state/connection.ts'
import { allParameters, readEngine } from '../engine/engine-draft.ts'
import { loadSignal } from './load-signal.ts'
import { piecesOf } from './read-file.ts'
import { useSandbox, type RunState, type SandboxData } from './sandbox-state.ts'

/** Points drawn of each engine. */
const drawn = 3000
const pieceSize = 1 << 20

let running: AbortController | undefined

/** `kept`: sent for an earlier run. */
type Loaded = { kind: 'source'; source: SandboxSource; kept?: boolean } | { kind: 'failed'; error: ContractError }

/** Judges the data by every engine of the comparison. One at a time: a new run ends the one before. */
export async function startRun(engines: readonly EngineDescription[]): Promise<void> {
  const { data, candidates } = useSandbox.getState()
  if (data === undefined || candidates.length === 0) return
  const asked = candidates.flatMap(({ draft }) => {
    const read = readEngine(draft, engines)
    return read.kind === 'read' ? [{ type: read.engine.type, params: allParameters(read.engine) }] : []
  })
  if (asked.length < candidates.length) return
  running?.abort()
  const stop = new AbortController()
  running = stop
  const show = (run: RunState) => {
    if (running === stop && !stop.signal.aborted) useSandbox.setState({ run })
  }
  show({ kind: 'running', stage: 'Gathering the values', fraction: undefined })
  const loaded = await load(data, stop.signal, (fraction) => show({ kind: 'running', stage: 'Gathering the values', fraction }))
  if (stop.signal.aborted) return
  if (loaded.kind === 'failed') return show({ kind: 'failed', error: loaded.error })
  show({ kind: 'running', stage: 'Judging', fraction: 0 })
  const answer = await request(
    'sandbox.run',
    { source: loaded.source, engines: asked, points: drawn },
    { signal: stop.signal, onProgress: (fraction) => show({ kind: 'running', stage: 'Judging', fraction }) },
  )
  if (answer.kind === 'failed' && answer.error.kind === 'not_found' && loaded.kept === true) {
    uploaded = undefined
    return startRun(engines)
  }
  if (answer.kind === 'failed') return show({ kind: 'failed', error: answer.error })
  if (running === stop && !stop.signal.aborted)
    useSandbox.setState({ run: { kind: 'done' }, answer: answer.output, of: { data, candidates } })
}

/** After a parameter was moved by hand: what was judged before is judged by the engines as they are now. */
export async function judgeAgain(engines: readonly EngineDescription[]): Promise<void> {
  const { data, of } = useSandbox.getState()
  if (of !== undefined && of.data === data) await startRun(engines)
}

export function cancelRun(): void {
  running?.abort()
  running = undefined
  useSandbox.setState({ run: { kind: 'cancelled' } })
}

async function load(data: SandboxData, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Loaded> {
  if (data.kind === 'file') return upload(data.text, signal, onProgress)
  const { stream, key, range } = data
  const now = Date.now()
  const { from = 0, to = now + 60_000 } = boundsOf(range, now)
  const ask = (stretch: { from: number; to: number }, points: number) =>
    request('signals.series', { stream, key, ...stretch, points }, { signal })
  const loaded = await loadSignal(ask, { from, to }, onProgress)
  if (loaded.kind === 'failed') return loaded
  if (loaded.ts.length === 0)
    return { kind: 'failed', error: { kind: 'not_found', message: 'Nothing is stored of this signal in this time. Choose a longer one.' } }
  return { kind: 'source', source: { kind: 'points', ts: loaded.ts, values: loaded.values } }
}

/** The file that the engine has already; it keeps the newest few. */
let uploaded: { text: string; file: string } | undefined

async function upload(text: string, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Loaded> {
  if (uploaded?.text === text) return { kind: 'source', source: { kind: 'file', file: uploaded.file }, kept: true }
  const file = crypto.randomUUID()
  for (const piece of piecesOf(text, pieceSize)) {
    const answer = await request('sandbox.upload', { file, ...piece }, { signal })
    if (answer.kind === 'failed') return answer
    onProgress(answer.output.length / Math.max(1, text.length))
  }
  uploaded = { text, file }
  return { kind: 'source', source: { kind: 'file', file } }
}
