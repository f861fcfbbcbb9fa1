import type { TrustStore } from '@countersign/verifier';
import type { Knex } from 'knex';
import { readTrust, writeTrust } from '../store';

/** Keeps the last good versions where all replicas see them. */
export class DatabaseTrustStore implements TrustStore {
  constructor(private readonly knex: Knex) {}

  read(key: string) {
    return readTrust({ knex: this.knex, key });
  }

  write(key: string, content: string, expected: number) {
    return writeTrust({ knex: this.knex, key, content, expected });
  }
}
