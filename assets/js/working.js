// Says what is going on while a person waits. A form or a link with data-working="Sending your files" shows these words
// a second after it was used. A link that downloads leaves its page open, so its words go again.

export function sayWhatIsGoingOn (page) {
  for (const what of page.querySelectorAll('form[data-working], a[data-working]')) {
    what.addEventListener(what.tagName === 'FORM' ? 'submit' : 'click', () => {
      const words = document.createElement('p')
      words.className = 'app-working'
      words.setAttribute('role', 'status')
      what.after(words)
      setTimeout(() => { words.textContent = `${what.dataset.working}…` }, 1000)
      if (what.tagName === 'A') setTimeout(() => words.remove(), 15000)
      window.addEventListener('pageshow', () => words.remove(), { once: true })
    })
  }
}
