import { createSandboxPortal } from '../src/sandbox';

createSandboxPortal().start();
