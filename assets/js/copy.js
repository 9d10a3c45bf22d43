// A text that is there to be copied gets a button that copies it. Without it people select the text themselves.
export function offerCopies (page) {
  for (const text of page.querySelectorAll('[data-copy]')) {
    const button = page.createElement('button')
    button.type = 'button'
    button.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small app-copy'
    button.textContent = text.dataset.copy
    const said = page.createElement('span')
    said.className = 'app-copy__said'
    said.setAttribute('role', 'status')
    button.addEventListener('click', async () => {
      text.select()
      try {
        await navigator.clipboard.writeText(text.value)
        said.textContent = 'Copied'
      } catch { // the browser does not allow it, or the page is not encrypted
        said.textContent = 'The text is selected: copy it with your keyboard or menu'
      }
    })
    text.after(button, said)
  }
}
