import { Repository } from './Repository';

/**
 * The content of a registry, apart from how it is served.
 *
 * @public
 */
export class RegistryStore {
  private readonly repositories = new Map<string, Repository>();

  /** The repository of this name, made where it does not exist. */
  repository(name: string): Repository {
    const existing = this.repositories.get(name);
    if (existing) return existing;
    const created = new Repository(name);
    this.repositories.set(name, created);
    return created;
  }

  find(name: string): Repository | undefined {
    return this.repositories.get(name);
  }

  list(): Repository[] {
    return [...this.repositories.values()];
  }
}
