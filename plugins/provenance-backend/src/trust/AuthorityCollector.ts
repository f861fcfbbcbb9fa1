import type {
  AuthoritiesExtensionPoint,
  AuthorityDefinition,
} from '@countersign/backstage-plugin-provenance-node';
import {
  keyAuthority,
  sigstoreAuthority,
  type Authority,
} from '@countersign/verifier';
import { instant } from './keeperOf';

interface Brought {
  authority: Authority;
  refuse(error: Error): void;
}

/** Gathers what modules bring. What is wrong with it fails the module that brought it, and nobody else. */
export class AuthorityCollector {
  private readonly brought: Brought[] = [];

  /** The extension point as one module sees it. */
  forModule(refuse: (error: Error) => void): AuthoritiesExtensionPoint {
    return {
      addAuthority: definition => {
        if (
          this.brought.some(
            ({ authority }) => authority.name === definition.name,
          )
        ) {
          throw taken(definition.name);
        }
        this.brought.push({ authority: authorityOf(definition), refuse });
      },
    };
  }

  /** A module must not take the place of an authority that rules in configuration already mean. */
  beside(configured: { name: string }[]): Authority[] {
    const names = configured.map(({ name }) => name);
    const [clashing, fine] = partition(this.brought, ({ authority }) =>
      names.includes(authority.name),
    );
    clashing.forEach(({ authority, refuse }) => refuse(taken(authority.name)));
    return fine.map(({ authority }) => authority);
  }
}

function taken(name: string): Error {
  return new Error(`an authority "${name}" exists already`);
}

function partition<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}

function authorityOf(definition: AuthorityDefinition): Authority {
  const { name } = definition;
  if ('trustedRoot' in definition) {
    return sigstoreAuthority(name, definition.trustedRoot);
  }
  return keyAuthority(name, definition.key, {
    notBefore: instant(definition.notBefore),
    notAfter: instant(definition.notAfter),
  });
}
