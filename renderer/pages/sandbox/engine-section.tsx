import { Plus, X } from 'lucide-react'
import type { EngineDescription } from '../../../app/model/engine.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { readEngine } from '../engine/engine-draft.ts'
import { EngineFields } from '../engine/engine-fields.tsx'
import { addCandidate, changeCandidate, mostEngines, removeCandidate, useSandbox } from './sandbox-state.ts'
import { judgeAgain } from './use-run.ts'
import styles from './sandbox.module.css'

/** Which engines are compared, each with its own parameters. */
export function EngineSection({ engines }: { engines: readonly EngineDescription[] }) {
  const candidates = useSandbox((state) => state.candidates)
  return (
    <section aria-label="Engines" className={styles.section}>
      <h2 className={styles.heading}>2. Who judges</h2>
      {candidates.map(({ id, draft }, index) => {
        const read = readEngine(draft, engines)
        return (
          <div key={id} className={styles.candidate} role="group" aria-label={`Engine ${index + 1}`}>
            <div className={styles.candidateHead}>
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.candidateTitle}>{engines.find(({ name }) => name === draft.type)?.title}</span>
              <IconButton
                icon={<X aria-hidden />}
                label={`Take engine ${index + 1} out`}
                size="small"
                onPress={() => removeCandidate(id)}
                isDisabled={candidates.length === 1}
              />
            </div>
            <EngineFields
              engines={engines}
              draft={draft}
              onChange={(next) => changeCandidate(id, next)}
              problems={read.kind === 'refused' ? read.problems : {}}
              folded
              onCommit={() => void judgeAgain(engines)}
            />
          </div>
        )
      })}
      <div>
        <Menu
          label="Engines"
          entries={engines.map(({ name, title, description }) => ({ id: name, label: title, description, run: () => addCandidate(name) }))}
        >
          <Button size="small" icon={<Plus aria-hidden />} isDisabled={candidates.length >= mostEngines}>
            Compare with another engine
          </Button>
        </Menu>
      </div>
    </section>
  )
}
