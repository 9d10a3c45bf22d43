// Keeps what a person has typed but not yet saved, in their own browser, so that a crash or the session's end loses
// nothing. The page offers kept text and never puts it in by itself. The text belongs to one person in one ICB: its key
// has both, then the form's address and the version of the entry. It goes when the form is saved, when the person signs
// out or discards it, and after 7 days. When storage is full, or shut off, nothing is kept.
import { keptFields, putValues, sameValues, valuesOf } from './forms.js'

const prefix = 'ips-draft'
const days7 = 7 * 24 * 60 * 60 * 1000
const sentKey = 'ips-draft-sent'

export function keepDrafts (page) {
  const { person, tenant } = page.body.dataset
  forgetOld()
  if (page.querySelector('[data-saved]')) forgetSent()
  for (const leave of page.querySelectorAll('form[data-sign-out]')) {
    leave.addEventListener('submit', () => forget(key => key.startsWith(keyOf(person))))
  }
  if (!person) return
  for (const form of page.querySelectorAll('form[data-draft-version]')) {
    keep(form, keyOf(person, tenant, form.dataset.draftAddress ?? new URL(form.action).pathname))
  }
  for (const part of page.querySelectorAll('[data-draft-part]')) keepPart(part)
}

// A part of a form that is saved by itself has its own address, and its own place for the offer.
export function keepPart (part) {
  if (document.body.dataset.person) keep(part, addressOf(part))
}

// Forgets what is kept of a part, which has been saved.
export function forgetPart (part) {
  forget(key => key.startsWith(addressOf(part) + '|'))
}

// Forgets what is kept of a form, which has been saved while it is open.
export function forgetForm (form) {
  const { person, tenant } = document.body.dataset
  if (person) forget(key => key.startsWith(keyOf(person, tenant, new URL(form.action).pathname) + '|'))
}

const addressOf = part => keyOf(document.body.dataset.person, document.body.dataset.tenant, part.dataset.draftPart)

function keep (form, address) {
  const key = keyOf(address, form.dataset.draftVersion)
  const fields = keptFields(form)
  const before = valuesOf(fields)
  let timer
  let offered = offer(form, address, fields, () => { offered = false })

  const store = () => {
    clearTimeout(timer)
    timer = undefined
    if (!form.isConnected) return // a part that was saved since, and replaced
    const now = valuesOf(keptFields(form))
    if (!sameValues(now, before)) put(key, { at: Date.now(), values: now })
    else if (!offered) drop(key)
  }
  form.addEventListener('input', () => { timer ??= setTimeout(store, 400) })
  window.addEventListener('pagehide', () => { if (timer) store() })
  form.addEventListener('submit', () => {
    if (timer) store()
    attempt(() => sessionStorage.setItem(sentKey, address))
  })
}

// Shows the newest text kept for this form when it differs from what the form holds. Returns true when there is an
// offer.
function offer (form, address, fields, settled) {
  const kept = keys(key => key.startsWith(address + '|')).map(key => ({ key, ...take(key) })).sort((a, b) => b.at - a.at)[0]
  if (!kept || sameValues(kept.values, { ...valuesOf(fields) })) return false
  const words = document.getElementById('kept-draft')
  if (!words) return false
  const box = words.content.cloneNode(true).firstElementChild
  const sameVersion = kept.key === keyOf(address, form.dataset.draftVersion)
  box.querySelector('[data-draft-when]').textContent = new Date(kept.at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })
  box.querySelector('[data-draft-changed]').hidden = sameVersion
  const settle = () => {
    settled()
    box.remove()
    const first = fields.find(field => field.tagName === 'TEXTAREA') ?? fields[0]
    first?.focus()
  }
  box.querySelector('[data-draft-use]').addEventListener('click', () => {
    putValues(fields, kept.values)
    settle()
  })
  box.querySelector('[data-draft-discard]').addEventListener('click', () => {
    forget(key => key.startsWith(address + '|'))
    settle()
  })
  const place = form.querySelector('[data-draft-offer]')
  if (place) place.append(box)
  else form.before(box)
  return true
}

const keyOf = (...parts) => (parts[0]?.startsWith(prefix) ? parts : [prefix, ...parts]).join('|')

function forgetSent () {
  attempt(() => {
    const address = sessionStorage.getItem(sentKey)
    if (address) forget(key => key.startsWith(address + '|'))
    sessionStorage.removeItem(sentKey)
  })
}

function forgetOld () {
  forget(key => !(Date.now() - take(key).at < days7))
}

function forget (which) {
  keys(which).forEach(drop)
}

function keys (which) {
  return attempt(() => Object.keys(localStorage).filter(key => key.startsWith(prefix + '|') && which(key))) ?? []
}

function take (key) {
  return attempt(() => JSON.parse(localStorage.getItem(key))) ?? { at: 0, values: {} }
}

function put (key, draft) {
  attempt(() => localStorage.setItem(key, JSON.stringify(draft)))
}

function drop (key) {
  attempt(() => localStorage.removeItem(key))
}

function attempt (what) {
  try {
    return what()
  } catch {
    return undefined
  }
}
