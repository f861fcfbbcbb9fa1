import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import FlagIcon from '@material-ui/icons/FlagOutlined';
import HelpIcon from '@material-ui/icons/HelpOutline';
import HourglassIcon from '@material-ui/icons/HourglassEmpty';
import ReportIcon from '@material-ui/icons/Report';
import RuleIcon from '@material-ui/icons/RemoveCircleOutline';
import ScheduleIcon from '@material-ui/icons/Schedule';
import VerifiedUserIcon from '@material-ui/icons/VerifiedUserOutlined';
import WarningIcon from '@material-ui/icons/Warning';
import { toneOf, type Standing, type Tone } from '../../words';
import { useToneStyles } from './useToneStyles';

const icons: Record<Standing, typeof BlockIcon> = {
  alarm: ReportIcon,
  blocked: BlockIcon,
  'would-be-blocked': WarningIcon,
  'cannot-tell': HelpIcon,
  'no-rule': RuleIcon,
  excepted: VerifiedUserIcon,
  stale: ScheduleIcon,
  'not-checked-yet': HourglassIcon,
  trusted: CheckCircleIcon,
};

const toneIcons: Record<Tone, typeof BlockIcon> = {
  red: BlockIcon,
  amber: WarningIcon,
  green: CheckCircleIcon,
  grey: HelpIcon,
};

/** Shape and colour of a standing. Decoration only: the words always stand beside it. */
export function StandingIcon(props: { standing: Standing }) {
  const tones = useToneStyles();
  const Icon = icons[props.standing];
  return (
    <Icon
      aria-hidden
      className={tones[toneOf(props.standing)]}
      data-standing={props.standing}
    />
  );
}

export function ToneIcon(props: { tone: Tone }) {
  const tones = useToneStyles();
  const Icon = toneIcons[props.tone];
  return <Icon aria-hidden className={tones[props.tone]} />;
}

/** A finding is red where it is an alarm, and else only a flag: amber is kept for what would be blocked. */
export function FindingIcon(props: { alarm: boolean }) {
  const tones = useToneStyles();
  const Icon = props.alarm ? ReportIcon : FlagIcon;
  return <Icon aria-hidden className={props.alarm ? tones.red : tones.grey} />;
}
