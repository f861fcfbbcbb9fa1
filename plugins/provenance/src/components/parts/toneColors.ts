import type { Theme } from '@material-ui/core/styles';
import type { Tone } from '../../words';

/** Each has a contrast of at least 4.5 : 1 with the paper of Backstage's own themes, which its status colours lack. */
const light: Record<Tone, string> = {
  red: '#b71c1c',
  amber: '#9a5b00',
  green: '#1b6e20',
  grey: '#5f5f5f',
};

const dark: Record<Tone, string> = {
  red: '#ffa29b',
  amber: '#ffc266',
  green: '#8fd694',
  grey: '#cfcfcf',
};

export function toneColor(theme: Theme, tone: Tone): string {
  return (theme.palette.type === 'dark' ? dark : light)[tone];
}
