export interface Config {
  sandbox?: {
    /**
     * Whom the sign-in page offers. Only the sandbox's configuration has it, and only its backend lets them in; the
     * app declares it for itself because it must not depend on the sandbox.
     *
     * @deepVisibility frontend
     */
    people?: Array<{
      name: string;
      displayName?: string;
      title: string;
      userEntityRef: string;
    }>;
  };
}
