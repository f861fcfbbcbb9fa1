import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import type { IdentityApi, SignInPageProps } from '@backstage/core-plugin-api';
import { PeopleList } from './PeopleList';
import { rememberedPerson, type Person } from './people';
import { SignInFailed } from './SignInFailed';

/** The header by which the sandbox's backend is told who it is; no other backend reads it. */
const personHeader = 'x-sandbox-person';

/** Offers the sandbox's people, signs one in, and remembers them until they sign out. */
export function PeopleSignInPage(
  props: SignInPageProps & { people: Person[] },
) {
  const [name, setName] = useState(rememberedPerson.get);
  const person = props.people.find(one => one.name === name);
  if (!person) {
    return (
      <PeopleList
        people={props.people}
        onChoose={chosen => {
          rememberedPerson.set(chosen.name);
          setName(chosen.name);
        }}
      />
    );
  }
  const leave = () => {
    rememberedPerson.forget();
    setName(undefined);
  };
  return (
    <ProxiedSignInPage
      provider="sandbox"
      headers={{ [personHeader]: person.name }}
      onSignInSuccess={identity =>
        props.onSignInSuccess(leavingToTheList(identity))
      }
      ErrorComponent={({ error }) => (
        <SignInFailed person={person} error={error} onBack={leave} />
      )}
    />
  );
}

/** Without this a reload after signing out would sign the same person in again. */
function leavingToTheList(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      rememberedPerson.forget();
      await identity.signOut();
    },
  };
}
