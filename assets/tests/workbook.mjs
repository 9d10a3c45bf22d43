// A workbook as Excel saves one, for a file field.
import assert from 'node:assert/strict'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

const packed = 'application/vnd.openxmlformats'

// A workbook with rows in each of its sheets, by name. A sheet is its rows, or
// { rows, hidden, hiddenRows, hiddenColumns }, with rows and columns counted from 0.
export function workbook (sheets) {
  const names = Object.keys(sheets)
  const office = 'http://schemas.openxmlformats.org'
  const relations = `${office}/officeDocument/2006/relationships`
  const types = `${packed}-officedocument.spreadsheetml`
  const links = (kind, targets) => `<Relationships xmlns="${office}/package/2006/relationships">` +
    targets.map((to, n) => `<Relationship Id="r${n}" Type="${relations}/${kind}" Target="${to}"/>`).join('') + '</Relationships>'
  const cell = value => typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="${packed}-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
      names.map((_, n) => `<Override PartName="/xl/worksheets/s${n}.xml" ContentType="${types}.worksheet+xml"/>`).join('') + '</Types>',
    '_rels/.rels': links('officeDocument', ['xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': links('worksheet', names.map((_, n) => `worksheets/s${n}.xml`)),
    'xl/workbook.xml': `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets>` +
      names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="r${n}"${sheets[name].hidden ? ' state="hidden"' : ''}/>`).join('') +
      '</sheets></workbook>'
  }
  names.forEach((name, n) => {
    const { rows = sheets[name], hiddenRows = [], hiddenColumns = [] } = sheets[name]
    const columns = hiddenColumns.map(c => `<col min="${c + 1}" max="${c + 1}" width="9" hidden="1"/>`).join('')
    parts[`xl/worksheets/s${n}.xml`] = `<worksheet xmlns="${office}/spreadsheetml/2006/main">${columns && `<cols>${columns}</cols>`}<sheetData>` +
      rows.map((row, r) => `<row${hiddenRows.includes(r) ? ' hidden="1"' : ''}>${row.map(cell).join('')}</row>`).join('') +
      '</sheetData></worksheet>'
  })
  return file('pcns.xlsx', parts)
}

// A file for a file field: the parts of a workbook, by name.
export const file = (name, parts) => ({ name, mimeType: `${packed}-officedocument.spreadsheetml.sheet`, buffer: zip(parts) })

// A zip archive of texts or bytes, by name.
function zip (parts) {
  const files = []
  const index = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const body = Buffer.from(text)
    const small = deflateRawSync(body)
    const head = Buffer.alloc(26) // version, flags, method, time and date, then sum, sizes and the length of the name
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(body), 10)
    head.writeUInt32LE(small.length, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt16LE(name.length, 22)
    const entry = Buffer.alloc(14) // comment, disk and attributes, then where the file begins
    entry.writeUInt32LE(at, 10)
    files.push(Buffer.from('PK\x03\x04'), head, Buffer.from(name), small)
    index.push(Buffer.from('PK\x01\x02\x14\x00'), head, entry, Buffer.from(name))
    at += 30 + name.length + small.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(Buffer.concat(index).length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...files, ...index, Buffer.from('PK\x05\x06'), end])
}

// The parts of a workbook, by name. An xlsx file is a zip archive: its directory is at the end.
export function unzip (bytes) {
  const parts = {}
  const end = bytes.lastIndexOf('PK\x05\x06')
  for (let at = bytes.readUInt32LE(end + 16); bytes.readUInt32LE(at) === 0x02014b50;) {
    const [method, name, extra, comment] = [10, 28, 30, 32].map(field => bytes.readUInt16LE(at + field))
    const local = bytes.readUInt32LE(at + 42)
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(data, data + bytes.readUInt32LE(at + 20))
    parts[bytes.toString('utf8', at + 46, at + 46 + name)] = method === 0 ? body : inflateRawSync(body)
    at += 46 + name + extra + comment
  }
  assert.ok(parts['xl/workbook.xml'], 'no workbook in it')
  return parts
}
