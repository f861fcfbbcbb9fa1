import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  type SignInPageProps,
} from '@backstage/core-plugin-api';
import { PeopleSignInPage } from './PeopleSignInPage';
import { peopleOf } from './people';

/** The sandbox's people where there is a sandbox, else the guest. A real portal brings its own page. */
export function PortalSignInPage(props: SignInPageProps) {
  const people = peopleOf(useApi(configApiRef));
  return people ? (
    <PeopleSignInPage {...props} people={people} />
  ) : (
    <SignInPage {...props} providers={['guest']} />
  );
}
