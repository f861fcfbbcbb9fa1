import { exactTime } from '../../words';

/** A relative time with the exact one on hover and for machines. */
export function Moment(props: { at: string; words: string }) {
  return (
    <time dateTime={props.at} title={exactTime(props.at)}>
      {props.words}
    </time>
  );
}
