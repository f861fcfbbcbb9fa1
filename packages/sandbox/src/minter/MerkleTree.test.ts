import { createHash } from 'node:crypto';
import { MerkleTree } from './MerkleTree';

const hash = (...parts: Buffer[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** Root from a leaf and its path, by the algorithm of RFC 9162, 2.1.3.2: written apart from the tree's own. */
function rootFromPath(
  leaf: Buffer,
  index: number,
  size: number,
  path: Buffer[],
) {
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (fn % 2 === 1 || fn === sn) {
      root = hash(Buffer.from([1]), sibling, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else {
      root = hash(Buffer.from([1]), root, sibling);
    }
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return root;
}

describe('MerkleTree', () => {
  it('has the empty root of RFC 6962 and a leaf as its own root', () => {
    const tree = new MerkleTree();
    expect(tree.root()).toEqual(hash());
    tree.append(MerkleTree.leafHash(Buffer.from('a')));
    expect(tree.root()).toEqual(hash(Buffer.from([0]), Buffer.from('a')));
  });

  it('proves every leaf at every size', () => {
    const tree = new MerkleTree();
    const leaves: Buffer[] = [];
    for (let size = 1; size <= 33; size++) {
      const leaf = MerkleTree.leafHash(Buffer.from(String(size)));
      leaves.push(leaf);
      tree.append(leaf);
      leaves.forEach((each, index) =>
        expect(
          rootFromPath(each, index, size, tree.auditPath(index)).equals(
            tree.root(),
          ),
        ).toBe(true),
      );
    }
  });

  it('is the same tree after JSON', () => {
    const tree = new MerkleTree([hash(), hash(Buffer.from('x'))]);
    const again = MerkleTree.fromJSON(JSON.parse(JSON.stringify(tree)));
    expect(again.root()).toEqual(tree.root());
  });
});
