import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { provenanceApiRef } from './api';
import plugin from '.';
import { FakeProvenanceApi } from './__testUtils__/FakeProvenanceApi';
import { annotated, unannotated } from './__testUtils__/render';
import { branchRule } from './__testUtils__/acceptance';
import { firstRun } from './__testUtils__/setup';
import { hotfix, trusted } from './__testUtils__/stories';

function renderEntityPage(entity: Entity, api = new FakeProvenanceApi()) {
  return renderTestApp({
    features: [plugin],
    extensions: [createTestEntityPage({ entity })],
    apis: [[provenanceApiRef, api]],
  });
}

describe('the plugin in the new frontend system', () => {
  it('puts tab and card on an entity page', async () => {
    renderEntityPage(annotated, new FakeProvenanceApi([trusted, hotfix]));
    expect(
      await screen.findByRole('button', { name: 'Check now' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('Signature status')).toBeInTheDocument();
  });

  it.each(['Component', 'Resource', 'System'])(
    'serves a %s that names nothing',
    async kind => {
      renderEntityPage({ ...unannotated, kind });
      expect(
        await screen.findByText('Nobody has said yet what this entity runs.'),
      ).toBeInTheDocument();
    },
  );

  it('has a page of its own, with one header', async () => {
    const api = Object.assign(new FakeProvenanceApi(), { setup: firstRun });
    renderTestApp({
      features: [plugin],
      apis: [[provenanceApiRef, api]],
      initialRouteEntries: ['/provenance'],
    });
    expect(
      await screen.findByRole('list', { name: 'Steps' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('says who may sign what in a tab of that page, with a way to it', async () => {
    const api = Object.assign(new FakeProvenanceApi(), {
      acceptance: { version: 42, rules: [branchRule] },
    });
    renderTestApp({
      features: [plugin],
      apis: [[provenanceApiRef, api]],
      initialRouteEntries: ['/provenance'],
    });
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Acceptance' }),
    );
    expect(
      await screen.findByText('Version 42 is in force: 1 rule.'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('takes an address below that tab', async () => {
    renderTestApp({
      features: [plugin],
      apis: [[provenanceApiRef, new FakeProvenanceApi()]],
      initialRouteEntries: ['/provenance/acceptance/history'],
    });
    const history = await screen.findByRole('link', { name: 'History' });
    expect(history).toHaveAttribute('aria-current', 'page');
    expect(history).toHaveAttribute('href', '/provenance/acceptance/history');
    await userEvent.click(screen.getByRole('link', { name: 'In force' }));
    expect(
      await screen.findByText('Nobody may sign anything yet.'),
    ).toBeInTheDocument();
  });

  it('leaves other kinds alone', async () => {
    renderEntityPage({ ...unannotated, kind: 'User' });
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });
});
