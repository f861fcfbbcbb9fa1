import type {
  ArtifactLocator,
  LocatorsExtensionPoint,
} from '@countersign/backstage-plugin-provenance-node';
import { visibleText } from '@countersign/domain';
import { claimedUsage } from './claims/claimedUsage';
import type { Answer, Source } from './Source';

/** As in the annotation. */
const mostArtifacts = 1_000;

/** What the plugin calls claims of its own by. */
const taken = ['annotation', 'convention', 'registry-annotation', 'report'];

/** Gathers the locators that modules bring. */
export class LocatorCollector implements LocatorsExtensionPoint {
  readonly sources: Source[] = [];

  addLocator(locator: ArtifactLocator): void {
    const { name } = locator;
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
      throw new Error(
        `"${visibleText(
          name,
          80,
        )}" is no name for a locator: small letters, digits and dashes, at most 64`,
      );
    if (taken.includes(name) || this.sources.some(one => one.name === name))
      throw new Error(`a locator "${name}" exists already`);
    // Whoever writes in JavaScript may say anything; only these two standings are a locator's.
    if (locator.standing !== 'observed' && locator.standing !== 'declared')
      throw new Error(`the locator "${name}" has to be observed or declared`);
    this.sources.push(sourceOf(locator));
  }
}

/** A locator checked at the door: what it says has passed through strangers' hands. */
function sourceOf(locator: ArtifactLocator): Source {
  const { name, standing } = locator;
  return {
    name,
    standing,
    async locate(entities, options) {
      const located = await locator.locate(entities, options);
      return located.map(({ entityRef, artifacts, incomplete }): Answer => {
        const read = artifacts.slice(0, mostArtifacts);
        const usages = read.map((value, i) =>
          claimedUsage(entityRef, { value: said(value), position: i + 1 }),
        );
        const rest = artifacts.length - read.length;
        const left = `${rest} of ${artifacts.length} artifacts were left out`;
        return {
          ...{ entityRef, usages },
          ...((rest > 0 || incomplete !== undefined) && {
            incomplete: visibleText(incomplete ?? left, 300),
          }),
        };
      });
    },
  };
}

/** Nothing but what was said: `undefined` is no text, and would be refused as such. */
function said(artifact: object): object {
  return Object.fromEntries(
    Object.entries(artifact).filter(([, value]) => value !== undefined),
  );
}
