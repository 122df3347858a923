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
      'Open one to see why it fired, its evidence, what else its entity did, and similar events.',
      'Resolving asks for a verdict. Every change can be undone, and is in the activity log.',
    ],
  },
  rules: {
    title: 'Rules',
    paragraphs: [
      'Every type of anomaly that can be raised, with its risk score, severity, category and ATT&CK techniques.',
      'The parameters belong to the detector behind the rule. They are set in vedette.yml under detectors: and take effect when the engine starts.',
      'A rule does nothing while detection or the flag of its family is off.',
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
      'What a flag keeps from becoming an event is counted on Health as suppressed.',
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
      'Names of countries and networks come from data on this machine. Nothing is ever looked up over the network.',
    ],
  },
}
