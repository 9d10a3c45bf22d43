// What every page must keep to, whoever looks at it and however it came about: WCAG 2.2 AA, sound HTML, and no sideways
// scrolling on a phone.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { validator } from './html.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

// 320 CSS pixels is the narrowest that WCAG 1.4.10 asks for, 375 a common phone.
const phones = [320, 375]

// What is wrong with the page that the browser shows; html is what the server sent for it.
export async function judge (page, html) {
  await page.setViewportSize({ width: 1280, height: 900 })
  return [...named(page, await accessible(page)), ...await judgeWords(page, html)]
}

// judge without axe: what can be wrong with one page and right with another of the same elements.
export async function judgeWords (page, html) {
  return named(page, [...await sound(html), ...await narrow(page)])
}

const named = (page, found) => found.map(words => `${new URL(page.url()).pathname}: ${words}`)

async function sound (html) {
  const report = await validator.validateString(html)
  return report.results.flatMap(result => result.messages)
    .map(m => `HTML line ${m.line}: ${m.message} (${m.ruleId})`)
}

async function accessible (page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), wcag)
  return violations.map(v => `axe: ${v.help} (${v.id}): ${v.nodes.map(n => n.target).join(' | ')}`)
}

async function narrow (page) {
  const found = []
  for (const width of phones) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth)
    if (wide > width) found.push(`at ${width} px the page scrolls sideways: it is ${wide} px wide`)
  }
  return found
}
