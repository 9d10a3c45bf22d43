// The screen of a meeting: saves the minute while it is typed, moves between items by key, and loses nothing while the service
// cannot be reached. Without this module the screen is plain forms with buttons.
import { forgetForm } from './drafts.js'

const pause = 1500 // milliseconds without a key before the minute is saved
const again = 5000 // milliseconds until a save is tried once more when the service cannot be reached

export function runMeeting (page) {
  const screen = page.querySelector('[data-run]')
  if (!screen) return
  const form = screen.querySelector('form:has([name="minute"])')
  const minute = new Minute(form, screen.querySelector('[data-run-said]'))
  const decision = screen.querySelector('[name="text"]')

  screen.addEventListener('keydown', async event => {
    const { previous, next } = screen.dataset
    const to = { PageDown: next, PageUp: previous }[event.key]
    if (to && !event.ctrlKey && !event.altKey && !event.shiftKey) {
      event.preventDefault()
      if (await minute.save()) window.location.assign(to)
    } else if (event.key === 'F8') {
      event.preventDefault()
      decision.focus()
    } else if (event.key === 'F9') {
      event.preventDefault()
      screen.querySelector('[name="what"]')?.focus()
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault()
      event.target.form?.requestSubmit()
    }
  })
  // Keys work wherever the focus is, on a projector's remote control too.
  page.addEventListener('keydown', event => {
    if (!screen.contains(event.target)) screen.dispatchEvent(new KeyboardEvent('keydown', event))
  })
  for (const link of screen.querySelectorAll('.app-run__beside a')) {
    link.addEventListener('click', async event => {
      if (!minute.unsaved()) return
      event.preventDefault()
      if (await minute.save()) window.location.assign(link.href)
    })
  }
}

class Minute {
  sending = Promise.resolve(true)

  constructor (form, said) {
    this.form = form
    this.said = said
    this.box = form.querySelector('[name="minute"]')
    this.before = this.box.value
    this.stopped = Boolean(form.querySelector('.nhsuk-error-message')) || Boolean(document.querySelector('.app-stale'))
    this.box.addEventListener('input', () => this.later(pause))
    window.addEventListener('online', () => this.save())
    window.addEventListener('focus', () => this.save())
    window.addEventListener('pagehide', () => { if (this.unsaved()) this.send(true) })
  }

  unsaved () { return !this.stopped && this.box.value !== this.before }

  later (wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  // Saves one after the other. True when nothing is left to save.
  save () {
    this.sending = this.sending.then(() => this.unsaved() ? this.send() : !this.stopped)
    return this.sending
  }

  async send (leaving) {
    const sent = this.box.value
    const body = new URLSearchParams(new FormData(this.form))
    body.set('then', 'quiet')
    this.show('saving')
    const answer = await fetch(this.form.action, { method: 'POST', body, keepalive: Boolean(leaving) }).catch(() => null)
    if (!answer || answer.status >= 500) {
      this.show('away')
      this.later(again)
      return false
    }
    if (answer.status === 401) {
      this.show('ended')
      return false
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.querySelector('[data-run-version]')
    if (!answer.ok || !fresh) { // somebody else wrote first, or something is wrong with it: the page says what
      this.stopped = true
      this.show('refused')
      this.form.requestSubmit()
      return false
    }
    this.form.querySelector('[name="version"]').value = fresh.dataset.runVersion
    const seen = this.form.querySelector('[name="seen"]')
    if (seen) seen.value = fresh.dataset.runSeen
    this.form.dataset.draftVersion = fresh.dataset.runVersion
    this.before = sent
    this.said.textContent = fresh.textContent
    forgetForm(this.form)
    if (!this.unsaved()) this.form.dispatchEvent(new Event('saved'))
    return !this.unsaved()
  }

  show (word) {
    const words = document.getElementById('run-words').content.querySelector(`[data-word="${word}"]`).cloneNode(true)
    this.said.replaceChildren(...words.childNodes)
  }
}
