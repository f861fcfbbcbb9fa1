module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // The sandbox is a development dependency: these files are started from dev/ and are not part of the build.
      files: ['src/sandbox.ts', 'src/verdicts/**'],
      rules: { '@backstage/no-undeclared-imports': 'off' },
    },
  ],
});
