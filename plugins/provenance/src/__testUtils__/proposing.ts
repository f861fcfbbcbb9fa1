import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AcceptanceRule } from '@countersign/backstage-plugin-provenance-common';
import { fieldsOf } from '../components/acceptance/editor/state/fields';
import type { FakeProvenanceApi } from './FakeProvenanceApi';
import { renderAcceptance } from './renderAcceptance';

/** A rule against which the linter has nothing. */
export const plainRule: AcceptanceRule = {
  name: 'plain',
  references: ['ghcr.io/acme/payments'],
  environments: ['prod'],
  mode: 'observe',
  signers: [{ key: 'platform-key' }],
};

/** A page of the editor over version 42, which has that rule. */
export const renderEditor = (
  path: string,
  changes: Partial<FakeProvenanceApi> = {},
) =>
  renderAcceptance(
    path,
    { acceptance: { version: 42, rules: [plainRule] }, ...changes },
    { environments: ['dev', 'prod'] },
  );

export const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
export const click = (name: string | RegExp) =>
  userEvent.click(screen.getByRole('button', { name }));

/** A proposal with title and reason. */
export async function begun(
  path = '/propose',
  changes?: Partial<FakeProvenanceApi>,
): Promise<FakeProvenanceApi> {
  const api = renderEditor(path, changes);
  await screen.findByRole('heading', { name: /^Propose a change of version/ });
  type('Title', 'Accept the new pipeline');
  type('Why', 'The old one is switched off in May.');
  return api;
}

/** What was proposed. */
export const created = (api: FakeProvenanceApi) =>
  api.bodiesOf('create').map(fieldsOf);
