/** One machine of the simulated shop: the core on its disk, and the steward that runs beside it. */
import type { SimNode } from '../../../raft/testing/node.ts';
import { Steward, type StewardPorts } from '../../steward.ts';

export type Power = 'off' | 'on' | 'asleep';

export class ShopMachine {
  readonly node: SimNode;
  power: Power = 'off';
  plugged = true;
  /** It is going: until when it waits to be relieved, as the app does. */
  retiringUntil: number | null = null;
  boots = 0;
  #steward: Steward;
  readonly #ports: StewardPorts;

  constructor(node: SimNode, ports: StewardPorts) {
    this.node = node;
    this.#ports = ports;
    this.#steward = new Steward(ports);
  }

  get id(): string {
    return this.node.id;
  }
  get steward(): Steward {
    return this.#steward;
  }
  /** Somebody can work at it. */
  get isOn(): boolean {
    return this.power === 'on';
  }
  get isReachable(): boolean {
    return this.isOn && this.plugged;
  }

  boot(): void {
    this.boots += 1;
    this.power = 'on';
    this.retiringUntil = null;
    this.node.start();
    this.#steward = new Steward(this.#ports);
  }
}
