import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requests } from '../../contract/requests.ts'
import { handlers } from '../answers/index.ts'
import { sendUdp, sshAttack, untilStored } from '../testing/running-engine.ts'
import { contextOf, homeWith, run, seriesOf, until, untilEvents, untilRunning, viewOf } from '../testing/stream-engine.ts'

describe('a stream of records', () => {
  it('replays history before its first verdict, and changes with vedette.yml', async () => {
    const home = homeWith('')
    const engine = await run(home)
    const port = (engine.sources.find('syslog-udp')!.state as { port: number }).port
    const recent = Math.floor(Date.now() / 300_000) * 300_000 - 6 * 3_600_000
    const lines = (from: number, windows: number, each: (n: number) => number) =>
      Array.from({ length: windows }, (_, n) =>
        sshAttack({ from: `203.0.113.${n % 250}`, start: recent + (from + n) * 300_000, count: each(n), user: 'alice' }),
      ).flat()
    const history = lines(0, 40, (n) => 2 + (n % 3))
    await sendUdp(port, history)
    await untilStored(engine, history.length)
    const context = contextOf(engine)
    const definition = {
      name: 'failures',
      source: { type: 'records' as const, query: 'event.category:authentication event.outcome:failure', group_by: ['user.name'] },
      aggregation: { window: 300, lateness: 0 },
      engine: { type: 'robust', params: { window: 30 } },
    }
    await handlers['streams.save'](requests['streams.save'].input.parse({ stream: definition }), context)
    expect(readFileSync(join(home, 'vedette.yml'), 'utf8')).toContain('name: failures')
    await untilRunning(engine, 'failures')
    const next = [...lines(40, 1, () => 60), ...lines(41, 2, () => 2)]
    await sendUdp(port, next)
    await until(
      () => viewOf(engine, 'failures').anomalies,
      (anomalies) => anomalies === 1,
    )
    expect(await untilEvents(engine, 1)).toMatchObject([{ entity: { kind: 'user', value: 'alice' }, metadata: { value: 60 } }])
    const { points } = await seriesOf(engine, 'failures', 'alice')
    expect(points.find(({ is_anomaly }) => is_anomaly)?.event).toMatchObject({ status: 'new' })
    // Verdicts on history are discarded.
    expect((await seriesOf(engine, 'failures', 'alice')).total).toBeLessThan(5)
    expect(await handlers['signals.keys']({ stream: 'failures', limit: 10 }, context)).toMatchObject({
      total: 1,
      keys: [{ key: 'alice', anomalies: 1 }],
    })

    await handlers['streams.setEnabled']({ name: 'failures', enabled: false }, context)
    expect(viewOf(engine, 'failures').state).toEqual({ kind: 'off' })
    await handlers['streams.setEnabled']({ name: 'source-records', enabled: true }, context)
    expect(viewOf(engine, 'source-records')).toMatchObject({ preset: 'source-records' })
    await untilRunning(engine, 'source-records')
    const { presets } = await handlers['streams.presets']({}, context)
    expect(presets.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(['source-records'])
    await handlers['streams.remove']({ name: 'failures' }, context)
    expect(engine.streams.list().map(({ stream }) => stream.name)).toEqual(['source-records'])
    expect(engine.console.activity({ limit: 10 }).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['stream.add', 'stream.disable', 'stream.enable', 'stream.remove']),
    )
    await expect(handlers['streams.remove']({ name: 'failures' }, context)).rejects.toThrow('There is no stream named "failures".')
  })
})
