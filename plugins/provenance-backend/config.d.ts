export interface Config {
  /** Who signed what this company runs, and were they allowed to. `provenance: {}` starts. */
  provenance?: {
    /** Environments in the order of display, for instance `[dev, staging, prod]`. */
    environments?: string[];
    /** Clouds in the order of display, for instance `[aws, azure, gcp]`. */
    clouds?: string[];
    /**
     * The registries that may be contacted. Nothing else ever is. Several entries of one host bring several
     * credentials: the first that is bound to the repository and the entity serves.
     */
    registries?: Array<{
      /** Host and, where it is not 443, port: `ghcr.io`, `harbor.example.com:8443`. */
      host: string;
      username?: string;
      /** @visibility secret */
      password?: string;
      /**
       * In the place of an account: buys tokens at the registry's token service.
       * @visibility secret
       */
      identityToken?: string;
      /** Patterns of the repositories for which the credential is sent; without the host. */
      repositories?: string[];
      /** Entities, owners and systems for which the credential is sent, for instance `group:default/payments`. */
      entities?: string[];
      /** Plain HTTP; refused for any host but loopback. */
      plainHttp?: boolean;
      /** Allows an address in a private network. */
      privateNetwork?: boolean;
    }>;
    files?: {
      /** The hosts from which files and their bundles may be fetched. */
      hosts: Array<
        | string
        | {
            host: string;
            /** Plain HTTP; refused for any host but loopback. */
            plainHttp?: boolean;
            /** Allows an address in a private network. */
            privateNetwork?: boolean;
          }
      >;
    };
    /** Limits of one look that differ from the defaults; docs/configuration.md lists them. Bytes, counts, milliseconds. */
    limits?: {
      [name: string]: number;
    };
    /** What can prove a signer. Absent: Sigstore's public-good instance alone. */
    authorities?: Array<{
      /** Rules name it. `public-good` needs nothing else. */
      name: string;
      /** A Sigstore `trusted_root.json`: a path from the working directory, or its content through `$include`. */
      trustedRoot?: string | { [key: string]: unknown };
      /** A public key in PEM: a path from the working directory, or its content through `$file`. */
      key?: string;
      /** A TUF repository in the layout of Sigstore's own, with `trusted_root.json` as its target. */
      tuf?: {
        /** Address of the repository; https, or http on loopback. */
        mirror: string;
        /** The pinned `root.json`: a path from the working directory, or its content. Only `public-good` has its own. */
        root?: string | { [key: string]: unknown };
        /** SHA-256 of the pinned root's file, hexadecimal. */
        sha256?: string;
        /** Allows an address in a private network. */
        privateNetwork?: boolean;
        username?: string;
        /** @visibility secret */
        password?: string;
        /**
         * Sent as a bearer token, to exactly this origin.
         * @visibility secret
         */
        token?: string;
      };
      /** Address of a `trusted_root.json`; needs `sha256`. */
      url?: string;
      /** Allows an address in a private network. */
      privateNetwork?: boolean;
      username?: string;
      /** @visibility secret */
      password?: string;
      /**
       * Sent as a bearer token, to exactly this origin.
       * @visibility secret
       */
      token?: string;
      /** SHA-256 of the file, hexadecimal; the authority is not loaded where it differs. */
      sha256?: string;
      /** Only what is built in, and nothing newer; for `public-good` without a network. */
      offline?: boolean;
      /** How often a TUF repository is asked. Default six hours. */
      refreshInterval?: {
        minutes?: number;
        hours?: number;
        days?: number;
      };
      /** Digest of a version that is taken although it proves less than the one in force. */
      accept?: string;
      /** How many proofs each signature needs; one of each unless it says so. */
      thresholds?: {
        logEntries?: number | 'none';
        scts?: number | 'none';
        times?: number;
      };
      /** Start of the key's validity, ISO 8601. */
      notBefore?: string;
      /** End of the key's validity, ISO 8601. */
      notAfter?: string;
      /** Name of the trust root that proves when signatures of the key were made. */
      log?: string;
    }>;
    discovery?: {
      /**
       * Of which entities something is expected to run: coverage counts these. Default components that are a service,
       * website, job, worker or function, and components and resources that are a module, terraform-module, bundle or
       * policy-bundle.
       */
      expected?: Array<{
        /** `Component` */
        kind: string;
        /** Values of `spec.type`. Absent: all. */
        types?: string[];
      }>;
      /** How often the catalog is read. Default one minute. */
      interval?: {
        milliseconds?: number;
        seconds?: number;
        minutes?: number;
        hours?: number;
        days?: number;
        weeks?: number;
      };
      /**
       * What entities run by their names, labels and annotations: `ghcr.io/acme/{{ metadata.name }}:1`. At most 100.
       */
      conventions?: Array<{
        /** Shown where it does not work out; unique. */
        name?: string;
        /** The entities that it is about: fields and their values as in the catalog's filters, or a list of such. */
        filter:
          | { [field: string]: string | string[] | { exists: boolean } }
          | Array<{ [field: string]: string | string[] | { exists: boolean } }>;
        /** Template of an image reference or of the address of a file. */
        reference: string;
        /** Each of these is a template too; where an entity lacks its field it stays open. */
        kind?: string;
        /** Address of the bundle of a file. */
        bundle?: string;
        environment?: string;
        cloud?: string;
        location?: string;
      }>;
      /** Annotations of other plugins that name a repository. At most 100. */
      registryAnnotations?: Array<{
        /** For instance `quay.io/repository-slug`; docs/discovery.md lists them. */
        annotation: string;
        /** Its registry, which has to stand in `registries`; needed where the annotation does not tell. */
        host?: string;
        /** Stands between the host and what the annotation names. */
        prefix?: string;
        /** Template of the tag; no such annotation names one. */
        tag: string;
        /** As in `conventions`. Absent: every entity that has the annotation. */
        filter?:
          | { [field: string]: string | string[] | { exists: boolean } }
          | Array<{ [field: string]: string | string[] | { exists: boolean } }>;
        environment?: string;
        cloud?: string;
        location?: string;
      }>;
      /** Which services may report deployments, and about what. Absent: none, whatever permissions they have. */
      reporters?: Array<{
        /** Subject of the service's token, exactly: `external:ci-payments`. */
        subject: string;
        /** Patterns over references of entities, of their owners and of their systems: `group:default/payments`. */
        entities: string[];
        /** Patterns over environments. `*` also allows reports that name none. */
        environments: string[];
      }>;
    };
    verification?: {
      /** How often each usage is looked at. Default four hours. */
      interval?: {
        milliseconds?: number;
        seconds?: number;
        minutes?: number;
        hours?: number;
        days?: number;
        weeks?: number;
      };
      /** How old the last complete look may be before the verdict is inconclusive. Default 24 hours. */
      staleAfter?: {
        milliseconds?: number;
        seconds?: number;
        minutes?: number;
        hours?: number;
        days?: number;
        weeks?: number;
      };
      /** Looks at the same time on one replica, 1 to 64. Default 4. */
      concurrency?: number;
      /** Processes that verify, on one replica, 1 to 64. Default one fewer than there are processors. */
      workers?: number;
    };
    acceptance?: {
      /**
       * Where the rules live. `configuration`, the default: here, and whoever can change this decides. `database`:
       * these lists seed the first version, once; from then on only reviewed proposals change it.
       */
      source?: 'configuration' | 'database';
      /** With `database`: full references of groups and users who review proposals. Absent: nobody can merge. */
      reviewers?: string[];
      /** With `database`: who may merge at once what does nothing but distrust more. Absent: nobody. */
      securityReviewers?: string[];
      /** With `database`: environments of which a change needs two reviewers. Absent: all of them. */
      production?: string[];
      /** Builders that were reviewed beside the shipped ones, and the SLSA build level of their provenance. */
      builders?: Array<{
        /** Pattern over the builder's id. Absent: the id must be the certificate's subject itself. */
        builder?: string;
        /** Exact issuer of the certificates that sign for it. */
        issuer?: string;
        /** Pattern over their subject. */
        subject?: string;
        /** Claims that they must have, exactly. */
        claims?: { [name: string]: string };
        /** Name of an authority that is a key, in the place of a certificate. */
        key?: string;
        level: 1 | 2 | 3;
        /** What the review found. */
        because: string;
      }>;
      /** Public keys that are authorities as long as this list is in force, under names that `authorities` has not. */
      keys?: Array<{
        name: string;
        /** PEM: ECDSA on P-256, P-384 or P-521, RSA of 2048 to 8192 bits, Ed25519. */
        publicKey: string;
        /** Before this instant it is nobody's. ISO 8601. */
        validFrom?: string;
        /** Only what is proven to be older counts; needs `log`. ISO 8601. */
        validUntil?: string;
        /** Name of the trust root that proves times for it. */
        log?: string;
        reason?: string;
      }>;
      /** Which repository is which entity's own, for signers with `ownRepository`; of one entity at most one. */
      bindings?: Array<{
        /** Full reference in small letters: `component:default/payments`. */
        entity: string;
        /** As certificates have it: `https://github.com/acme/payments`. */
        repository: string;
        /** Its id at the code host. Absent: the name alone is compared. */
        repositoryId?: string;
        /** The id of its owner there. */
        ownerId?: string;
        reason?: string;
      }>;
      /**
       * Who and what counts for nothing, whatever the rules say. Each entry is about one identity, key or digest.
       */
      distrust?: Array<{
        /** Certificates of an identity; without an authority under all of them. */
        identity?: {
          authority?: string;
          /** Exact issuer. */
          issuer: string;
          /** Pattern over the subject: `*` stops at a slash, `**` does not. */
          subject: string;
        };
        /** Name of an authority that is a key. */
        key?: string;
        /** Pattern over the address of a workflow, without its ref. */
        workflow?: string;
        /** Name of an authority: everything that is proven under it. */
        authority?: string;
        /** Id of a transparency log: 64 hexadecimal characters. */
        log?: string;
        /** An artifact: `sha256:` and 64 hexadecimal characters. */
        digest?: string;
        /** What is proven to be older still counts. ISO 8601; absent: always. */
        from?: string;
        /** Shown to everybody who is hit by it. */
        reason: string;
        /** Where a person reads what to do now. */
        runbook?: string;
      }>;
      /** Who may sign what. */
      initial?: Array<{
        name: string;
        /** Patterns over repository or file address: `*` stops at a slash, `**` does not. */
        references: string[];
        /** Absent: every environment. */
        environments?: string[];
        /** It applies to what its bytes can be of these, whatever an entity calls it. Absent: every kind. */
        kinds?: Array<
          | 'container-image'
          | 'helm-chart'
          | 'kubernetes-manifest'
          | 'terraform-module'
          | 'terraform-plan'
          | 'policy-bundle'
          | 'pipeline-definition'
          | 'function-bundle'
          | 'machine-learning-model'
          | 'firmware'
          | 'package'
          | 'sbom'
        >;
        /**
         * It applies to entities that one of these means, beside the rules for all entities. All words of one have to
         * hold; of several values of one word, one. A word that an entity does not say holds.
         */
        entities?: Array<{
          kind?: string | string[];
          /** `spec.type` */
          type?: string | string[];
          /** Full reference of a group or user. */
          owner?: string | string[];
          /** Full reference of a system. */
          system?: string | string[];
          /** `spec.lifecycle` */
          lifecycle?: string | string[];
          /** Values by the label's name. */
          labels?: { [name: string]: string | string[] };
        }>;
        /** Default `observe`. */
        mode?: 'off' | 'observe' | 'enforce';
        /** What it does instead in some environments, by their names. */
        modes?: { [environment: string]: 'off' | 'observe' | 'enforce' };
        signers: Array<{
          authority?: string;
          issuer?: string;
          /** Pattern over the certificate's subject. */
          subject?: string;
          /** Patterns over claims of the certificate, by their names: all have to fit. */
          claims?: { [claim: string]: string };
          /** Only what comes from the entity's own repository: the bound one, else where the catalog reads it. */
          ownRepository?: true;
          /** Name of an authority that is a key. */
          key?: string;
        }>;
        /** All that is asked for. Absent: one signature or provenance. */
        requirements?: Array<{
          type:
            | 'signature'
            | 'provenance'
            | 'sbom'
            | 'scan'
            | 'test'
            | 'summary';
          /** Who may make the statement. Absent: the signers of the rule. */
          signers?: Array<{
            authority?: string;
            issuer?: string;
            subject?: string;
            claims?: { [claim: string]: string };
            ownRepository?: true;
            key?: string;
          }>;
          /** What it does when it is not met; goes before the mode of the rule. */
          mode?: 'off' | 'observe' | 'enforce';
          /** What it does instead in some environments, by their names. */
          modes?: { [environment: string]: 'off' | 'observe' | 'enforce' };
          /** How long ago it was made at most, by proven time. */
          maximumAge?: {
            milliseconds?: number;
            seconds?: number;
            minutes?: number;
            hours?: number;
            days?: number;
            weeks?: number;
          };
          /** A transparency log has to prove that it has the signature. */
          log?: boolean;
          /** What was signed has to name the repository of the artifact. */
          matchReference?: boolean;
          /** provenance: least SLSA build level, by the table of reviewed builders. */
          minimumLevel?: 1 | 2 | 3;
          /** provenance: patterns over the builder's id. */
          builders?: string[];
          /** scan: most findings by severity. */
          maximum?: {
            critical?: number;
            high?: number;
            medium?: number;
            low?: number;
            negligible?: number;
            unknown?: number;
          };
          /** summary: exact ids of verifiers. */
          verifiers?: string[];
          /** summary: levels that were verified. */
          levels?: string[];
        }>;
        /** Whose rule it is: full reference of a group or user. */
        owner?: string;
        /** Why it is there. */
        rationale?: string;
        /** Where a person reads what to do when the rule is not met. */
        runbook?: string;
      }>;
    };
    /** The sealed log of everything that happened. */
    log?: {
      /** How often the head of the log goes to the auditor and the logger. Default, and at most, one hour. */
      headInterval?: {
        minutes?: number;
        hours?: number;
      };
      head?: {
        /** A place that the administrators of the database cannot write, which gets the head as well. */
        webhook?: {
          /**
           * HTTPS, or HTTP on loopback. Services put tokens into such addresses.
           * @visibility secret
           */
          url: string;
          /** Allows an address in a private network. */
          privateNetwork?: boolean;
          /**
           * Sent as a bearer token.
           * @visibility secret
           */
          token?: string;
          /**
           * Key of the signature, HMAC-SHA256 over the body; at least 16 characters.
           * @visibility secret
           */
          secret?: string;
        };
      };
      /** How long the log is kept, what it rests on, and what ended. Default seven years, at least 30 days. */
      retention?: {
        days?: number;
        weeks?: number;
      };
      /** Users and groups who may erase a person's identity, for instance `group:default/privacy`. Default nobody. */
      erasers?: string[];
    };
    /** Who is told what happens to artifacts, where a module brings alerts to people. */
    notifications?: {
      /** Whether the owners of an entity hear of what happens to it. Default true. */
      owners?: boolean;
      /** Users and groups that hear of everything: `group:default/security`. */
      security?: string[];
      /** Users and groups that hear of hosts that do not answer. */
      operators?: string[];
      /** One message about one root cause within this time, at most a day. Default an hour. */
      window?: {
        milliseconds?: number;
        seconds?: number;
        minutes?: number;
        hours?: number;
        days?: number;
        weeks?: number;
      };
      /** How long a message that fails is tried, at most 30 days. Default three days. */
      giveUpAfter?: {
        milliseconds?: number;
        seconds?: number;
        minutes?: number;
        hours?: number;
        days?: number;
        weeks?: number;
      };
    };
  };
}
