// What a form holds, as names and values, without files and hidden fields: a browser cannot put a file back, and nobody
// typed what is hidden.

const skipped = new Set(['hidden', 'file', 'password', 'submit', 'button', 'reset', 'image'])

// A form, or a part of one that is saved by itself.
export function typedFields (form) {
  return [...form.elements ?? form.querySelectorAll('input, select, textarea')].filter(field => field.name && !skipped.has(field.type) && field.tagName !== 'BUTTON' && field.tagName !== 'FIELDSET')
}

// The fields that a browser may keep: not those with data-draft="never", which only commissioners may read.
export function keptFields (form) {
  return typedFields(form).filter(field => !field.closest('[data-draft="never"]'))
}

export function valuesOf (fields) {
  const values = {}
  for (const field of fields) {
    values[field.name] ??= []
    const tickable = field.type === 'checkbox' || field.type === 'radio'
    if (!tickable || field.checked) values[field.name].push(field.value)
  }
  return values
}

export function sameValues (a, b) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every(name => JSON.stringify(a[name] ?? []) === JSON.stringify(b[name] ?? []))
}

export function putValues (fields, values) {
  const left = structuredClone(values)
  for (const field of fields) {
    if (!(field.name in values)) continue
    if (field.type === 'checkbox' || field.type === 'radio') {
      field.checked = values[field.name].includes(field.value)
    } else {
      field.value = left[field.name].shift() ?? ''
    }
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
}
