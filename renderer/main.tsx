import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connect } from './connect.ts'
import { listenToKeys } from './keys/listen.ts'
import { startState } from './state/start.ts'

startState(connect(window), window)
listenToKeys(window)
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
