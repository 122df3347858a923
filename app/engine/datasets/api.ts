import type { ApiFailure, ApiResult } from '../../contract/api.ts'
import type { DatasetApi } from '../../contract/dataset-api.ts'
import { DatasetsBusy } from '../../pipeline/dataset-client.ts'
import type { Engine } from '../../engine.ts'
import { done, failed, notFound } from '../api/failures.ts'

/** Seconds after which a hook may try again. */
const retryAfter = 1
const mostRoles = 100

/** Datasets, for response hooks. */
export function createDatasetApi(engine: Engine): DatasetApi {
  const { datasets } = engine

  async function guarded<Value>(work: () => Promise<ApiResult<Value>>): Promise<ApiResult<Value>> {
    try {
      const result = await work()
      engine.problems.settle('datasets')
      return result
    } catch (error) {
      return failed(describeFailure(error))
    }
  }
  function describeFailure(error: unknown): ApiFailure {
    if (error instanceof DatasetsBusy)
      return { kind: 'busy', message: 'More requests are waiting than there is room for; nothing was taken.', retry_after: retryAfter }
    engine.problems.report('datasets', `Datasets cannot be watched: ${error instanceof Error ? error.message : String(error)}`)
    return { kind: 'unavailable', message: 'Datasets cannot be used at the moment; nothing was kept. Try again later.' }
  }
  /** Of the role asked for, else of every one. */
  async function rolesOf(name: string, role: string | undefined): Promise<string[]> {
    const roles = await datasets.ask('roles', { name })
    return role === undefined ? roles.slice(0, mostRoles) : roles.filter((each) => each === role)
  }
  const unknown = (name: string, role: string | undefined) =>
    notFound(role === undefined ? `There is no dataset ${name}.` : `There is no dataset ${name} for the role ${role}.`)

  return {
    anomalies: (input) =>
      guarded(async () => {
        const { status, body, observations, names } = await datasets.ask('anomalies', input)
        await datasets.record(observations)
        datasets.announce(names)
        return done({ status, body })
      }),
    analyze: (input) => guarded(async () => done(await datasets.ask('analyze', input))),
    history: ({ name, role, before, limit }) =>
      guarded(async () => {
        const roles = await rolesOf(name, role)
        if (roles.length === 0) return unknown(name, role)
        const pages = await Promise.all(
          roles.map(async (each) => ({ role: each, page: await datasets.ask('records', { name, role: each, before, limit }) })),
        )
        return done({ dataset: name, history: pages.flatMap(({ role, page }) => (page === undefined ? [] : [{ role, ...page }])) })
      }),
    clearHistory: ({ name, role }, caller) =>
      guarded(async () => {
        const deleted = await datasets.ask('remove', { name, role, history: true })
        if (deleted === undefined) return unknown(name, role)
        const entry = { who: `api:${caller.name}`, what: 'dataset.clear', subject: `dataset:${name}` }
        engine.console.addActivity({ at: Date.now(), ...entry, before: { role }, after: { deleted } })
        datasets.announce([name])
        return done({ dataset: name, deleted })
      }),
    model: ({ name, role }) =>
      guarded(async () => {
        const roles = await rolesOf(name, role)
        if (roles.length === 0) return unknown(name, role)
        const views = await Promise.all(roles.map((each) => datasets.ask('view', { name, role: each })))
        return done({
          dataset: name,
          models: views.flatMap((view) =>
            view === undefined ? [] : [{ role: view.summary.role, state: view.summary.state, versions: view.models }],
          ),
        })
      }),
    stats: ({ name, role }) =>
      guarded(async () => {
        const roles = await rolesOf(name, role)
        if (roles.length === 0) return unknown(name, role)
        const views = await Promise.all(roles.map((each) => datasets.ask('view', { name, role: each })))
        const stats = views.flatMap((view) => {
          if (view === undefined) return []
          const { summary, statistics, patterns } = view
          return [{ role: summary.role, summary, statistics, query_patterns: patterns }]
        })
        return done({ dataset: name, stats })
      }),
  }
}
