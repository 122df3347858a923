/** The words of the window, in the order a newcomer meets them (DESIGN section 2). */
export const glossary: readonly { word: string; means: string }[] = [
  {
    word: 'Record',
    means: 'One normalised piece of telemetry: a log line or a flow, with its fields named as in ECS and its raw bytes kept.',
  },
  { word: 'Source', means: 'Something that listens, such as “syslog on udp/5514”. Records carry its name.' },
  {
    word: 'Detector',
    means: 'Watches records and raises observations. It looks at the time inside a record, never at the clock on the wall.',
  },
  { word: 'Observation', means: 'What a detector noticed: a type of anomaly, an entity, a score and the numbers that tipped it.' },
  { word: 'Entity', means: 'Whom or what an observation is about: an address, a user, a host, or a pair of addresses.' },
  { word: 'Rule', means: 'What is made of one type of anomaly: a risk score from 0 to 100, a severity, a category and ATT&CK techniques.' },
  { word: 'Event', means: 'A recorded anomaly. Observations of the same type, entity and episode fold into one event with a count.' },
  { word: 'Verdict', means: 'Your classification when you resolve an event. An event cannot be resolved without one.' },
  {
    word: 'Profile',
    means: 'The numbers of a rule: its score, severity and category, and the parameters of its detector. Each save of it is a revision.',
  },
  { word: 'Stream', means: 'A number over time, or one for each key, and the engine that judges it: logins per host, orders per shop.' },
  { word: 'Signal', means: 'One series of a stream: that of one key.' },
  {
    word: 'Engine',
    means: 'What learns what is normal of a signal and judges each value: its score, its band, and whether it is an anomaly.',
  },
  { word: 'Band', means: 'From where to where a value would have been usual. Engines that know no such thing draw none.' },
  { word: 'Warm-up', means: 'What an engine learns from before it may judge. Nothing is an anomaly meanwhile.' },
  { word: 'Late', means: 'What came after its window had been judged. It is counted and left out.' },
  { word: 'Alert budget', means: 'At most about so many anomalies a day of a stream, the strangest ones, in place of a threshold.' },
  {
    word: 'Preview',
    means: 'A changed profile tried on stored records beside the one in force, before it is saved. It says what the change would cost.',
  },
  { word: 'Pack', means: 'Profiles in one YAML file, to carry from console to console.' },
  {
    word: 'Decision',
    means:
      'What profile and flags make of an observation: alert from 50, ask for more proof from 80, block at 100, as far as the flags allow.',
  },
  {
    word: 'Flag',
    means: 'A switch that gates detection, alerting, blocking, or one family of rules: for everyone, for what is named, or for a share.',
  },
  { word: 'Held back', means: 'What a flag, being off for it, kept from happening. Counted by flag and day.' },
  { word: 'Actor', means: 'Who made a request: the user if one was signed in, else the client’s address.' },
  { word: 'Tenant', means: 'One customer of an application that serves several, as the application names it.' },
  { word: 'Token', means: 'What a program shows to be let in to the API. It has scopes: what it may ask.' },
  { word: 'Blocklist', means: 'Addresses that firewalls poll and block. This console itself blocks nothing.' },
  { word: 'Masked', means: 'Replaced by *** before it was stored, because its key or its looks say that it is a secret.' },
  {
    word: 'Model',
    means:
      'What was learnt of many features at a time, and judges by it. Each training makes a version; one of each kind is in force at most.',
  },
  { word: 'Row', means: 'What a model judges: an entity in a window of time, or one record; in a dataset, one row of an answer.' },
  { word: 'Budget', means: 'About how many rows a day may stand out. The limit of a model’s score follows from it.' },
  { word: 'Drift', means: 'What is usual is no longer what a model was trained on.' },
  { word: 'Dataset', means: 'What an application answers under one name, as one role sees it.' },
  { word: 'Run', means: 'One answer of an application, or one file, held against the history of its dataset.' },
  {
    word: 'Alert',
    means:
      'One delivery of an event to a channel: a desktop notification or a line in the log. Needs a risk score of 50 or more and the alerting flag.',
  },
  { word: 'Suppressed', means: 'An observation kept from becoming an event, for a reason that is counted on Health.' },
  { word: 'Dropped', means: 'A message lost before it was stored, for a reason that is counted on Health.' },
  { word: 'Unparsed', means: 'A message stored as raw bytes because its format could not be read. Searchable, and counted by reason.' },
  { word: 'Segment', means: 'One file of stored telemetry. Retention drops whole segments, oldest first.' },
  {
    word: 'SAMPLE',
    means: 'A separate store filled by replaying a made-up day. It can be deleted at any time and never mixes with yours.',
  },
]
