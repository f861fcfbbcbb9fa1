import { act, renderHook } from '@testing-library/react';
import { useQuery } from './useQuery';

/** Answers in the order in which the test gives them. */
function questions() {
  const open: {
    publish(part: string): void;
    resolve(value: string): void;
    reject(error: Error): void;
  }[] = [];
  const load = (publish: (part: string) => void) =>
    new Promise<string>((resolve, reject) =>
      open.push({ publish, resolve, reject }),
    );
  return { open, load };
}

const settle = (change: () => void) => act(async () => change());

describe('useQuery', () => {
  it('drops a slow answer to an older question', async () => {
    const { open, load } = questions();
    const { result, rerender } = renderHook(
      ({ key }) => useQuery({ key, load }),
      { initialProps: { key: 'a' } },
    );
    rerender({ key: 'b' });
    await settle(() => open[1].resolve('about b'));
    await settle(() => open[0].resolve('about a'));
    expect(result.current.value).toBe('about b');
  });

  it('never shows the value of one key under another, not for a moment', async () => {
    const { open, load } = questions();
    const seen: (string | undefined)[] = [];
    const { rerender } = renderHook(
      ({ key }) => {
        const { value } = useQuery({ key, load });
        seen.push(`${key}: ${value}`);
      },
      { initialProps: { key: 'a' } },
    );
    await settle(() => open[0].resolve('about a'));
    rerender({ key: 'b' });
    expect(seen).not.toContain('b: about a');
    expect(seen.at(-1)).toBe('b: undefined');
  });

  it('keeps the value while a new revision is loaded, and beside its error', async () => {
    const { open, load } = questions();
    const { result, rerender } = renderHook(
      ({ revision }) => useQuery({ key: 'a', revision, load }),
      { initialProps: { revision: '1' } },
    );
    await settle(() => open[0].resolve('old'));
    rerender({ revision: '2' });
    expect(result.current).toMatchObject({ value: 'old', loading: true });
    await settle(() => open[1].reject(new Error('gone')));
    expect(result.current).toMatchObject({ value: 'old', loading: false });
    expect(result.current.error?.message).toBe('gone');
  });

  it('publishes a part first, but never in place of a whole value', async () => {
    const { open, load } = questions();
    const { result } = renderHook(() => useQuery({ key: 'a', load }));
    await settle(() => open[0].publish('part'));
    expect(result.current).toMatchObject({ value: 'part', loading: true });
    await settle(() => open[0].resolve('whole'));
    await settle(() => result.current.reload());
    await settle(() => open[1].publish('part'));
    expect(result.current.value).toBe('whole');
  });

  it('polls only while it is told to, and ends with the page', async () => {
    jest.useFakeTimers();
    const { open, load } = questions();
    const { unmount } = renderHook(() =>
      useQuery({
        key: 'a',
        load,
        pollAfter: value => (value === 'busy' ? 1_000 : undefined),
      }),
    );
    await settle(() => open[0].resolve('busy'));
    await act(() => jest.advanceTimersByTimeAsync(1_000));
    expect(open).toHaveLength(2);
    await settle(() => open[1].resolve('busy'));
    unmount();
    await act(() => jest.advanceTimersByTimeAsync(10_000));
    expect(open).toHaveLength(2);
    jest.useRealTimers();
  });
});
