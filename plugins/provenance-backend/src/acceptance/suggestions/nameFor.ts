const longest = 60;

/** A name for a suggested rule, of what the certificate says; plain letters whatever that is. */
export function nameFor(
  { source, subject }: { source?: string; subject?: string },
  taken: Set<string>,
): string {
  const [repository = ''] = /[^/]+\/[^/]+$/.exec(source ?? '') ?? [];
  const [workflow = ''] = /[^/]+$/.exec(subject ?? '') ?? [];
  const words = [repository, workflow.replace(/\.ya?ml$/, '')]
    .map(plain)
    .filter(word => word !== '');
  const wanted = words.join('-').slice(0, longest) || 'signer';
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}-${i}`;
  taken.add(name);
  return name;
}

function plain(text: string): string {
  return text
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
