// Saves each row of the page of all priorities as a person leaves it: the row is sent alone to where its form goes, and the
// answer is the page with that row alone. What could not be saved stays in the row and says why; the browser keeps it as it
// keeps every text (drafts.js). Without this module the page is one form with one button.
import { forgetPart, keepPart } from './drafts.js'
import { sameValues, typedFields, valuesOf } from './forms.js'

const longest = 60_000 // bytes that a browser sends after its page has been left

export function saveRows (page) {
  const form = page.querySelector('form[data-review]')
  if (!form) return
  const spoken = page.querySelector('[data-review-status]')
  const rows = new Map()
  const rowOf = target => rows.get(target.closest?.('[data-row]')?.dataset.row)
  for (const part of form.querySelectorAll('[data-row]')) rows.set(part.dataset.row, new Row(part))

  form.addEventListener('input', event => rowOf(event.target)?.typed())
  form.addEventListener('focusout', event => {
    const row = rowOf(event.target)
    if (row && !row.part.contains(event.relatedTarget)) Promise.resolve(row.left()).then(say)
  })
  form.addEventListener('click', event => {
    if (event.target.closest('[data-again]')) rowOf(event.target).save().then(say)
  })
  form.addEventListener('submit', async event => {
    event.preventDefault()
    for (const each of rows.values()) {
      if (!each.stale()) say(await each.save())
    }
  })
  window.addEventListener('beforeunload', event => {
    if ([...rows.values()].some(row => row.unsaved())) event.preventDefault()
  })

  function say (words) {
    if (words) spoken.textContent = words
  }
}

class Row {
  // before is what the row held when it was last saved, undefined while something in it was refused; refused is what was sent
  // then, which is not sent again until it is changed; sending is the save under way.
  before
  refused
  sending = Promise.resolve()

  constructor (part) {
    this.take(part)
  }

  take (part) {
    this.part = part
    this.key = part.dataset.row
    this.date = part.querySelector(`[name="review_on-${this.key}"]`)
    this.recorded = this.date.value
    this.moved = false
    const filled = part.matches('[data-filled]') // from a list of the ICB's own: nothing of it is saved yet
    this.before = filled || part.querySelector('.nhsuk-error-message') || this.stale() ? undefined : this.values()
    this.refused = this.before || filled ? undefined : this.values()
  }

  values () { return valuesOf(typedFields(this.part)) }
  // Somebody else saved first, and the person has not chosen yet.
  stale () { return this.part.matches('[data-stale]:not(:has([name^="keep-"]:checked))') }
  unsaved () { return !this.before || !sameValues(this.before, this.values()) }
  again () { return !this.refused || !sameValues(this.refused, this.values()) }

  // A review moves the review date on. It moves where the person can see it and change it, and back again when nothing else is
  // changed any longer.
  typed () {
    const { next } = this.part.dataset
    if (!next || !this.before || document.activeElement === this.date) return
    const others = values => ({ ...values, [this.date.name]: [] })
    const changed = !sameValues(others(this.before), others(this.values()))
    if (changed && !this.moved && this.date.value === this.recorded) this.move(next, true)
    if (!changed && this.moved && this.date.value === next) this.move(this.recorded, false)
  }

  move (to, moved) {
    this.date.value = to
    this.moved = moved
    this.show(moved ? 'date' : '')
  }

  left () {
    return this.stale() || !this.unsaved() || !this.again() ? '' : this.save()
  }

  // Saves one after the other, and each sends what the row then holds.
  save () {
    this.sending = this.sending.then(() => this.unsaved() ? this.send() : '')
    return this.sending
  }

  async send () {
    const sent = this.values()
    const body = new URLSearchParams({ row: this.key, dates: 'typed' })
    for (const field of this.part.querySelectorAll('input, select, textarea')) {
      if (!['checkbox', 'radio'].includes(field.type) || field.checked) body.append(field.name, field.value)
    }
    this.show('saving')
    const keepalive = body.toString().length < longest
    const answer = await fetch(this.part.closest('form').action, { method: 'POST', body, keepalive }).catch(() => null)
    const page = new DOMParser().parseFromString(await answer?.text().catch(() => '') ?? '', 'text/html')
    const fresh = page.querySelector(`[data-row="${this.key}"]`)
    const counts = page.querySelectorAll('[data-count]')
    document.querySelectorAll('[data-count]').forEach((old, i) => { old.textContent = counts[i]?.textContent ?? old.textContent })
    if (!fresh) return this.failed(answer?.status, page.querySelector('h1')?.textContent.trim())
    if (answer.ok) forgetPart(this.part)
    // While the person is in the row again its fields stay: it is sent once more when they leave it.
    const here = this.part.contains(document.activeElement) && !this.part.matches('[data-stale]')
    if (sameValues(sent, this.values()) && !here) {
      this.part.replaceWith(document.adoptNode(fresh))
      this.take(fresh)
      keepPart(fresh)
    } else if (answer.ok) {
      for (const name of ['version', 'shown']) {
        this.part.querySelector(`[name="${name}-${this.key}"]`).value = fresh.querySelector(`[name="${name}-${this.key}"]`).value
      }
      this.part.dataset.draftVersion = fresh.dataset.draftVersion
      if (!fresh.dataset.next) delete this.part.dataset.next
      this.before = sent
      this.refused = undefined
      this.moved = false
      this.say(fresh.querySelector('[data-said]').childNodes)
    } else {
      this.show('refused')
    }
    return `${this.key}: ` + (fresh.querySelector('.nhsuk-error-message, .app-review__stale strong, [data-said]')?.textContent.trim() ?? '')
  }

  failed (status, why) {
    return `${this.key}: ` + this.show(status === 401 ? 'ended' : why ? 'closed' : 'away', why)
  }

  // Says something quietly beside the row, in words that the page holds for it.
  show (word, why) {
    const words = word && document.getElementById('review-words').content.querySelector(`[data-word="${word}"]`).cloneNode(true)
    const reason = words && words.querySelector('[data-why]')
    if (reason) reason.textContent = why
    return this.say(words ? words.childNodes : [])
  }

  say (nodes) {
    const place = this.part.querySelector('[data-said]')
    place.replaceChildren(...nodes)
    return place.textContent.trim()
  }
}
