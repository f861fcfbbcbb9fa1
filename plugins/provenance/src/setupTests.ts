import '@testing-library/jest-dom';
import { configure } from '@testing-library/dom';

/* A whole app takes a while to draw on a machine that is busy with other things: slow is not wrong. */
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(30_000);

/**
 * What the host's libraries say in every test and nobody here can change, so that a warning of ours stands out:
 * Material UI v4 calls findDOMNode under React 18, its style sheets hold rules that jsdom does not parse, and the router
 * announces its next major version.
 */
const noise = ['findDOMNode', '[JSS]', 'React Router Future Flag'];

/* eslint-disable no-console */
for (const level of ['error', 'warn'] as const) {
  const write = console[level];
  jest.spyOn(console, level).mockImplementation((...message: unknown[]) => {
    if (noise.some(text => String(message[0]).includes(text))) return;
    write(...message);
  });
}
