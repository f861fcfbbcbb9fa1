/** The id of the field that stands at a path of the list: `initial[2].signers[0].subject`. */
export function fieldId(path: string): string {
  return `provenance-field-${path}`;
}

/** Moves the focus to a field, or to the nearest that it would be in. */
export function focusField(path: string): void {
  let rest = path;
  while (rest !== '') {
    const field = document.getElementById(fieldId(rest));
    if (field) {
      field.scrollIntoView?.({ block: 'center' });
      field.focus();
      return;
    }
    rest = rest.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$/, '');
  }
}
