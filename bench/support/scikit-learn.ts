import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabelledRows } from './labelled-rows.ts'

/** Debian's Python, whatever else is on the PATH: its packages belong to it. */
const python = '/usr/bin/python3'

export type Reference = { kind: 'found'; version: string } | { kind: 'absent'; why: string }

/** scikit-learn of Debian's `python3-sklearn`; installed where that may be done. */
export function findScikitLearn(): Reference {
  const found = version()
  if (found !== undefined) return { kind: 'found', version: found }
  if (process.getuid?.() !== 0 || spawnSync('which', ['apt-get']).status !== 0)
    return { kind: 'absent', why: 'apt-get install python3-sklearn first' }
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'python3-sklearn'], { stdio: 'ignore', timeout: 300_000 })
  const installed = version()
  return installed === undefined
    ? { kind: 'absent', why: 'python3-sklearn cannot be installed here' }
    : { kind: 'found', version: installed }
}

function version(): string | undefined {
  const asked = spawnSync(python, ['-c', 'import sklearn; print(sklearn.__version__)'], { encoding: 'utf8' })
  return asked.status === 0 ? asked.stdout.trim() : undefined
}

export interface ForestFigures {
  /** Mean over the seeds. */
  roc_auc: number
  /** Seconds for all rows, on one core; the best of the seeds. */
  train: number
  score: number
}

const script = `
import json, sys, time
import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
rows = np.fromfile(sys.argv[1], dtype='<f8').reshape(-1, int(sys.argv[3]))
labels = np.fromfile(sys.argv[2], dtype='u1')
aucs, trains, scores = [], [], []
for seed in range(int(sys.argv[4])):
    started = time.perf_counter()
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed, n_jobs=1).fit(rows)
    trained = time.perf_counter()
    scored = -forest.score_samples(rows)
    scores.append(time.perf_counter() - trained)
    trains.append(trained - started)
    aucs.append(roc_auc_score(labels, scored))
print(json.dumps({'roc_auc': float(np.mean(aucs)), 'train': min(trains), 'score': min(scores)}))
`

export function runScikitLearn({ rows, isAttack }: LabelledRows, seeds: number): ForestFigures {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-sklearn-'))
  try {
    const [data, labels] = [join(directory, 'rows'), join(directory, 'labels')]
    writeFileSync(data, new Uint8Array(Float64Array.from(rows.flat()).buffer))
    writeFileSync(labels, Uint8Array.from(isAttack, Number))
    const told = execFileSync(python, ['-c', script, data, labels, String(rows[0]!.length), String(seeds)], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    })
    return JSON.parse(told) as ForestFigures
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
