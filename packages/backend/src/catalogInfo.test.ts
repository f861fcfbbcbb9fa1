import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const root = path.resolve(__dirname, '../../..');

interface Described {
  kind: string;
  metadata: { name: string; title?: string };
  spec: { type?: string; system?: string; owner: string };
}

function describedEntities(): Described[] {
  const file = readFileSync(path.join(root, 'catalog-info.yaml'), 'utf8');
  return parseAllDocuments(file).map(document => document.toJS());
}

function packages(): { name: string; role: string }[] {
  return ['packages', 'plugins']
    .flatMap(parent =>
      readdirSync(path.join(root, parent)).map(name =>
        path.join(root, parent, name, 'package.json'),
      ),
    )
    .filter(file => existsSync(file))
    .map(file => JSON.parse(readFileSync(file, 'utf8')))
    .map(({ name, backstage }) => ({ name, role: backstage.role }));
}

const components = () =>
  describedEntities().filter(({ kind }) => kind === 'Component');

describe('catalog-info.yaml', () => {
  it('has one component a package, of the type that the role says', () => {
    const described = components().map(({ metadata, spec }) => ({
      name: metadata.title,
      role: spec.type?.replace('backstage-', ''),
    }));
    const byName = (a: { name?: string }, b: { name?: string }) =>
      String(a.name).localeCompare(String(b.name));
    expect(described.sort(byName)).toEqual(packages().sort(byName));
  });

  it('puts every component into the system, with an owner that it describes', () => {
    for (const { spec } of components()) {
      expect(spec).toMatchObject({
        system: 'countersign',
        owner: 'countersign-maintainers',
      });
    }
    const names = describedEntities().map(({ metadata }) => metadata.name);
    expect(names).toEqual(
      expect.arrayContaining(['countersign', 'countersign-maintainers']),
    );
  });
});
