// A quarter has ended: what a provider sends in, what commissioners do with it, and what each of them records besides.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, skip } from './browser.mjs'
import { demo } from './program.mjs'
import { walker } from './walk.mjs'

const icb = '/icb/DEMO1'
const commissioner = 'commissioner-demo1'

// The quarter's file, with far more people out of work than in the quarter before.
const file = `Quarter,Team,"Accessed, out of work",Accessed in work,Starters,Referrals
Q2 2026/27,Northside,43,12,20,70
Q3 2026/27,Northside,82,9,16,95
`
// The figures of all providers in the order of the form, then those that the ICB and its providers have agreed.
const column = ['52', '36', '5', '14', '17', '4', ...Array(10).fill(''), '10', '7', '66', '27.5', '51'].join('\n')

describe('a quarter', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo('2026-11-20T09:00:00Z', '2027-01-08T09:00:00Z'), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  function journey (name, key, walk, options) {
    test(name, async () => {
      const w = await walker(browser, program.address, key, icb, options)
      await walk(w)
      await w.end()
    })
  }

  journey('a provider sends its figures', 'provider-a-demo1', async w => {
    await w.says(/Enter your figures for Quarter 3 2026\/27/)
    await w.go('/returns')
    await w.follow('a[href$="/2026Q3"]')
    await w.open(w.page.locator('button[value=fill]'))
    await w.press('Fill in the posts from the last quarter', 200)
    assert.equal(await w.value('es_in_post'), '4.40')
    assert.equal(await w.value('access_unemployed'), '', 'people are never copied')
    await w.fill({ column: 'many\nmore' })
    await w.press('Add the column to the form', 422)
    assert.equal(await w.value('es_in_post'), '4.40')
    await w.fill({ column })
    await w.press('Add the column to the form', 200)
    assert.deepEqual([await w.value('referrals'), await w.value('es_in_post'), await w.value('active_caseload')], ['52', '4.40', '51'])
    await w.press('Save as draft', 303)

    await w.follow(/Take the figures from a file/)
    await w.page.setInputFiles('input[type=file]', { name: 'quarter.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
    await w.press('Read the file', 200)
    await w.page.getByLabel('People out of work at the start who started a first job').selectOption('starters')
    await w.press('Show the figures', 200)
    await w.press('Use these figures', 303)
    assert.deepEqual([await w.value('access_unemployed'), await w.value('referrals'), await w.value('es_in_post')], ['82', '95', '4.40'])

    await w.press('Submit to the ICB', 422)
    await w.wrong(/went from 43 in Quarter 2 2026\/27 to 82: give the reason beside it/)
    await w.page.keyboard.press('Tab')
    await w.page.keyboard.press('Enter')
    assert.match(await w.page.evaluate(() => document.activeElement.name), /access_unemployed/)
    await w.tabs('access_retention', 'first_job_starts', 'job_starts', 'es_in_post', 'sm_funded', 'active_caseload', 'note', 'step')
    await w.fill({ why_access_unemployed: 'A second clinic opened in October.', note: 'Two clinics now. All posts are filled.' })
    await w.press('Submit to the ICB', 303)
    await w.page.locator('[data-saved]', { hasText: 'Quarter 3 2026/27: submitted' }).waitFor()
    await w.follow(/Receipt to print/)
    await w.says(/82/)
  })

  journey('and its staff, teams and breakdown, and takes its workbook', 'provider-a-demo1', async w => {
    await w.go('/workforce')
    await w.follow(/Add a quarter’s staff figures/)
    await w.main.locator('#quarter').selectOption('2026Q3')
    await w.tabs('starters', 'enrolled', 'level3_done', 'study_time', 'permanent', 'es_band', 'plan', 'plan_on-day', 'plan_on-year', 'note')
    await w.fill({ starters: '1', enrolled: '2', completing: '1', completed: '1', specialists: '6', level3_done: '2', level3_under_way: '2', permanent: '9', left: '0' })
    await w.choose('es_band', 'at')
    await w.press(/^Save the quarter/, 422)
    await w.wrong(/cannot be more than those who started/)
    assert.equal(await w.value('level3_under_way'), '2')
    await w.fill({ enrolled: '1' })
    await w.press(/^Save the quarter/, 303)
    await w.says(/Quarter 3 2026\/27/)

    await w.go('/data-flow')
    await w.follow(/North community team/)
    const other = await w.context.newPage()
    await other.goto(w.page.url())
    await other.locator('[name=place]').fill('North of the area')
    await Promise.all([other.waitForURL(/data-flow(\?|$)/), other.getByRole('button', { name: 'Save the team' }).click()])
    await other.close()
    await w.date('mhsds_last', '30', '11', '2026')
    await w.main.locator('#tool_last').selectOption('2026Q3')
    await w.press('Save the team', 409)
    await w.says(/North of the area/)
    await w.press('Save the team', 303)

    await w.go('/conditions')
    await w.follow(/West community team/)
    await w.choose('office', 'yes')
    await w.date('found_on', '31', '2', '2027')
    await w.press('Save the team', 422)
    await w.date('found_on', '6', '1', '2027')
    await w.press('Save the team', 303)

    await w.go('/equity?characteristic=disability')
    await w.follow('a[href$="/2026Q3/disability"]')
    await w.tabs('access-1', 'unemployed-1', 'first_jobs-1', 'access-2', 'access-not_known')
    for (const box of await w.main.locator('input.nhsuk-input').all()) await box.fill('0')
    await w.fill({ 'access-1': '50', 'unemployed-1': '50', 'first_jobs-1': '10', 'access-2': '41', 'unemployed-2': '40', 'first_jobs-2': '6' })
    await w.press('Save as finished', 422)
    await w.wrong(/90.*82/s)
    await w.fill({ 'unemployed-2': '32' })
    await w.press('Save as finished', 303)
    await w.go('/equity?characteristic=disability')
    await w.says(/Four quarters to Quarter 3 2026\/27/)

    const sheets = await w.workbook('/workbook.xlsx?for=provider')
    assert.deepEqual(['Figures', 'Equity', 'Data flow', 'Workforce', 'Conditions for fidelity'].filter(name => !sheets.includes(name)), [])
    assert.equal((await w.context.request.get(`${icb}/workbook.xlsx?for=full`)).status(), 403)
  })

  journey('another does so without JavaScript', 'provider-b-demo1', async w => {
    await w.go('/returns')
    await w.follow('a[href$="/2026Q3"]')
    await w.fill({ column })
    await w.press('Add the column to the form', 200)
    await w.open(w.page.locator('button[value=fill]'))
    await w.press('Fill in the posts from the last quarter', 200)
    await w.fill({ job_starts: '13' })
    await w.press('Submit to the ICB', 422)
    await w.wrong(/must be 13 or less: they are counted in “All job starts”/)
    await w.fill({ job_starts: '17' })
    await w.press('Submit to the ICB', 303)
    await w.says(/submitted/i)
    await w.follow(/Receipt to print/)
    await w.says(/Riverside/)
  }, { javaScriptEnabled: false })

  journey('a commissioner asks about them', commissioner, async w => {
    await w.go('/my-work')
    await w.says(/Review Riverside's figures for Quarter 2 2026\/27/)
    await w.says(/Ask Riverside for its staff figures.*Hold or record a steering group meeting/s)
    await w.follow(/Review Northside's figures for Quarter 3 2026\/27/)
    await w.says(/A second clinic opened in October/)
    await w.follow(/Ask a question/)
    await w.press('Send the question', 422)
    await w.fill({ text: 'Are the 82 people, or contacts?' })
    await w.press('Send the question', 303)
  })

  journey('the provider answers, and corrects them', 'provider-a-demo1', async w => {
    await w.go('/my-work')
    await w.follow(/Answer the ICB’s question on the figures for Quarter 3 2026\/27/)
    await w.press('Send the answer', 422)
    await w.fill({ text: 'Contacts of two months were in it. A correction follows.' })
    await w.press('Send the answer', 303)
    await w.go('/returns')
    await w.follow('a[href$="/2026Q3"]')
    await w.follow(/Correct these figures/)
    await w.fill({ access_unemployed: '48', first_job_starts: '15', job_starts: '17' })
    await w.press('Save the correction', 422)
    await w.wrong(/Enter the reason for the correction/)
    assert.equal(await w.value('access_unemployed'), '48')
    await w.fill({ reason: 'The file counted contacts for two months.' })
    await w.press('Save the correction', 303)
    await w.says(/The file counted contacts for two months/)
    await w.says(/Submitted.*82.*Corrected|Corrected.*Submitted.*82/s)
    await w.go('/equity?characteristic=disability')
    await w.says(/No longer adds up to the quarterly figures/)
  })

  journey('commissioners accept them, and keep the ICB’s own records', commissioner, async w => {
    await w.go('/returns')
    await w.follow('a[href$="/2026Q3"]')
    await w.says(/Are the 82 people, or contacts/)
    await w.press('Accept the figures', 303)
    await w.says(/Accepted/)

    await w.go('/contracts')
    await w.follow(/Riverside IPS/)
    await w.says(/the toolkit asks for 3 years or more/)
    await w.follow(/Go through the clauses/)
    await w.tabs('access_stated', 'ref-access_target', 'outcome_stated', 'ref-staffing', 'caseload_stated', 'ref-meetings')
    await w.fill({ caseload_stated: 'about twenty', 'ref-staffing': 'Service specification, 3' })
    await w.press('Save the clauses', 422)
    assert.equal(await w.value('caseload_stated'), 'about twenty')
    await w.fill({ caseload_stated: '20' })
    await w.press('Save the clauses', 303)
    await w.says(/Service specification, 3/)
    await w.follow(/Record a conversation/)
    await w.date('talk-2-held', '7', '2', '2027')
    await w.press('Save the contract', 422)
    await w.date('talk-2-held', '7', '1', '2027')
    await w.fill({ 'talk-2-note': 'Procurement’s timetable is agreed.' })
    await w.press('Save the contract', 303)
    await w.says(/7 January 2027/)

    await w.go('/coverage')
    await w.follow(/Add several from a spreadsheet/)
    await w.fill({ text: 'PCN\tODS code\tPopulation\nYewtree\tU99914\t34,100\nZinnia Park\tU9991\t30,900\n' })
    await w.press('Check what would change', 422)
    await w.says(/ODS code must be U and five digits/)
    await w.fill({ text: 'PCN\tODS code\tPopulation\nYewtree\tU99914\t34,100\nZinnia Park\tU99915\t30,900\n' })
    await w.press('Check what would change', 200)
    await w.press(/^Save/, 303)
    await w.says(/of 15 PCNs/)

    await w.go('/co-design')
    await w.follow(/Add an event/)
    await w.fill({ what: 'Forum on the first appointment' })
    await w.choose('priority', '6.2')
    await w.choose('stage', 'start')
    await w.press('Save the event', 422)
    await w.date('on', '6', '1', '2027')
    await w.fill({ people: '9', said: 'Letters are hard to read.', did: 'The letter is rewritten with the group.' })
    await w.press('Save the event', 303)
    await w.says(/The letter is rewritten with the group/)

    await w.go('/meetings')
    await w.follow(/Plan or record a meeting/)
    await w.date('on', '16', '12', '2026')
    await w.press('Save the meeting', 422)
    await w.wrong(/Choose the provider/)
    await w.go('/steering/meetings/new')
    await w.date('on', '16', '12', '2026')
    await w.press('Save the meeting', 303)
    await w.go('/my-work')
    assert.doesNotMatch(await w.main.innerText(), /Hold or record a steering group meeting/)

    await w.go('/conditions')
    await w.follow(/West community team/)
    await w.choose('office_confirmed', 'yes')
    await w.date('confirmed_on', '8', '1', '2027')
    await w.press('Save the team', 303)
  })

  journey('and plan, answer what differs and take the whole workbook', commissioner, async w => {
    await w.go('/plan?access=1000&retention=25')
    await w.says(/18\.75 employment specialists/)
    await w.page.reload()
    assert.deepEqual([await w.value('access'), await w.value('retention')], ['1000', '25'])
    await w.go('/plan/record?year=2026')
    await w.tabs('access_source', 'baseline', 'retention', 'mhis', 'finance_on-day', 'grow_es', 'leaders_reason', 'pay_es', 'overhead')
    await w.fill({ baseline: 'three hundred', mhis: '430,000' })
    await w.press('Save', 422)
    assert.deepEqual([await w.value('baseline'), await w.value('mhis')], ['three hundred', '430,000'])
    await w.fill({ baseline: '310' })
    await w.press('Save', 303)

    await w.go('')
    await w.says(/Status and figures differ/)
    await w.go('/toolkit/2.1')
    await w.press('Save the answer', 422)
    await w.wrong(/Enter why the status is right/)
    const other = await w.context.newPage()
    await other.goto(`${icb}/toolkit/2.1`)
    await other.locator('[name=note]').fill('Riverside’s variation is being signed.')
    await Promise.all([other.waitForURL(/saved=/), other.getByRole('button', { name: 'Save the answer' }).click()])
    await other.close()
    await w.fill({ note: 'It is signed this month.' })
    await w.press('Save the answer', 409)
    await w.says(/Riverside’s variation is being signed/)
    assert.equal(await w.value('note'), 'Riverside’s variation is being signed.\nIt is signed this month.')
    await w.press('Save the answer', 303)
    await w.says(/It is signed this month/)

    await w.go('/targets')
    await w.follow(/Steering group meetings/)
    await w.says(/4 of 4 quarters/)
    const sheets = await w.workbook('/workbook.xlsx?for=full')
    const expected = [
      'Status and figures differ', 'Figures sent', 'Figures', 'Published access', 'Equity', 'Staffing plan', 'Contracts', 'Contract clauses', 'Data flow',
      'PCN coverage', 'Workforce', 'Conditions for fidelity', 'Co-design and feedback', 'Strategies', 'Jobs', 'Meetings'
    ]
    assert.deepEqual(expected.filter(name => !sheets.includes(name)), [])
  })

  journey('a procurement keeps others out', 'lead-demo1', async w => {
    const left = await walker(browser, program.address, commissioner, icb)
    await left.go('/contracts')
    await w.go('/procurement')
    await w.main.getByLabel('ICB administrator, Demo 1').uncheck()
    await w.press(/^Switch on/, 422)
    await w.main.getByLabel('ICB administrator, Demo 1').check()
    await w.press(/^Switch on/, 303)
    await w.go('/contracts')
    for (const path of ['/contracts', '/plan?access=1000', '/plan/record?year=2026']) {
      const answer = await left.page.goto(icb + path)
      assert.equal(answer.status(), 403, path)
      await left.look(await answer.text())
    }
    await left.go('/returns')
    assert.equal(await left.main.getByRole('link', { name: 'Contracts', exact: true }).count(), 0)
    const [all, others] = await Promise.all([w, left].map(one => one.workbook('/workbook.xlsx?for=full')))
    const kept = ['Contracts', 'Contract clauses', 'Staffing plan']
    assert.deepEqual(kept.filter(name => all.includes(name)), kept)
    assert.deepEqual(kept.filter(name => others.includes(name)), [])
    await left.end()
  })
})
