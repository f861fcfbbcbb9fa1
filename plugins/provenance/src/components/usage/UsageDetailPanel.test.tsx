import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NowProvider } from '../../hooks';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { renderOnEntityPage } from '../../__testUtils__/render';
import {
  hostile,
  hostileDetail,
  hotfix,
  hotfixDetail,
  trusted,
  trustedDetail,
} from '../../__testUtils__/stories';
import { detail, evidence, now } from '../../__testUtils__/usages';
import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { UsageDetailPanel } from './UsageDetailPanel';

function renderPanel(usage: UsageSummary, ...details: UsageDetail[]) {
  const api = new FakeProvenanceApi([usage], details);
  const rendered = renderOnEntityPage(
    <NowProvider now={now}>
      <UsageDetailPanel usage={usage} />
    </NowProvider>,
    api,
  );
  return { api, ...rendered };
}

const section = async (title: string) =>
  (await screen.findByRole('heading', { name: title })).closest('section')!;

describe('Why', () => {
  it('says what is, what the rule wants, where they differ, whose move it is and the fix', async () => {
    renderPanel(hotfix, hotfixDetail);
    const why = await section('Why');
    expect(why).toHaveTextContent(
      'Not trusted · would be blocked. Signed by the accepted workflow, but from refs/heads/hotfix-2',
    );
    expect(why).toHaveTextContent('Found refs/heads/hotfix-2');
    expect(why).toHaveTextContent('Rule wants refs/tags/v*');
    expect(
      [...why.querySelectorAll('mark')].map(mark => mark.textContent),
    ).toEqual(['heads', 'hotfix-2', 'tags', 'v*']);
    expect(why).toHaveTextContent('Your team’s move: Release from an accepted');
  });

  it('shows a moved tag with both digests', async () => {
    renderPanel(hotfix, hotfixDetail);
    const why = await section('Why');
    expect(why).toHaveTextContent('The tag moved, today, 10:20');
    expect(why).toHaveTextContent('Before 3f9a1c22d4e5');
    expect(why).toHaveTextContent('Now 7d0c55e1a2b3');
  });

  it('names nobody and compares nothing where all is well', async () => {
    renderPanel(trusted, trustedDetail);
    const why = await section('Why');
    expect(why).toHaveTextContent('Trusted. Signed by');
    expect(why).not.toHaveTextContent('move');
    expect(why.querySelector('mark')).toBeNull();
  });
});

describe('Signatures and attestations', () => {
  it('shows signer, issuer, time, log entry, builder, source and commit of what is accepted', async () => {
    renderPanel(trusted, trustedDetail);
    const list = await section('Signatures and attestations');
    const words = 'GitHub Actions · acme/payments · release.yml · tag v1.8.2';
    expect(within(list).getAllByText(words)[0]).toHaveAttribute(
      'title',
      'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
    );
    for (const text of [
      'https://token.actions.githubusercontent.com',
      'public-good',
      '2026-11-17 00:41:00 UTC',
      '#128394711',
      'https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2',
      'https://github.com/acme/payments',
      '9c1f0d5b7a3e',
    ]) {
      expect(list).toHaveTextContent(text);
    }
  });

  it('S1.5 shows each proof by itself', async () => {
    renderPanel(trusted, trustedDetail);
    const first = await screen.findByRole('button', {
      name: '10 proofs hold, 1 not there',
    });
    await userEvent.click(first);
    const proofs = screen.getByRole('list', { name: 'Proofs' });
    expect(proofs).toHaveTextContent('Log holds the entry: proven');
    expect(proofs).toHaveTextContent('Timestamp authority: not there');
  });

  it('S11.1 keeps what a stranger signed closed, under a heading that says so', async () => {
    renderPanel(trusted, trustedDetail);
    const stranger = await screen.findByRole('button', {
      name: /^Provenance, not accepted: the signer says GitHub Actions/,
    });
    expect(stranger).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('list', { name: 'Proofs' })).toBeNull();
    await userEvent.click(stranger);
    expect(screen.getByRole('list', { name: 'Proofs' })).toHaveTextContent(
      'Signature fits the bytes: failed, the signature does not fit the payload',
    );
  });

  it('S11.1 an SBOM of an accepted signer is not a stranger’s', async () => {
    renderPanel(trusted, trustedDetail);
    const list = await section('Signatures and attestations');
    await userEvent.click(
      within(list).getByRole('button', { name: /^SBOM, accepted: GitHub/ }),
    );
    expect(list).toHaveTextContent('accepts its signer');
  });

  it('S2.3 marks what only the statement says', async () => {
    const keySigned = evidence({
      signer: { type: 'key' },
      authority: 'platform-key',
      statement: {
        role: 'provenance',
        sourceRepository: 'https://github.com/acme/payments',
        sourceDigest: '9c1f0d5b7a3e4c2d',
        builder: 'https://builder.example/',
      },
    });
    renderPanel(trusted, detail(trusted, { evidence: [keySigned] }));
    const list = await section('Signatures and attestations');
    expect(
      within(list).getAllByText(/only the statement says so/),
    ).toHaveLength(3);
  });

  it('S7.1 does not show a claimed time as the time of signing', async () => {
    const untimed = evidence({
      outcome: { status: 'proven', provenTimes: [] },
    });
    renderPanel(trusted, detail(trusted, { evidence: [untimed] }));
    expect(await screen.findByText('Nothing proves when.')).toBeInTheDocument();
  });
});

describe('Where signatures were looked for', () => {
  it('S1.2 tells "nothing there" from "could not look"', async () => {
    const base = detail(trusted);
    base.collection!.sources.push(
      { source: 'bundle-file', status: 'limited', limit: '10 MB' },
      {
        source: 'referrers-tag',
        status: 'failed',
        cause: {
          code: 'registry-unreachable',
          origin: 'infrastructure',
          message: 'connect ECONNREFUSED',
        },
      },
    );
    renderPanel(trusted, base);
    const sources = await section('Where signatures were looked for');
    expect(sources).toHaveTextContent('Referrers API' + 'nothing there');
    expect(sources).toHaveTextContent('cut off: 10 MB');
    expect(sources).toHaveTextContent(
      'could not be read: connect ECONNREFUSED',
    );
  });
});

describe('what strangers say', () => {
  it('is text: nothing of it becomes markup, a link or a reordering', async () => {
    const { container } = renderPanel(hostile, hostileDetail);
    await section('Why');
    for (const button of screen.queryAllByRole('button', {
      name: /not accepted|proofs hold/,
    })) {
      await userEvent.click(button);
    }
    expect(container.querySelector('script, img, svg[onload], b')).toBeNull();
    expect(container.textContent).not.toMatch(/[\u202a-\u202e]/);
    expect(container.textContent).toContain('\\u{202e}');
    for (const link of container.querySelectorAll('a')) {
      expect(link.href).toMatch(/^https:\/\/(?!.*evil)/);
    }
  });
});

describe('states of the panel', () => {
  it('says what failed and tries again', async () => {
    const api = new FakeProvenanceApi([trusted], [trustedDetail]);
    api.failure = new FakeResponseError(500, 'Oops');
    renderOnEntityPage(
      <NowProvider now={now}>
        <UsageDetailPanel usage={trusted} />
      </NowProvider>,
      api,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not load the proof of this artifact.',
    );
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Why')).toBeInTheDocument();
  });

  it('says that an artifact is gone', async () => {
    const api = new FakeProvenanceApi([]);
    renderOnEntityPage(
      <NowProvider now={now}>
        <UsageDetailPanel usage={trusted} />
      </NowProvider>,
      api,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'it is not here any more',
    );
  });

  it('says that nothing was looked at yet', async () => {
    const unseen = detail(trusted, { evidence: [], traces: [] });
    delete unseen.collection;
    renderPanel(trusted, unseen);
    expect(
      await screen.findByText('Nothing was looked at yet.'),
    ).toBeInTheDocument();
  });
});
