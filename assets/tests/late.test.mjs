// One provider has sent its figures and another has not: it happens every quarter. The headlines stay with the last
// quarters that are complete for all, at each step, whoever looks.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, skip } from './browser.mjs'
import { demo } from './program.mjs'
import { walker } from './walk.mjs'

const icb = '/icb/DEMO1'

describe('a late provider', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo('2026-11-20T09:00:00Z', '2027-01-08T09:00:00Z'), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function as (key, walk) {
    const w = await walker(browser, program.address, key, icb)
    await walk(w)
    await w.end()
  }

  // The rate, the people per specialist and the year's access, as a commissioner's page of targets has them.
  const toQuarter2 = [
    /into jobs\s+four quarters to Quarter 2 2026\/27\s+Met\s.*?42\.0%/s,
    /specialist in a year\s+four quarters to Quarter 2 2026\/27\s+Not met\s+41\.1/,
    /2026\/27 to Quarter 2 2026\/27\s+\S.*?205 by now, 410 in the year/s
  ]
  async function headlines (w, patterns, ...others) {
    await w.go('/targets')
    for (const words of [...patterns, ...others]) await w.says(words)
  }

  const posts = { es_in_post: '4.4', es_funded: '5', tl_in_post: '0.6', tl_funded: '1', sm_in_post: '0.2', sm_funded: '0.2' }

  test('the headline at each step of a quarter', async () => {
    await as('commissioner-demo1', async w => {
      await headlines(w, toQuarter2, /Quarter 3 2026\/27: waiting for Northside and Riverside\./)
    })
    await as('provider-a-demo1', async w => {
      await w.go('/targets')
      await w.says(/Quarter 3 2026\/27: waiting for Northside\./)
      await w.says(/125 by now, 250 in the year, as the contract states/)
      await w.go('/returns')
      await w.follow('a[href$="/2026Q3"]')
      await w.send({ access_unemployed: '45', first_job_starts: '20', ...posts })
      await headlines(w, [/into jobs\s+four quarters to Quarter 3 2026\/27/, /188 by now, 250 in the year/])
    })
    await as('commissioner-demo1', async w => {
      await headlines(w, toQuarter2, /Quarter 3 2026\/27: figures from 1 of 2 providers so far\. Waiting for Riverside\./)
      await w.go('/targets/job-outcome-rate')
      await w.says(/Not counted yet\s+Quarter 3 2026\/27: Northside 44\.4% \(20 people who started a job \/ 45 people out of work at the start\)\. Waiting for Riverside\./)
      await w.says(/Northside\s+four quarters to Quarter 3 2026\/27.*Riverside\s+four quarters to Quarter 2 2026\/27/s)
      await w.go('/toolkit/3.4')
      await w.says(/42\.0%, four quarters to Quarter 2 2026\/27\. Result: .*met/s)
      await w.go('')
      await w.says(/Waiting for Riverside/)
    })
    await as('provider-b-demo1', async w => {
      await w.go('/targets')
      assert.doesNotMatch(await w.main.innerText(), /Northside/)
    })
    await as('reader-demo1', async w => {
      await headlines(w, toQuarter2, /figures from 1 of 2 providers so far\. Waiting for Riverside\./) // its terms agree figures by provider
    })

    // A provider that begins with the quarter is waited for; one that ended before it is not.
    await as('lead-demo1', async w => {
      await w.go('/providers')
      await w.fill({ name: 'Hilltop' })
      await w.choose('kind', 'cic')
      await w.press(/^(Save|Add) the provider/, 303)
      await w.go('/contracts/new')
      await w.main.locator('[name=provider]').selectOption({ label: 'Hilltop' })
      await w.fill({ name: 'Hilltop IPS' })
      await w.date('start', '1', '10', '2026')
      await w.date('end', '30', '9', '2029')
      await w.press('Add the contract', 303)
      await headlines(w, toQuarter2, /figures from 1 of 3 providers so far\. Waiting for Riverside and Hilltop\.|Waiting for Hilltop and Riverside\./)
      await w.go('/contracts')
      await w.follow(/Riverside IPS/)
      await w.follow('a[href$="/edit"]')
      await w.date('ended', '30', '9', '2026')
      await w.fill({ ended_reason: 'The service moved to Hilltop.' })
      await w.press('Save the contract', 303)
      await headlines(w, toQuarter2, /figures from 1 of 2 providers so far\. Waiting for Hilltop\./)
      await w.go('/returns')
      await w.follow('a[href$="/2026Q3"]')
      await w.says(/Hilltop/)
      await w.send({ access_unemployed: '33', first_job_starts: '13', ...posts, es_in_post: '3.1' })
      await headlines(w, [/into jobs\s+four quarters to Quarter 3 2026\/27\s+Met/, /308 by now, 410 in the year/])
      assert.doesNotMatch(await w.main.innerText(), /[Ww]aiting for/)
      await w.go('/targets/job-outcome-rate')
      await w.says(/Riverside\s+four quarters to Quarter 2 2026\/27/)
      await w.says(/Hilltop.*1 of 4 quarters so far/s)
    })
  })
})
