import { randomUUID } from 'node:crypto';
import type { Reply } from '../http/Reply';
import { digestOf } from './descriptor';
import { registryError } from './pull';
import type { RegistryStore } from './RegistryStore';
import type { Repository } from './Repository';

/** One request to an upload address. */
export interface UploadRequest {
  method: string;
  upload: string;
  query: URLSearchParams;
  body: Buffer;
}

/**
 * Blobs on their way in: in one request, in two, or in chunks (OCI distribution 1.1, "Pushing blobs").
 */
export class Uploads {
  private readonly open = new Map<
    string,
    { repository: Repository; chunks: Buffer[] }
  >();

  constructor(private readonly store: RegistryStore) {}

  handle(repository: Repository, request: UploadRequest): Reply {
    if (request.upload === '')
      return request.method === 'POST'
        ? this.begin(repository, request)
        : registryError(405, 'UNSUPPORTED');
    const session = this.open.get(request.upload);
    if (session?.repository !== repository)
      return registryError(404, 'BLOB_UPLOAD_UNKNOWN');
    session.chunks.push(request.body);
    switch (request.method) {
      case 'GET':
        return this.progress(204, repository, request.upload);
      case 'PATCH':
        return this.progress(202, repository, request.upload);
      case 'PUT':
        return this.finish(repository, request);
      case 'DELETE':
        this.open.delete(request.upload);
        return { status: 204 };
      default:
        return registryError(405, 'UNSUPPORTED');
    }
  }

  private begin(repository: Repository, request: UploadRequest): Reply {
    const { query, body } = request;
    const mounted = this.mount(repository, query);
    if (mounted) return mounted;
    const digest = query.get('digest');
    if (digest !== null) return storeBlob(repository, body, digest);
    const upload = randomUUID();
    this.open.set(upload, { repository, chunks: [] });
    return this.progress(202, repository, upload);
  }

  private mount(
    repository: Repository,
    query: URLSearchParams,
  ): Reply | undefined {
    const from = this.store.find(query.get('from') ?? '');
    const mount = query.get('mount');
    const bytes = [...(from?.blobs ?? [])].find(([key]) => key === mount)?.[1];
    return bytes && storeBlob(repository, bytes, digestOf(bytes));
  }

  private progress(
    status: number,
    repository: Repository,
    upload: string,
  ): Reply {
    const received = Buffer.concat(this.open.get(upload)?.chunks ?? []).length;
    return {
      status,
      headers: {
        location: `/v2/${repository.name}/blobs/uploads/${upload}`,
        range: `0-${Math.max(0, received - 1)}`,
        'docker-upload-uuid': upload,
      },
    };
  }

  private finish(repository: Repository, request: UploadRequest): Reply {
    const chunks = this.open.get(request.upload)?.chunks ?? [];
    this.open.delete(request.upload);
    return storeBlob(
      repository,
      Buffer.concat(chunks),
      request.query.get('digest') ?? '',
    );
  }
}

function storeBlob(
  repository: Repository,
  bytes: Buffer,
  digest: string,
): Reply {
  if (digestOf(bytes) !== digest) return registryError(400, 'DIGEST_INVALID');
  repository.putBlob(bytes);
  return {
    status: 201,
    headers: {
      location: `/v2/${repository.name}/blobs/${digest}`,
      'docker-content-digest': digest,
    },
  };
}
