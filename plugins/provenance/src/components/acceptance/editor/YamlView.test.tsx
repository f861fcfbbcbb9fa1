import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { begun, click, created } from '../../../__testUtils__/proposing';

describe('the YAML view', () => {
  const area = () => screen.getByLabelText<HTMLTextAreaElement>(/^The list as/);
  const typeYaml = (value: string) =>
    fireEvent.change(area(), { target: { value } });

  it('says of each mistake the line, leads there, and is not sent', async () => {
    const api = await begun();
    await click('YAML');
    expect(area().value).toContain('- name: plain');
    typeYaml(area().value.replace('signers:', 'singers:'));
    const finding = await screen.findByText(
      /line 8: .*unknown key; did you mean "signers"\?/,
    );
    expect(area()).toHaveAccessibleDescription(/It has 1 error/);
    const item = within(finding.closest('li')!);
    await userEvent.click(item.getByRole('button', { name: /^Go to line 8/ }));
    expect(area()).toHaveFocus();
    const { selectionStart, selectionEnd, value } = area();
    expect(value.slice(selectionStart, selectionEnd).trim()).toBe('singers:');
    await click('Save as draft');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /cannot be read yet/,
    );
    expect(created(api)).toEqual([]);
  });

  it('refuses the form while the text is no YAML, and keeps the text', async () => {
    await begun();
    await click('YAML');
    typeYaml('initial: [&a 1]');
    await click('Form');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The form cannot show this YAML yet.line 1: anchors are not read',
    );
    expect(area()).toHaveValue('initial: [&a 1]');
    typeYaml('initial:\n  - name: typed\n    signers: 5\n');
    await click('Form');
    await click('typed');
    expect(
      screen.getByText('The form cannot show what stands under “signers”.'),
    ).toBeVisible();
  });
});
