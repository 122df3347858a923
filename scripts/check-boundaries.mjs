// Runs the boundary laws of `.dependency-cruiser.cjs` over the tree in the working directory.
// Fails as well when it looked at nothing: a checker that silently checks zero modules passes every time.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'

const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const roots = ['app', 'main', 'renderer', 'e2e', 'bench']
const required = ['app/engine.ts', 'main/headless.ts', 'main/desktop/main.ts', 'renderer/main.tsx']

/**
 * @typedef {{ rule: string, from: string, to: string }} Violation
 * @typedef {{ modules: number, dependencies: number, violations: Violation[], problems: string[] }} Report
 */

/**
 * @param {string} directory root of the tree to check
 * @returns {Promise<Report>} `problems` are reasons to distrust the check itself
 */
export async function checkBoundaries(directory) {
  const present = roots.filter((root) => existsSync(`${directory}/${root}`))
  /** @type {string[]} */
  const problems = required
    .filter((file) => !existsSync(`${directory}/${file}`))
    .map((file) => `${file} is missing: rules that start there check nothing`)
  if (present.length === 0) return { modules: 0, dependencies: 0, violations: [], problems: ['no folder to check', ...problems] }
  const { output } = await cruise(present, {
    ...rules.options,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
    baseDir: directory,
  })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text where a result was asked for')
  const own = output.modules.filter((module) => roots.some((root) => module.source.startsWith(`${root}/`)))
  const dependencies = own.reduce((sum, module) => sum + module.dependencies.length, 0)
  if (own.length === 0) problems.unshift('zero modules were checked')
  else if (dependencies === 0) problems.unshift(`${own.length} modules were checked but not one import was seen`)
  const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
  return { modules: own.length, dependencies, violations, problems }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = await checkBoundaries(process.cwd())
  for (const { rule, from, to } of report.violations) console.error(`${rule}: ${from} → ${to}`)
  for (const problem of report.problems) console.error(`boundaries: ${problem}`)
  const failed = report.violations.length + report.problems.length
  console.log(`boundaries: ${report.modules} modules, ${report.dependencies} imports, ${failed} violations`)
  process.exitCode = failed === 0 ? 0 : 1
}
