import { workerTag, type WorkerRequest } from '../protocol';

/** A worker that does what the material says: the worst that a stranger could make a real one do. */
export const hostileFile = __filename;

let running = 0;
let most = 0;

const actions: Record<string, (request: WorkerRequest) => unknown> = {
  /** Reports back what the worker sees of the process around it. */
  look: request =>
    failed(request, {
      env: process.env,
      argv: process.argv.slice(2),
      execArgv: process.execArgv,
      pid: process.pid,
    }),
  /** Answers late, and says how many tasks it had in the meantime. */
  async busy(request) {
    running++;
    most = Math.max(most, running);
    await new Promise(resolve => setTimeout(resolve, 20));
    running--;
    return failed(request, { most, pid: process.pid });
  },
  kept: request =>
    failed(request, {
      content: request.content !== undefined,
      forget: request.forget,
    }),
  loop() {
    for (;;);
  },
  memory() {
    const hoard: unknown[] = [];
    for (;;) hoard.push({ a: [1, hoard.length] });
  },
  /** Where a runtime looks for no interruption. */
  parse() {
    const hoard: unknown[] = [];
    for (;;) hoard.push(JSON.parse(`[${'{},'.repeat(5_000_000)}1]`));
  },
  crash() {
    setImmediate(() => {
      throw new Error('thrown where nobody catches');
    });
    return new Promise(() => {});
  },
  exit() {
    process.exit(0);
  },
  rejection() {
    void Promise.reject(new Error('rejected where nobody catches'));
    return new Promise(() => {});
  },
  silence: () => new Promise(() => {}),
  fault(): never {
    throw new Error('the authority was not understood');
  },
  /** Says that somebody else's material is proven. */
  lie: request => ({
    ...proven(request),
    material: `sha256:${'0'.repeat(64)}`,
  }),
  /** Proven, beside a proof that nobody made. */
  half: request => ({
    ...proven(request),
    proofs: { ...proven(request).proofs, signature: { status: 'unchecked' } },
  }),
  nothing: () => undefined,
};

if (process.send && process.argv[2] === workerTag) {
  process.on('message', async (request: WorkerRequest) => {
    const action = Buffer.from(request.material.bytes).toString();
    if (action === 'babble') return process.send?.('babble');
    try {
      const evidence = await actions[action](request);
      return process.send?.({ type: 'evidence', evidence });
    } catch (error) {
      return process.send?.({ type: 'fault', message: String(error) });
    }
  });
  process.send?.({ type: 'ready' });
}

const names =
  'format signature chain validity sct set inclusion checkpoint timestamp subject claims'.split(
    ' ',
  );

function base({ material, subject, authority }: WorkerRequest) {
  return {
    subject,
    material: material.digest,
    format: material.format,
    authority: 'whatever the worker calls it',
    authorityDigest: authority,
    verifierRevision: Number(material.annotations.revision),
  };
}

function failed(request: WorkerRequest, seen: object) {
  return {
    ...base(request),
    proofs: proofs('unchecked'),
    outcome: {
      status: 'failed',
      code: 'malformed',
      message: JSON.stringify(seen),
    },
  };
}

function proven(request: WorkerRequest) {
  return {
    ...base(request),
    signer: { type: 'key' },
    proofs: proofs('proven'),
    outcome: { status: 'proven', provenTimes: [] },
  };
}

function proofs(status: string): Record<string, object> {
  return Object.fromEntries(names.map(name => [name, { status }]));
}
