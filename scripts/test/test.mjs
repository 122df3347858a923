// `npm test`: every stage runs even when one before it failed, and the last line says what came of it.
// `npm test -- types lint` runs only these.
import { resolve } from 'node:path'
import { describe, sum } from './counts.mjs'
import { stages } from './stages.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !stages.some((stage) => stage.name === name))
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const results = []
for (const stage of stages.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n── ${stage.title}`)
  const started = Date.now()
  const counts = await stage.run(root, (line) => console.log(line))
  console.log(`   ${stage.name}: ${describe(counts)} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  results.push({ name: stage.name, counts })
}

const total = sum(results.map(({ counts }) => counts))
const failed = results.filter(({ counts }) => counts.failed > 0).map(({ name }) => name)
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '')
console.log(describe(total))
process.exitCode = total.failed > 0 ? 1 : 0
