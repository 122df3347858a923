import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button.tsx'
import styles from './copyable.module.css'

/** A command or a hash with a button that copies it. */
export function Copyable({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    })
  }
  return (
    <span className={styles.copyable}>
      <code className={styles.text}>{text}</code>
      <IconButton
        size="small"
        icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        label={copied ? 'Copied' : label}
        onPress={copy}
      />
    </span>
  )
}
