// The types of testing.mjs.
import type { KeyObject } from 'node:crypto';

type Service = 'auth' | 'calendar' | 'entry';
type Part = Service | 'gateway' | 'database' | 'nats' | 'redis';

export interface System {
  name: string;
  /** The gateway, without a slash at the end. */
  baseUrl: string;
  /** Base addresses of the instances, to ask one past the gateway. */
  services: Record<Service, string[]>;
  /** An administrator of the database server (no schema in its path), and the schemas of this system. */
  database: { adminUrl: string; schemas: Record<Service, string> };
  /** May publish and subscribe to everything in this system's account. */
  natsUrl: string;
  redisUrl: string;
  signingKeysSecret: string;
  jwksFile: string;
  kongFile: string;
  folder: string;
  logs: string;
}

export interface OwnSystem extends System {
  /** Ends gateway, services and own servers; `patience` ms until SIGKILL. */
  stop(how?: { patience?: number }): Promise<void>;
  /** Ends one instance (the first unless told) by SIGKILL or another signal; returns when it is gone. */
  kill(part: Part, index?: number, signal?: NodeJS.Signals): Promise<void>;
  /** Starts what was killed, on the port it had; returns when it is ready (the gateway notices within seconds). */
  start(part: Part, index?: number): Promise<void>;
  /** Sends a signal and returns at once: SIGSTOP pauses (on a busy machine a moment later), SIGCONT goes on. */
  signal(part: Part, index: number, signal: NodeJS.Signals): void;
}

export interface SystemOptions {
  /** Up to eight letters; part of its schemas' names. */
  name?: string;
  /** How many of each run: two of entry and one of the others unless told. */
  instances?: Partial<Record<Service, number>>;
  /** A private database (whatever TEST_DATABASE_URL says), NATS and Redis of its own: needed to kill one of them. */
  ownServers?: boolean;
  /** More environment by process; the gateway's limits are high unless set here. */
  settings?: Partial<Record<Service | 'all' | 'gateway', Record<string, string>>>;
}

/** The system that `npm test` runs for everybody: nobody kills a part of it. */
export function mainSystem(): System;

/** The key with which a system signs access tokens now. */
export function signingKey(system: System): Promise<{ kid: string; privateKey: KeyObject }>;

/** A system of the test's own, which the test must stop. Takes some seconds. */
export function startSystem(options?: SystemOptions): Promise<OwnSystem>;
