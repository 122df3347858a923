import { createConsole } from './001-console.ts'
import { addDecisions } from './002-decisions.ts'
import { addModels } from './003-models.ts'

/**
 * Every change of the console database's shape, in order; the position is the version (`PRAGMA user_version`).
 * Only ever append: a file of any earlier version is brought forward step by step, and never back.
 */
export const consoleMigrations: readonly string[] = [createConsole, addDecisions, addModels]
