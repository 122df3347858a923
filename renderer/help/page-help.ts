import type { Page } from '../state/route.ts'

export interface PageHelp {
  title: string
  paragraphs: readonly string[]
}

/** What the help overlay says of each page. */
export const pageHelp: Record<Page, PageHelp> = {
  start: {
    title: 'Getting started',
    paragraphs: [
      'Detection and alerting stay off until you switch them on, here or on Flags.',
      'There are three ways to a first event: send something to a syslog port, import files you already have, or replay the sample day.',
      'The sample day goes through the real listeners into a store of its own, marked SAMPLE. Delete it whenever you like.',
    ],
  },
  live: {
    title: 'Live',
    paragraphs: [
      'Records as they arrive, newest first. Scrolled away from the top the list stands still and counts what is new; Space pauses it.',
      'Type a query to narrow it: field:value, field:>10, field:10.0.0.0/8, a word, “a phrase”, joined by AND and NOT.',
      'Right-click or open the menu of any value to show only it, hide it, or copy it.',
    ],
  },
  queue: {
    title: 'Queue',
    paragraphs: [
      'Open events, grouped by rule and entity, the most pressing first: severity, risk score, age.',
      'Open one to see why it fired, what was decided, the request behind it, its evidence, what else its entity did, and similar events.',
      't goes to the fields of its rule; b puts its address on the blocklist that firewalls poll.',
      'Resolving asks for a verdict. Every change can be undone, and is in the activity log.',
    ],
  },
  rules: {
    title: 'Rules',
    paragraphs: [
      'Every type of anomaly that can be raised: how grave it is, how often it fires, and how your own verdicts judged it.',
      'Enter opens a rule; t goes to its fields. Parameters belong to the detector: they change for every type that it raises.',
      'Preview runs the rule as it is and as you changed it over stored records, and says what would be raised or removed, and which true positives would be lost. Nothing is changed by it.',
      'Each save is a revision with who, when and why. Any two can be compared; any one, and the package’s own, can be restored. Save and re-decide gives open events the new score too.',
      'Rules travel as packs of YAML. A pack never overwrites your own edits: where both changed the same field, you choose.',
    ],
  },
  models: {
    title: 'Models',
    paragraphs: [
      'A model learns what is usual of many features at a time: of a host, an account, an actor, a name or a record. It says what is unlike that, with each feature’s value beside its usual range.',
      'It learns from the records stored here. Rows under an event you confirmed are left out, and a model never judges a row it was trained on.',
      'A new version changes nothing until it is put in force. Compare holds it against the one in force on the same days: what each would raise, what was confirmed, what was judged false.',
      'The budget says about how many rows a day may stand out. Roll back returns to the version before; undo takes either back.',
      'With too little history there is no model. The page says how many rows there are and how many it takes.',
    ],
  },
  datasets: {
    title: 'Datasets',
    paragraphs: [
      'What an application’s queries were answered, watched for what should not be in it. Each dataset is learnt for each role by itself.',
      'Send shows a command that sends one answer. Import a file runs the same analysis over CSV or JSON lines.',
      'A run says what changed against history, old beside new, which rows do not belong and why, and whether the query is like those of its role.',
      'Language model shows exactly what would be sent before it can be switched on. What was not analysed is called “not analysed”, never well.',
      'Rows, runs and models are kept for their own time and then go. A dataset can forget its rows, or be deleted.',
    ],
  },
  signals: {
    title: 'Signals',
    paragraphs: [
      'Numbers over time, and what an engine makes of each. Presets need no configuration: one switch each. A stream of your own is measured of records, or sent by a program over HTTP, a socket or a file.',
      'The band is where a value would have been usual. A dot is an anomaly; its shape and colour say which verdict its event has. A click on it opens the event.',
      'Drag over the chart to zoom in; a double click or Escape goes back. By keyboard: arrows move from value to value, Page Up and Page Down from anomaly to anomaly, Enter opens, Shift marks a stretch.',
      'Warming: stored history is replayed first, and what is said of it is discarded. Learning: the engine has seen too few values to judge. What comes after its window was judged is counted as late; messages that cannot be read are counted as bad and kept as records.',
      'The grey ground under the line is where the engine was still warming up.',
    ],
  },
  sandbox: {
    title: 'Sandbox',
    paragraphs: [
      'Engines tried on values that are there already: a signal of a stream, or a file of CSV or JSON lines. Each judges every value in order, just as it would have live. Nothing is stored, and nothing is raised.',
      'A file has the columns ts and value, and perhaps label: 1 where it was anomalous. Values with a label in a row are one window. Precision: how many anomalies were inside a window. Recall: how many windows had an anomaly. Delay: how long until the first.',
      'Drag over any chart to zoom all of them. Make this a stream carries an engine and its parameters into the form.',
    ],
  },
  sources: {
    title: 'Sources',
    paragraphs: [
      'What listens on this machine. A new source binds to loopback, so only this machine can send to it until you choose another address.',
      'Test sends one message to the listener and waits for its record in the store: the whole way is exercised.',
      'One source that fails never stops the others. Ports below 1024 need a privilege; use one above and let the sender know.',
    ],
  },
  flags: {
    title: 'Flags',
    paragraphs: [
      'Each flag gates something. With detection off, records are stored and searchable but no events are made.',
      'A flag that is on may be for everyone, for what is named, or for a share: the same entity always lands on the same side of it. A change holds from the next record on.',
      'The bars show, day by day, what a flag let through and what it held back. What is held back is counted on Health as suppressed.',
      'Flags for applications are kept here for other programs. Where an OpenFeature provider answers, it says so and cannot be set here.',
      'Who switched what and when is in the activity log.',
    ],
  },
  health: {
    title: 'Health',
    paragraphs: [
      'The way of a message through the engine: received, parsed, stored, observed, and every number that was lost or held back on the way, with its reason.',
      'Numbers count from the start of this engine. Charts show what this window has seen, up to ten minutes.',
      'A host whose clock is wrong is listed under Clocks. It cannot stall or advance anyone else’s windows.',
    ],
  },
  activity: {
    title: 'Activity',
    paragraphs: [
      'Everything anyone changed: who, when, what it was before and what it is after.',
      'Each line holds the SHA-256 of the line before it. Verify computes the whole chain again; a line that was altered or removed breaks it.',
    ],
  },
  settings: {
    title: 'Settings',
    paragraphs: [
      'Appearance, times and keys belong to this window and are kept in it.',
      'The rest is kept in vedette.yml, comments included; you may edit the file by hand just as well.',
      'API and tokens: what your own applications may ask, and with which token. A token is shown once and kept as a hash.',
      'Blocklist: addresses for firewalls to poll. They come from decisions that block, or from you, and leave by themselves.',
      'Masking: values of keys that sound secret, and secrets in text, become *** before anything is stored. An ordinary word that was caught can be kept.',
      'Request patterns: which paths are sensitive or probed, and how the client is told behind proxies.',
      'Names of countries and networks come from data on this machine. Nothing is ever looked up over the network.',
    ],
  },
}
