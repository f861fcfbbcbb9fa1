import type {
  Alert,
  AlertSink,
} from '@countersign/backstage-plugin-provenance-node';

/** Where people are told, as far as anything arrives there. */
export class Inbox implements AlertSink {
  readonly name = 'inbox';
  isDown = false;
  /** Since somebody took them. */
  private arrived: string[] = [];

  async send({ id }: Alert): Promise<void> {
    if (this.isDown) throw new Error('nobody takes messages now');
    this.arrived.push(id);
  }

  takeArrived(): string[] {
    const taken = this.arrived;
    this.arrived = [];
    return taken;
  }
}
