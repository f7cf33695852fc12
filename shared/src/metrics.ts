// Everything that is measured: names, units and descriptions by OpenTelemetry's conventions. Without an SDK nothing is kept or asked.
import { type BatchObservableCallback, metrics, type Observable } from '@opentelemetry/api';

const meter = () => metrics.getMeter('calendar');

/** Made by whoever measures when it starts, which is after an SDK has been set up. */
export function instruments() {
  const made = meter();
  return {
    outboxDepth: made.createObservableGauge('calendar.outbox.depth', {
      unit: '{event}',
      description: 'Events that the broker does not have yet',
    }),
    outboxAge: made.createObservableGauge('calendar.outbox.age', {
      unit: 's',
      description: 'How long the oldest of them has waited',
    }),
    relayLeader: made.createObservableGauge('calendar.relay.leader', {
      unit: '{leader}',
      description: '1 where this process carries the outbox to the broker, 0 where it stands by',
    }),
    republished: made.createCounter('calendar.outbox.republished', {
      unit: '{event}',
      description: 'Events published again because the stream was lost',
    }),
    consumerPending: made.createObservableGauge('calendar.consumer.pending', {
      unit: '{message}',
      description: 'Messages that a consumer has not been given yet',
    }),
    consumerUnsettled: made.createObservableGauge('calendar.consumer.unsettled', {
      unit: '{message}',
      description: 'Messages that a consumer was given and has not settled',
    }),
    consumerRedelivered: made.createObservableGauge('calendar.consumer.redelivered', {
      unit: '{message}',
      description: 'Unsettled messages that were given more than once',
    }),
    deadLetters: made.createCounter('calendar.dead_letters', {
      unit: '{message}',
      description: 'Messages put aside because nobody can read them',
    }),
    cascadeDuration: made.createHistogram('calendar.cascade.duration', {
      unit: 's',
      description: 'From the deletion of a calendar to the removal of its last entry',
      advice: { explicitBucketBoundaries: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600] },
    }),
    repairs: made.createCounter('calendar.reconciler.repairs', {
      unit: '{calendar}',
      description:
        'Calendars that no event brought to what the authority says; 0 in a sound system',
    }),
    decisionDuration: made.createHistogram('calendar.overlap.decision.duration', {
      unit: 's',
      description: 'How long a write waited to hear what it overlaps with, by what came out',
      advice: { explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2] },
    }),
    cacheLookups: made.createCounter('calendar.cache.lookups', {
      unit: '{lookup}',
      description: 'Lists by where their body was found: process, redis, or none, so it was made',
    }),
    logins: made.createCounter('calendar.logins', {
      unit: '{login}',
      description: 'Attempts to log in, by what came out',
    }),
    replays: made.createCounter('calendar.idempotency.replays', {
      unit: '{request}',
      description: 'Requests answered with what an earlier one with the same key had made',
    }),
    connections: made.createObservableUpDownCounter('db.client.connection.count', {
      unit: '{connection}',
      description: 'Open connections to the database by pool and state',
    }),
    mostConnections: made.createObservableUpDownCounter('db.client.connection.max', {
      unit: '{connection}',
      description: 'How many a pool opens at most',
    }),
    waitingForConnection: made.createObservableUpDownCounter(
      'db.client.connection.pending_requests',
      { unit: '{request}', description: 'Reads or transactions that wait for a connection' },
    ),
  };
}

/** What says of a measurement which stream it is about. */
export const ofStream = (stream: string) => ({
  'messaging.system': 'nats',
  'messaging.destination.name': stream,
});

/** How something came out, of a closed list of words. */
export const outcome = (word: string) => ({ 'calendar.outcome': word });

/** Calls `look` whenever somebody collects, until it is disposed of. */
export function observing(what: Observable[], look: BatchObservableCallback): Disposable {
  const made = meter();
  made.addBatchObservableCallback(look, what);
  return { [Symbol.dispose]: () => made.removeBatchObservableCallback(look, what) };
}
