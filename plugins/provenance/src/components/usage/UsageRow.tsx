import { useRef, type MouseEvent } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import ChevronIcon from '@material-ui/icons/ChevronRight';
import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { artifactName, kindWords, standingOf, toneOf } from '../../words';
import { StandingIcon } from '../parts';
import { DifferingClaims } from './DifferingClaims';
import { StatusCell } from './StatusCell';
import { UsageDetailPanel } from './UsageDetailPanel';
import { useUsageRowStyles } from './useUsageRowStyles';
import { VersionCell } from './VersionCell';
import { WhereCell } from './WhereCell';

/**
 * One usage: a line of what matters, and the proof behind it. The name is the button that opens it, for keyboard and
 * screen reader; for the mouse the whole line is.
 */
export function UsageRow(props: {
  usage: UsageSummary;
  open: boolean;
  onToggle(id: string): void;
}) {
  const { usage, open } = props;
  const classes = useUsageRowStyles();
  const button = useRef<HTMLButtonElement>(null);
  const standing = standingOf(usage);
  const panelId = `provenance-usage-${usage.id}`;

  const onLineClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // Buttons inside do their own thing, and whoever selects text does not want the line to jump.
    if (target.closest('button, a') && !button.current?.contains(target))
      return;
    if (window.getSelection()?.toString()) return;
    props.onToggle(usage.id);
  };

  return (
    <li className={`${classes.row} ${classes[toneOf(standing)]}`}>
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div className={classes.line} onClick={onLineClick}>
        <StandingIcon standing={standing} />
        <div className={classes.name}>
          <h4 className={classes.heading}>
            <ButtonBase
              ref={button}
              className={classes.button}
              aria-expanded={open}
              aria-controls={open ? panelId : undefined}
              disableRipple
            >
              {artifactName(usage)}
              <ChevronIcon
                aria-hidden
                className={`${classes.chevron} ${open ? classes.turned : ''}`}
              />
            </ButtonBase>
          </h4>
          <span className={classes.secondary}>
            {usage.repository
              ? `${kindWords(usage.kind)} · ${visibleText(
                  usage.repository,
                  120,
                )}`
              : visibleText(usage.reference, 120)}
          </span>
        </div>
        <WhereCell usage={usage} />
        <VersionCell usage={usage} />
        <StatusCell usage={usage} />
        <DifferingClaims usage={usage} />
      </div>
      {open && (
        <div id={panelId} role="region" aria-label={artifactName(usage)}>
          <UsageDetailPanel usage={usage} />
        </div>
      )}
    </li>
  );
}
