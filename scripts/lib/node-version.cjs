// Old syntax and no dependency: every Node must be able to run this. On Node 20 the SQLite driver ends the process
// with a segmentation fault and no word, so the version is asked for first.
const parts = process.versions.node.split('.').map(Number);
const fits =
  (parts[0] === 24 && parts[1] >= 15) ||
  (parts[0] === 22 && (parts[1] > 22 || (parts[1] === 22 && parts[2] >= 2)));

if (!fits) {
  console.error(
    'Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ') does not run Countersign: use Node 24 (24.15 or newer) or 22 (22.22.2 or newer), or ./dev, which brings its own.',
  );
  process.exit(69);
}
