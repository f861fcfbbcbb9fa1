import { render, screen } from '@testing-library/react';
import { createPortal } from './App';

const { env } = process;

/** The loader wants objects, and an assignment to a real environment variable would make a string of them. */
function configure(data: object) {
  const values = {
    app: { title: 'Countersign', baseUrl: 'http://localhost:3000' },
    backend: { baseUrl: 'http://localhost:7007' },
    ...data,
  };
  const APP_CONFIG = [{ context: 'test', data: values }] as unknown as string;
  process.env = { ...env, APP_CONFIG };
}

describe('the portal', () => {
  afterEach(() => {
    process.env = env;
  });

  it('offers the guest where the configuration has no sandbox', async () => {
    configure({});
    render(createPortal());
    expect(await screen.findByText('Guest')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Enter' })).toBeInTheDocument();
  });

  it('offers the people of the sandbox where the configuration has them', async () => {
    configure({
      sandbox: {
        people: [
          {
            name: 'mina',
            displayName: 'Mina Okafor',
            title: 'Developer of payments',
            userEntityRef: 'user:default/mina',
          },
        ],
      },
    });
    render(createPortal());
    expect(
      await screen.findByRole('button', {
        name: 'Mina Okafor, Developer of payments',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Guest')).not.toBeInTheDocument();
  });
});
