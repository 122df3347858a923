#!/usr/bin/env node
import { runTask } from '../scripts/bootstrap.mjs'

process.exitCode = await runTask('vedette', process.argv.slice(2))
