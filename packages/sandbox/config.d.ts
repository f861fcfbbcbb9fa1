export interface Config {
  /** A whole made-up world on loopback. Never in production. */
  sandbox?: {
    /** Must be `true` for the sandbox to start. */
    enabled?: boolean;
    /** Loopback port of the registry. Default 7010. */
    registryPort?: number | string;
    /** Loopback port of the file server. Default 7011. */
    filesPort?: number | string;
    /** Folder in which keys and content live between starts; a path from the working directory. Absent: in memory. */
    data?: string;
    /** Folders with `images/`, `files/` and `catalog/` that are served too. */
    add?: string[];
    /** Adds generated entities with so many usages at least, beside Acme Pay. Absent: none. */
    usages?: number | string;
    /** Whom the sign-in page offers. */
    people?: Array<{
      /**
       * What `x-sandbox-person` says.
       * @visibility frontend
       */
      name: string;
      /** @visibility frontend */
      displayName: string;
      /** @visibility frontend */
      title: string;
      /** @visibility frontend */
      userEntityRef: string;
    }>;
  };
}
