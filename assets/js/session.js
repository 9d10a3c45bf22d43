// Warns 5 minutes before the session ends and offers to stay signed in. The page says how many seconds are left
// (data-session-seconds) and the address that extends the session (data-session-stay, a POST which answers {"seconds":
// n}). The script counts seconds and does not compare clocks, so it is right on a machine with a wrong clock.

const warnAt = 5 * 60 * 1000

export function warnBeforeEnd (page) {
  const { sessionSeconds, sessionStay } = page.body.dataset
  const words = page.getElementById('session-warning')
  if (!sessionSeconds || !words) return
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('ips-session') : undefined
  let ends, box, timer

  const show = (part) => {
    if (!box) {
      box = words.content.cloneNode(true).firstElementChild
      page.body.append(box)
      box.querySelector('[data-session-button]').addEventListener('click', stay)
    }
    box.querySelector('[data-session-button]').hidden = part === 'ended'
    // A moment later, because words are only read out in a place that was there before.
    const shown = box
    setTimeout(() => {
      for (const each of shown.querySelectorAll('[data-session-part]')) each.hidden = each.dataset.sessionPart !== part
    }, 100)
  }
  const hide = () => {
    box?.remove()
    box = undefined
  }
  const tick = () => {
    const left = ends - Date.now()
    if (left <= 0) return show('ended')
    if (left > warnAt) {
      hide()
    } else {
      show(left > 60 * 1000 ? 'soon' : 'minute')
      const minutes = box.querySelector('[data-session-minutes]')
      const said = String(Math.ceil(left / 60000))
      if (minutes.textContent !== said) minutes.textContent = said
    }
    clearTimeout(timer)
    timer = setTimeout(tick, Math.min(left > warnAt ? left - warnAt : 5000, 2 ** 31 - 1))
  }
  const lasts = (seconds) => {
    ends = Date.now() + seconds * 1000
    tick()
  }
  const stay = async () => {
    try {
      const answer = await fetch(sessionStay, { method: 'POST', headers: { Accept: 'application/json' }, redirect: 'error' })
      if (answer.status === 401) return show('ended')
      if (!answer.ok) return show('failed')
      const { seconds } = await answer.json()
      others?.postMessage(seconds)
      lasts(seconds)
      if (box) show('longest')
    } catch {
      show('failed')
    }
  }
  // Another tab in use has extended the session for this one too.
  others?.addEventListener('message', event => { if (typeof event.data === 'number') lasts(event.data) })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick() })
  lasts(Number(sessionSeconds))
  others?.postMessage(Number(sessionSeconds))
}
