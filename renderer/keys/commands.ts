import { verdicts, type Verdict } from '../../app/model/event.ts'
import type { CommandDefinition } from './command.ts'

const verdictTitles: Record<Verdict, string> = {
  true_positive: 'True positive',
  benign: 'Benign (expected)',
  false_positive_logic: 'False positive: the rule is wrong',
  false_positive_data: 'False positive: the data is wrong',
  duplicate: 'Duplicate',
  test: 'Test',
  insufficient_data: 'Insufficient data',
}

const moveAndTriage = [
  { id: 'list.next', title: 'Next row', group: 'Move', place: 'list', keys: ['j'] },
  { id: 'list.previous', title: 'Previous row', group: 'Move', place: 'list', keys: ['k'] },
  { id: 'list.open', title: 'Open the row', group: 'Move', place: 'list', keys: ['Enter'] },
  { id: 'list.back', title: 'Close or go back', group: 'Move', place: 'everywhere', keys: ['Escape'] },
  { id: 'list.select', title: 'Select the row', group: 'Move', place: 'list', keys: ['x'] },
  { id: 'list.selectRange', title: 'Select up to the row', group: 'Move', place: 'list', keys: ['Shift+x'] },

  { id: 'event.acknowledge', title: 'Acknowledge', group: 'Triage', place: 'list', keys: ['a'] },
  { id: 'event.resolve', title: 'Resolve, then choose a verdict', group: 'Triage', place: 'list', keys: ['e'] },
  { id: 'event.reopen', title: 'Reopen', group: 'Triage', place: 'list', keys: ['r'] },
  { id: 'event.assign', title: 'Assign to me', group: 'Triage', place: 'list', keys: ['m'] },
  { id: 'event.note', title: 'Write a note', group: 'Triage', place: 'list', keys: ['n'] },
  { id: 'event.block', title: 'Block its address', group: 'Triage', place: 'list', keys: ['b'] },
  { id: 'event.tune', title: 'Tune the rule', group: 'Triage', place: 'list', keys: ['t'] },
  { id: 'undo', title: 'Undo the last change', group: 'Triage', place: 'everywhere', keys: ['z'] },
] as const satisfies readonly CommandDefinition[]

const filterGoAndWindow = [
  { id: 'filter.include', title: 'Show only this value', group: 'Filter', place: 'list', keys: ['f'] },
  { id: 'filter.exclude', title: 'Hide this value', group: 'Filter', place: 'list', keys: ['Shift+f'] },
  { id: 'search', title: 'Search', group: 'Filter', place: 'everywhere', keys: ['/'] },

  { id: 'go.live', title: 'Live', group: 'Go to', place: 'everywhere', keys: ['g l'] },
  { id: 'go.queue', title: 'Queue', group: 'Go to', place: 'everywhere', keys: ['g q'] },
  { id: 'go.rules', title: 'Rules', group: 'Go to', place: 'everywhere', keys: ['g r'] },
  { id: 'go.signals', title: 'Signals', group: 'Go to', place: 'everywhere', keys: ['g i'] },
  { id: 'go.sandbox', title: 'Sandbox of engines', group: 'Go to', place: 'everywhere', keys: ['g x'] },
  { id: 'go.models', title: 'Models', group: 'Go to', place: 'everywhere', keys: ['g m'] },
  { id: 'go.datasets', title: 'Datasets', group: 'Go to', place: 'everywhere', keys: ['g d'] },
  { id: 'go.sources', title: 'Sources', group: 'Go to', place: 'everywhere', keys: ['g s'] },
  { id: 'go.flags', title: 'Flags', group: 'Go to', place: 'everywhere', keys: ['g f'] },
  { id: 'go.health', title: 'Health', group: 'Go to', place: 'everywhere', keys: ['g h'] },
  { id: 'go.activity', title: 'Activity', group: 'Go to', place: 'everywhere', keys: ['g a'] },
  { id: 'go.settings', title: 'Settings', group: 'Go to', place: 'everywhere', keys: ['g e'] },
  { id: 'go.tokens', title: 'API and tokens', group: 'Go to', place: 'everywhere', keys: [] },
  { id: 'go.blocklist', title: 'Blocklist', group: 'Go to', place: 'everywhere', keys: [] },
  { id: 'go.masking', title: 'Masking of secrets', group: 'Go to', place: 'everywhere', keys: [] },
  { id: 'go.requests', title: 'Request patterns', group: 'Go to', place: 'everywhere', keys: [] },
  { id: 'go.start', title: 'Getting started', group: 'Go to', place: 'everywhere', keys: ['g b'] },

  { id: 'rules.export', title: 'Export rules as a pack', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'rules.import', title: 'Import a pack of rules', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'sources.add', title: 'Add a source', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'files.import', title: 'Import log files and captures', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'sample.replay', title: 'Sample day: replay, open or delete it', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'tokens.make', title: 'Make a token for an application', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'blocklist.add', title: 'Block an address', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'activity.verify', title: 'Verify the chain of the activity log', group: 'Set up', place: 'list', keys: [] },
  { id: 'streams.new', title: 'New stream', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'streams.edit', title: 'Edit the open stream', group: 'Set up', place: 'list', keys: [] },
  { id: 'streams.switch', title: 'Switch the open stream on or off', group: 'Set up', place: 'list', keys: [] },
  { id: 'streams.import', title: 'Import a file of values into the open stream', group: 'Set up', place: 'list', keys: [] },
  { id: 'models.train', title: 'Train the open model now', group: 'Set up', place: 'list', keys: [] },
  { id: 'models.cancel', title: 'Cancel the training of the open model', group: 'Set up', place: 'list', keys: [] },
  { id: 'models.compare', title: 'Compare the version that waits with the one in force', group: 'Set up', place: 'list', keys: [] },
  { id: 'datasets.import', title: 'Import a file of answers into datasets', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'datasets.send', title: 'Send answers of an application to datasets', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'datasets.languageModel', title: 'Language-model analysis of datasets', group: 'Set up', place: 'everywhere', keys: [] },
  { id: 'datasets.clean', title: 'Apply the retention of datasets now', group: 'Set up', place: 'list', keys: [] },
  { id: 'sandbox.signal', title: 'Sandbox: choose a signal', group: 'Set up', place: 'list', keys: [] },
  { id: 'sandbox.file', title: 'Sandbox: choose a file', group: 'Set up', place: 'list', keys: [] },
  { id: 'sandbox.run', title: 'Sandbox: run the engines', group: 'Set up', place: 'list', keys: [] },
  { id: 'sandbox.cancel', title: 'Sandbox: cancel the run', group: 'Set up', place: 'list', keys: [] },
  { id: 'sandbox.stream', title: 'Sandbox: make an engine a stream', group: 'Set up', place: 'list', keys: [] },
  { id: 'flags.register', title: 'Register a flag for applications', group: 'Set up', place: 'everywhere', keys: [] },

  { id: 'live.pause', title: 'Pause or go on', group: 'Window', place: 'list', keys: ['Space'] },
  { id: 'palette', title: 'Command palette', group: 'Window', place: 'everywhere', keys: ['$mod+k'], inInputs: true },
  { id: 'help', title: 'Help and keys', group: 'Window', place: 'everywhere', keys: ['?'] },
  { id: 'theme.dark', title: 'Dark theme', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'theme.light', title: 'Light theme', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'theme.system', title: 'Theme of the system', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'density.compact', title: 'Compact rows', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'density.normal', title: 'Normal rows', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'density.comfortable', title: 'Comfortable rows', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'time.switch', title: 'Switch between UTC and local time', group: 'Window', place: 'everywhere', keys: [] },
  { id: 'store.switch', title: 'Switch between the live and the SAMPLE store', group: 'Window', place: 'everywhere', keys: [] },
] as const satisfies readonly CommandDefinition[]

/** Every command there is, in the order help shows them (DESIGN section 8). What one does, the page on screen supplies. */
export const commands: readonly CommandDefinition[] = [
  ...moveAndTriage,
  ...verdicts.map((verdict, index): CommandDefinition => ({
    id: `verdict.${verdict}`,
    title: verdictTitles[verdict],
    group: 'Verdict',
    place: 'verdict',
    keys: [String(index + 1)],
  })),
  ...filterGoAndWindow,
]

export type CommandId = (typeof moveAndTriage)[number]['id'] | (typeof filterGoAndWindow)[number]['id'] | `verdict.${Verdict}`

export function commandOf(id: string): CommandDefinition | undefined {
  return commands.find((command) => command.id === id)
}
