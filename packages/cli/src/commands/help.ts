/** What `ct help` prints; docs/cli.md says the same at length. */
export const help = `ct: who signed this image or file, and were they allowed to?

  ct verify REFERENCE|FILE WHO [OPTIONS]    exit code 0 only where it is trusted
  ct verify --entity REF --portal URL [WHO] [--token-env NAME] [--allow-host HOST] [--json]
                                            all that an entity of a portal's catalog names
  ct inspect REFERENCE|FILE [OPTIONS]       who signed it; says nothing about trust
  ct conformance verify-bundle --bundle FILE WHO FILE|sha256:DIGEST
  ct conformance run FOLDER                 cases of the public Sigstore suite
  ct integrity URL [--head SEQUENCE:HASH] [--token-env NAME] [--json]
                                            whether the sealed log of a portal is whole
  ct registry lint FILE [--environment NAME] [--production NAME] [--json]
                                            what one would regret about rules; 0 no errors, 1 errors
  ct registry replay FILE --portal URL [--token-env NAME] [--json]
                                            what rules would change; 0 nothing worth a word
  ct trust update                           brings the root of the public Sigstore up to date
  ct help, ct version

REFERENCE is an image (ghcr.io/acme/payments:1.8.2) or a web address of a file.
FILE is a path (./vpc.tgz), or any name with --bundle.

WHO is one of
  --certificate-identity SUBJECT --certificate-oidc-issuer URL    exactly this signer
  --key FILE                                                      this public key
  --policy FILE                                                   rules, as in configuration

OPTIONS
  --bundle FILE|URL      where the signature lies; else beside the file
  --trusted-root FILE    another Sigstore instance than the public one
  --environment NAME     which rules of a policy speak; else all
  --kind KIND            what it has to be, such as helm-chart; else what its bytes are
  --allow-host HOST      a further host that may be contacted; may be repeated
  --json                 the answer for programs
  --format github        annotations and a summary for GitHub Actions

Exit codes: 0 trusted, 1 untrusted, 2 unsigned, 3 inconclusive, 64 usage, 70 internal error.
`;
