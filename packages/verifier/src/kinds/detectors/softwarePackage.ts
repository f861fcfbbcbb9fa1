import { begins, holds } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: Debian, RPM, npm, Python wheels and source archives, Java, NuGet, RubyGems, Alpine. */
export const softwarePackage: KindDetector = {
  mediaTypes: [
    'application/vnd.opentofu.provider',
    'application/vnd.opentofu.provider-target',
  ],
  isFile: content =>
    begins(content, Buffer.from('!<arch>\ndebian-binary')) ||
    begins(content, Buffer.from('edabeedb', 'hex')) ||
    holds(
      content,
      /^package\/package\.json$|^[^/]+\.dist-info\/METADATA$|^[^/]+\/PKG-INFO$|^META-INF\/MANIFEST\.MF$|^[^/]+\.nuspec$|^metadata\.gz$|^\.PKGINFO$/,
    ),
};
