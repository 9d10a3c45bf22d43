// What every page must keep to, for every person and however the page was reached: WCAG 2.2 AA, sound HTML, and no
// sideways scrolling on a phone.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { validator } from './html.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

// 320 CSS pixels is the narrowest that WCAG 1.4.10 asks for, 375 a common phone.
const phones = [320, 375]

// What has been judged: pages, kinds of address, and kinds of element within their parents. axe judges the 22nd
// priority only where it shows something that no earlier page did. Its HTML and its width depend on its words and ids,
// so they are checked on every page.
const judged = { pages: new Set(), shapes: new Set(), kinds: new Set() }

// What is wrong with the page in the browser; html is what the server sent for it. Afterwards the page is as wide as a
// phone.
export async function judge (page, html) {
  const { main, kinds } = await built(page)
  const [sent = html] = html.match(/<main[^]*<\/main>/) ?? []
  if (judged.pages.has(sent + main)) return []
  judged.pages.add(sent + main)
  const at = shape(page.url())
  const known = judged.shapes.has(at) && kinds.every(kind => judged.kinds.has(kind))
  judged.shapes.add(at)
  for (const kind of kinds) judged.kinds.add(kind)
  const found = await sound(html)
  if (!known) found.push(...await accessible(page))
  return [...found, ...await narrow(page)].map(words => `${new URL(page.url()).pathname}: ${words}`)
}

// What pages have in common: addresses that differ only in a search are one page. * means a record's id, a quarter, a
// priority or a target.
export function shape (address) {
  const url = new URL(address, 'http://here')
  return url.pathname.replace(/\b([0-9a-f]{32}|\d{4}Q\d|[1-7]\.[1-6])\b/g, '*').replace(/targets\/(?!new)[^/]+/, 'targets/*') + [...new Set(url.searchParams.keys())].sort().map(name => `?${name}`).join('')
}

// What is visible now, and the kinds of element in it: tag, classes and attributes, each with its parent.
const built = page => page.evaluate(() => {
  const kind = element => `${element.localName}.${[...element.classList].sort().join('.')}[${element.getAttributeNames().sort()}]`
  const kinds = [...document.querySelectorAll('body *')].map(element => `${kind(element.parentElement)} > ${kind(element)}`)
  return { main: document.querySelector('main')?.outerHTML, kinds: [...new Set(kinds)] }
})

async function sound (html) {
  const report = await validator.validateString(html)
  return report.results.flatMap(result => result.messages)
    .map(m => `HTML line ${m.line}: ${m.message} (${m.ruleId})`)
}

async function accessible (page) {
  await wide(page, 1280, 900)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), wcag)
  return violations.map(v => `axe: ${v.help} (${v.id}): ${v.nodes.map(n => n.target).join(' | ')}`)
}

// A page that was opened at a phone's width is checked there first.
async function narrow (page) {
  const found = []
  for (const width of page.viewportSize().width === phones[0] ? phones : phones.toReversed()) {
    await wide(page, width, 800)
    const measure = () => page.evaluate(() => document.scrollingElement.scrollWidth)
    let all = await measure()
    if (all > width) {
      await settled(page)
      all = await measure()
    }
    if (all > width) found.push(`at ${width} px the page scrolls sideways: it is ${all} px wide`)
  }
  return found
}

// The menu folds what does not fit in the frames after the width has changed.
export const settled = page => page.evaluate(() => new Promise(resolve => {
  let frames = 5
  const next = () => frames-- > 0 ? requestAnimationFrame(next) : resolve()
  next()
}))

async function wide (page, width, height) {
  if (page.viewportSize().width !== width) await page.setViewportSize({ width, height })
}
