// Asks before a person leaves a page with something typed and not sent. A form that was sent, or is as it was before,
// does not ask.
import { sameValues, typedFields, valuesOf } from './forms.js'

export function warnBeforeLeaving (page) {
  for (const form of page.querySelectorAll('form[data-draft-version]')) {
    let before = valuesOf(typedFields(form))
    let touched = false
    let sent = false
    form.addEventListener('input', event => { touched ||= event.isTrusted })
    form.addEventListener('saved', () => { before = valuesOf(typedFields(form)) }) // saved while it is open (run.js)
    form.addEventListener('submit', () => { sent = true })
    window.addEventListener('pageshow', () => { sent = false })
    window.addEventListener('beforeunload', event => {
      if (touched && !sent && !sameValues(before, valuesOf(typedFields(form)))) event.preventDefault()
    })
  }
}
