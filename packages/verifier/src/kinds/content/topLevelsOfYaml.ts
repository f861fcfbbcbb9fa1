import { addTo, mostKeys, type TopLevel, type TopValue } from './topLevel';

const mostDocuments = 10_000;
/** Characters of a value that are kept. */
const longest = 1_024;

/** A plain or a quoted key at the left margin, and what follows on its line. */
const keyForm =
  /^(?:([\w./$@-][\w./ $@-]{0,255}?)|"([^"\\]{1,256})"|'([^']{1,256})')\s*:(?:\s+(.*))?$/;

/**
 * Reads the first level of every document of a YAML file, line by line: what lies below is indented, and no parser has
 * to be paid for with a stranger's file.
 *
 * @returns `undefined` for what is written in any other way than as plain block mappings: nothing is certain then
 */
export function topLevelsOfYaml(text: string): TopLevel[] | undefined {
  const documents: TopLevel[] = [];
  let document: TopLevel = new Map();
  let key: string | undefined;
  let keys = 0;
  const end = () => {
    if (document.size > 0) documents.push(document);
    document = new Map();
    key = undefined;
  };
  for (const line of linesOf(text)) {
    if (isEmpty(line) || line.startsWith('%')) continue;
    if (/^(---|\.\.\.)(\s+#.*|\s*)$/.test(line)) {
      end();
      if (documents.length >= mostDocuments) return undefined;
      continue;
    }
    if (/^[ \t]/.test(line) || /^-( |$)/.test(line)) {
      // A list may stand as far left as its key.
      if (key === undefined) return undefined;
      deepen(document, key, line);
      continue;
    }
    const found = keyForm.exec(line);
    if (!found || ++keys > mostKeys) return undefined;
    key = found[1] ?? found[2] ?? found[3];
    addTo(document, key, valueOf(found[4] ?? ''));
  }
  end();
  return documents;
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    yield text.slice(start, end).replace(/\r$/, '');
    start = end + 1;
  }
}

function isEmpty(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

function valueOf(rest: string): TopValue {
  const text = rest
    .slice(0, longest)
    .replace(/(^|\s+)#.*$/, '')
    .trim();
  if (text.startsWith('{')) return { form: 'object' };
  if (text.startsWith('[')) return { form: 'list' };
  if (text === '' || /^[|>&*!]/.test(text)) return { form: 'other' };
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(text);
  return quoted ? quoted[2] : text;
}

/** What stands below a key says of which form its value is. */
function deepen(document: TopLevel, key: string, line: string) {
  const values = document.get(key) ?? [];
  const last = values[values.length - 1];
  if (typeof last !== 'string' && last?.form === 'other')
    last.form = /^\s*-( |$)/.test(line) ? 'list' : 'object';
}
