import { useState } from 'react'
import { DifferenceTable } from '../../components/difference-table.tsx'
import { Select } from '../../components/select.tsx'
import { differencesOf, nameOf, type ProfileState } from './revision-list.ts'
import layout from '../../components/layout.module.css'

/** What is different between any two revisions. */
export function RevisionCompare({ states }: { states: readonly ProfileState[] }) {
  const [from, setFrom] = useState(String(states.at(-1)?.revision ?? 0))
  const [to, setTo] = useState(String(states[0]?.revision ?? 0))
  const options = states.map(({ revision }) => ({ id: String(revision), label: nameOf(revision) }))
  const profileOf = (revision: string) => states.find((state) => String(state.revision) === revision)?.profile
  return (
    <section aria-label="Compare" className={layout.card}>
      <div className={layout.line}>
        <strong>Compare</strong>
        <Select aria-label="Compare from" size="small" options={options} selected={from} onSelect={setFrom} />
        with
        <Select aria-label="Compare with" size="small" options={options} selected={to} onSelect={setTo} />
      </div>
      <DifferenceTable
        differences={differencesOf(profileOf(from), profileOf(to))}
        before={nameOf(Number(from))}
        after={nameOf(Number(to))}
      />
    </section>
  )
}
