import {
  explain,
  explainFinding,
  findingCodes,
  reasonCodes,
  visibleText,
  type Explanation,
  type Finding,
  type Mover,
  type Reason,
} from '@countersign/backstage-plugin-provenance-common';

/**
 * The words for a reason. A backend that is newer than this page may send a code that the page does not know: that
 * must cost the words and not the page.
 */
export function wordsFor(reason: Reason): Explanation {
  return reasonCodes.includes(reason.code)
    ? explain(reason)
    : unknown('verdict', reason.code);
}

export function findingWords(finding: Finding): Explanation {
  return findingCodes.includes(finding.code)
    ? explainFinding(finding)
    : unknown('finding', finding.code);
}

export function isAlarm(reason: Reason): boolean {
  return wordsFor(reason).alarm;
}

const moves: Record<Mover, string> = {
  team: 'Your team’s move',
  platform: 'The platform team’s move',
  security: 'The security team’s move',
  operators: 'The portal operators’ move',
  nobody: 'Nobody’s move',
};

export function moveWords(mover: Mover): string {
  return moves[mover];
}

function unknown(
  about: Explanation['about'],
  code: Explanation['code'],
): Explanation {
  const shown = visibleText(code, 60);
  return {
    about,
    code,
    title: `Reason “${shown}”`,
    sentence: `The backend says “${shown}”, and this page has no words for it yet.`,
    mover: 'operators',
    fix: 'Update the provenance plugin of this portal’s frontend.',
    alarm: false,
    documentation: '',
  };
}
