// A form waits for the answer to what it sent: a second press sends nothing. Its buttons stay what they are, since a browser
// does not send the name of one that is disabled. After ten seconds it can be sent again, for a line that was lost.

const waiting = 10000

export function sendOnce (page) {
  for (const form of page.querySelectorAll('form[method="post"]')) {
    let sent = false
    const buttons = () => [...form.elements].filter(one => one.type === 'submit')
    const rest = () => {
      sent = false
      for (const button of buttons()) button.removeAttribute('aria-disabled')
    }
    form.addEventListener('submit', event => {
      if (sent) {
        event.preventDefault()
        event.stopImmediatePropagation()
        return
      }
      if (event.defaultPrevented) return
      sent = true
      // after this event, so that whatever else listens to it sees the form as it is
      setTimeout(() => {
        if (event.defaultPrevented) return rest()
        for (const button of buttons()) button.setAttribute('aria-disabled', 'true')
        setTimeout(rest, waiting)
      })
    })
    window.addEventListener('pageshow', rest)
  }
}
