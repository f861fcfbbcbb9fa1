import { ServiceError } from './ServiceError';

/** The JSON of a request, read field by field: whatever is not there or not of its type is a bad request. */
export class RequestBody {
  private constructor(
    private readonly value: unknown,
    private readonly path: string,
  ) {}

  static parse(bytes: Uint8Array): RequestBody {
    try {
      return new RequestBody(JSON.parse(Buffer.from(bytes).toString()), '');
    } catch {
      throw new ServiceError(400, 'the request is not JSON');
    }
  }

  has(...keys: string[]): boolean {
    return this.at(...keys).value !== undefined;
  }

  at(...keys: (string | number)[]): RequestBody {
    return keys.reduce<RequestBody>((here, key) => {
      const holder = here.value as Record<string | number, unknown> | undefined;
      const isHolder = typeof holder === 'object' && holder !== null;
      const value =
        isHolder && Object.hasOwn(holder, key) ? holder[key] : undefined;
      return new RequestBody(value, `${here.path}/${key}`);
    }, this);
  }

  list(...keys: string[]): RequestBody[] {
    const { value, path } = this.at(...keys);
    if (!Array.isArray(value) || value.length === 0)
      throw new ServiceError(400, `${path} is not a list`);
    return value.map((item, i) => new RequestBody(item, `${path}/${i}`));
  }

  text(...keys: string[]): string {
    const { value, path } = this.at(...keys);
    if (typeof value !== 'string' || value === '')
      throw new ServiceError(400, `${path} is missing`);
    return value;
  }

  optionalText(...keys: string[]): string | undefined {
    const { value } = this.at(...keys);
    return typeof value === 'string' ? value : undefined;
  }

  /** `false` where absent. */
  flag(...keys: string[]): boolean {
    return this.at(...keys).value === true;
  }

  /** Base64, decoded. */
  bytes(...keys: string[]): Buffer {
    const bytes = Buffer.from(this.text(...keys), 'base64');
    if (bytes.length === 0)
      throw new ServiceError(400, `${this.at(...keys).path} is not base64`);
    return bytes;
  }
}
