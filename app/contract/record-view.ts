export type { RecordView } from '../model/record-view.ts'
