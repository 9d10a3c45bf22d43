// The staffing plan answers while a person types: the same page is fetched with what is in the form, and its result
// replaces the one on the page. The address follows, so that a reload keeps it too.

const pause = 400 // milliseconds without a key before the page is fetched

export function planAtOnce (page) {
  const form = page.querySelector('form[data-plan]')
  const result = page.querySelector('#plan-result')
  if (!form || !result) return
  const status = form.querySelector('[data-plan-status]')
  let waiting
  let asked = 0

  async function ask () {
    const mine = ++asked
    const address = '?' + new URLSearchParams(new FormData(form))
    const answer = await fetch(address).catch(() => null)
    const text = await answer?.text().catch(() => '')
    if (mine !== asked || !answer || answer.redirected) return // a later one is on its way, or the button says what is wrong
    const fresh = new DOMParser().parseFromString(text, 'text/html')
    const wrong = [...fresh.querySelectorAll('.nhsuk-error-summary__list li')].map(item => item.textContent).join('. ')
    if (answer.ok && fresh.querySelector('#plan-result')) {
      result.replaceChildren(...fresh.querySelector('#plan-result').childNodes)
      history.replaceState(history.state, '', address)
      status.textContent = result.querySelector('[data-plan-headline]').textContent
    } else if (wrong) {
      const line = document.createElement('p')
      line.className = 'nhsuk-error-message'
      line.textContent = wrong
      result.replaceChildren(line)
      status.textContent = wrong
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, pause)
  })
}
