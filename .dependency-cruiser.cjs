// The laws of DESIGN section 3. `scripts/check-boundaries.mjs` runs them and `scripts/check-boundaries.test.ts`
// shows that each one fires.
const rooms = 'collect|normalize|enrich|detect|decide|store|alert|backbone|plugin'
const folders = `model|contract|engine|pipeline|serve|client|${rooms}`
const pure = '^app/(model|contract|normalize|enrich|detect|decide)/'
const ports = '(collector|parser|enricher|detector|decider|store|channel|link)'
const roots = '^app/(engine|pipeline/[^/]+-thread)\\.ts$'
/** Tests, and what only tests use. */
const tests = '\\.test\\.tsx?$|/testing/|-for-tests\\.ts$'
const error = (rule) => ({ severity: 'error', ...rule })

module.exports = {
  forbidden: [
    error({
      name: 'electron-lives-in-main-desktop',
      from: { pathNot: '^(main/desktop|e2e)/' },
      to: { path: '(^|/)node_modules/electron/|^electron(/|$)' },
    }),
    error({ name: 'engine-knows-no-shell', from: { path: '^app/' }, to: { path: '^(main|renderer|e2e|bench|scripts)/' } }),
    error({
      name: 'engine-knows-no-wire',
      comment: 'Hosts put the engine on a wire; the engine answers requests, whoever carries them.',
      from: { path: '^app/', pathNot: `^app/serve/|${tests}` },
      to: { path: '^app/serve/' },
    }),
    error({ name: 'pure-rooms-touch-no-node', from: { path: pure, pathNot: tests }, to: { dependencyTypes: ['core'] } }),
    error({
      name: 'rooms-have-no-side-doors',
      from: { path: `^app/(${rooms})/` },
      to: { path: '^app/', pathNot: '^app/($1|model)/' },
    }),
    error({ name: 'model-stands-alone', from: { path: '^app/model/' }, to: { path: '^app/', pathNot: '^app/model/' } }),
    error({ name: 'contract-speaks-model', from: { path: '^app/contract/' }, to: { path: '^app/', pathNot: '^app/(contract|model)/' } }),
    error({
      name: 'wire-speaks-the-contract',
      from: { path: '^app/serve/', pathNot: tests },
      to: { path: '^app/', pathNot: '^app/(serve|contract|model)/' },
    }),
    error({
      name: 'client-stands-alone',
      comment: 'It is published and runs inside other people’s applications: Node and nothing else.',
      from: { path: '^app/client/', pathNot: tests },
      to: { pathNot: '^app/client/', dependencyTypesNot: ['core'] },
    }),
    error({
      name: 'client-is-for-others',
      from: { path: '^(app|main|renderer)/', pathNot: `^app/client/|${tests}` },
      to: { path: '^app/client/' },
    }),
    error({
      name: 'pipeline-knows-ports-only',
      from: { path: '^app/pipeline/', pathNot: `-thread\\.ts$|${tests}` },
      to: { path: '^app/', pathNot: `^app/(pipeline/|model/|(${rooms})/${ports}\\.ts$)` },
    }),
    error({
      name: 'renderer-sees-the-contract',
      from: { path: '^renderer/' },
      to: { path: '^(app|main|e2e|bench|scripts)/', pathNot: '^app/(contract|model)/' },
    }),
    error({ name: 'renderer-touches-no-node', from: { path: '^renderer/', pathNot: tests }, to: { dependencyTypes: ['core'] } }),
    error({
      name: 'main-hosts-the-engine',
      from: { path: '^main/', pathNot: tests },
      to: { path: '^(app|renderer|e2e|bench|scripts)/', pathNot: '^app/(engine\\.ts$|serve/|contract/|model/)' },
    }),
    error({
      name: 'preload-is-a-narrow-door',
      comment: 'It runs in the sandbox beside the page: electron, the contract and the names of the channels, nothing else.',
      from: { path: '^main/desktop/preload\\.ts$' },
      to: { pathNot: '^app/contract/|^main/desktop/channels\\.ts$|node_modules/electron/|^electron$' },
    }),
    error({
      name: 'built-but-not-registered',
      from: { path: roots },
      to: { path: `^app/(${rooms}|pipeline|engine)/`, pathNot: `-thread\\.ts$|\\.d\\.ts$|${tests}`, reachable: false },
    }),
    error({
      name: 'room-without-a-name',
      comment: 'A new folder under app/ is a change to the plan of the house: name it here and say what it may import.',
      from: { path: '^app/[^/]+/', pathNot: `^app/(${folders})/` },
      to: {},
    }),
    error({
      name: 'shipped-code-uses-shipped-packages',
      from: { path: '^(app|main|renderer)/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    }),
    error({ name: 'every-import-resolves', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } }),
    error({
      name: 'no-circular',
      comment: 'Rings of types alone are let through: they are gone before anything runs.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|node_modules/\\.)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    tsPreCompilationDeps: true,
  },
}
