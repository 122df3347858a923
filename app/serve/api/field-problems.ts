import { type z } from 'zod'
import type { FieldProblem } from './problem.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Every problem at once, each under its JSON pointer (RFC 6901). */
export function describeIssues(issues: readonly Issue[], above: Path = []): FieldProblem[] {
  return issues.flatMap((issue) => describeIssue(issue, above))
}

/** What is told of one body: a thousand broken facts need no thousand lines. */
export const mostProblems = 50

function describeIssue(issue: Issue, above: Path): FieldProblem[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ field: pointer([...path, key]), message: 'There is no such field.' }))
    case 'invalid_union':
      return describeUnion(issue.errors, path) ?? [{ field: pointer(path), message: issue.message }]
    default:
      return [{ field: pointer(path), message: issue.message }]
  }
}

/** The branch that was meant: the one whose problems lie inside, else one that takes a value of this type, but not this one. */
function describeUnion(branches: readonly (readonly Issue[])[], path: Path): FieldProblem[] | undefined {
  const lies = (issue: Issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'
  const meant =
    branches.find((issues) => issues.every(lies)) ??
    branches.find((issues) => issues.every((issue) => lies(issue) || issue.code !== 'invalid_type'))
  return meant === undefined || meant.length === 0 ? undefined : describeIssues(meant, path)
}

function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
