// A workbook is filled in offline while somebody else works on the pages, and comes back: every change is seen before any is saved.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'
import { file, unzip } from './workbook.mjs'

const icb = '/icb/DEMO1'
const both = ['1.2', '3.4', '5.1'] // changed on the pages too
const refused = {
  2.1: ['owner', 'Jo Nobody', 'nobody in this ICB is called that'],
  2.2: ['status', 'Nearly done', 'Status must be one of'],
  2.3: ['review_on', 'Next spring', 'Review by must be a date'],
  2.4: ['notes', 'Order 999 000 0018', 'must not include an NHS number'],
  4.1: ['notes', { formula: '1+1' }, 'holds a formula, which we do not work out']
}

describe('a workbook that comes back', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  test('22 changed rows, 3 of them changed on the pages too and 5 refused', async () => {
    const visitor = await person(browser, program.address)
    const { page } = visitor
    await signIn(page, 'lead-demo1', `${icb}/workbook`)
    const [downloaded] = await Promise.all([page.waitForEvent('download'), page.locator('main a[href*="workbook.xlsx"]').first().click()])
    const filled = fill(await readFile(await downloaded.path()))

    const other = await person(browser, program.address)
    await signIn(other.page, 'commissioner-demo1')
    for (const key of both) {
      await other.page.goto(`${icb}/toolkit/${key}`)
      await other.page.locator('textarea[name=notes]').fill(`Written on the page of ${key}.`)
      await other.page.getByRole('button', { name: 'Save and go to' }).first().click()
      await other.page.getByText(/saved/).first().waitFor()
    }
    await other.close()

    await page.getByRole('link', { name: 'bring it back' }).click()
    assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
    const html = await bring(page, filled)
    const main = page.locator('main')
    for (const words of ['17 rows would be changed', '3 rows were changed here too: choose what stays', '5 rows cannot be taken']) {
      await main.getByText(words).waitFor()
    }
    for (const [key, [, , why]] of Object.entries(refused)) {
      const row = main.getByRole('listitem').filter({ has: page.getByRole('heading', { name: key }) })
      assert.match(await row.textContent(), new RegExp(why), key)
    }
    assert.deepEqual(await judge(page, html), [])
    await onPaper(page)

    // Without the mouse: 1.3 is left as it is, and of 3.4 the workbook's notes are taken.
    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByRole('checkbox', { name: '1.3' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('checkbox', { name: '3.4' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    assert.ok(await page.getByRole('radio', { name: 'Written offline for 3.4.' }).isChecked())
    await page.getByRole('button', { name: 'Save the ticked rows' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('14 rows saved from the workbook').waitFor()
    assert.deepEqual(await judge(page, await (await page.reload()).text()), [])

    for (const [key, words] of [['1.1', 'offline for'], ['1.2', 'on the page of'], ['3.4', 'offline for']]) {
      await page.goto(`${icb}/toolkit/${key}`)
      assert.equal(await page.locator('textarea[name=notes]').inputValue(), `Written ${words} ${key}.`)
    }
    await page.getByText('From workbook').first().waitFor({ state: 'attached' })
    assert.match(await page.locator('main').textContent(), /From workbook\s*:?\s*filled in\.xlsx/i)
    assert.deepEqual(visitor.breaches, [])
    await visitor.close()

    // The same file again, without JavaScript: what was saved does not come again.
    const plain = await person(browser, program.address, { javaScriptEnabled: false })
    await signIn(plain.page, 'lead-demo1', `${icb}/import`)
    await bring(plain.page, filled)
    assert.deepEqual((await plain.page.getByRole('checkbox').evaluateAll(boxes => boxes.map(box => box.value))).sort(),
      ['priority-1.2', 'priority-1.3', 'priority-5.1'])
    await plain.page.getByText('2 rows were changed here too').waitFor()
    await plain.page.getByRole('button', { name: 'Save the ticked rows' }).click()
    await plain.page.getByText('1 row saved from the workbook').waitFor()
    await plain.close()
  })
})

// Brings a workbook back and returns what the server sent for the preview.
async function bring (page, filled) {
  await page.setInputFiles('input[type=file]', filled)
  const [answer] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST'),
    page.getByRole('button', { name: 'Check what would change' }).click()
  ])
  await page.waitForLoadState()
  assert.equal(answer.status(), 200, await page.title())
  return answer.text()
}

// Paper has all 22 rows and is wide enough; what only a screen can do is not on it.
async function onPaper (page) {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 688, height: 1000 }) // A4 within its margins
  assert.ok(await page.evaluate(() => [...document.querySelectorAll('.app-incoming *')].every(part => part.getBoundingClientRect().right <= innerWidth)), 'paper is wide enough')
  assert.equal(await page.locator('.app-incoming__row:visible').count(), 22)
  assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0)
  await page.emulateMedia({ media: null })
}

// The workbook as somebody fills it in: new notes in each priority's row, and what is refused in five of them.
function fill (bytes) {
  const parts = unzip(bytes)
  const name = Object.keys(parts).find(name => parts[name].includes('ips-keys-1 Toolkit<'))
  let sheet = parts[name].toString()
  const rows = [...sheet.matchAll(/<c r="[A-Z]+(\d+)"[^>]*><is><t>priority\|([\d.]+)\|/g)]
  assert.equal(rows.length, 22)
  for (const [, row, key] of rows) {
    const [field, value] = refused[key] ?? ['notes', `Written offline for ${key}.`]
    const [, column] = sheet.match(new RegExp(`<c r="([A-Z]+)1"[^>]*><is><t>${field}</t>`))
    const cell = new RegExp(`<c r="${column}${row}"[^]*?</c>`)
    assert.match(sheet, cell, `${column}${row}`)
    sheet = sheet.replace(cell, value.formula
      ? `<c r="${column}${row}"><f>${value.formula}</f><v>2</v></c>`
      : `<c r="${column}${row}" t="inlineStr"><is><t>${value}</t></is></c>`)
  }
  return file('filled in.xlsx', { ...parts, [name]: sheet })
}
