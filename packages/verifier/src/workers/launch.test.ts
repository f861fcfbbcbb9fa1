import { launch } from './launch';

describe('launch', () => {
  it('S12.3 gives a built worker no environment and no arguments of ours', () => {
    expect(launch(64, '/package/dist/worker.cjs.js')).toMatchObject({
      args: ['countersign-verification'],
      options: { env: {}, execArgv: ['--max-old-space-size=64'] },
    });
  });

  it('S12.3 tells a worker in its sources the home folder alone', () => {
    const { env } = launch(64).options;
    expect(Object.keys(env ?? {})).toEqual(['HOME']);
  });
});
