import '@testing-library/jest-dom';
import { configure } from '@testing-library/dom';

/* A whole app takes a while to draw on a machine that is busy with other things: slow is not wrong. */
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(30_000);
