import type { ReactNode } from 'react';
import { GroupFindings } from './FieldFindings';
import { useFormStyles } from './useFormStyles';

/** Fields that belong together; `path` where the linter may say something of all of them. */
export function Group(props: {
  title: string;
  hint?: ReactNode;
  path?: string;
  /** Its parts have no fields that would say it themselves. */
  isWhole?: boolean;
  children: ReactNode;
}) {
  const classes = useFormStyles();
  return (
    <fieldset className={classes.group}>
      <legend>{props.title}</legend>
      {props.hint !== undefined && (
        <div className={classes.hint}>{props.hint}</div>
      )}
      {props.path !== undefined && (
        <GroupFindings path={props.path} isWhole={props.isWhole} />
      )}
      {props.children}
    </fieldset>
  );
}
