// The broker's users: each service may publish and subscribe to what it needs and nothing else. For `npm start` and containers alike.
const streamInfo = (stream) => `$JS.API.STREAM.INFO.${stream}`;

const publisherOf = (stream, subjects) => [
  subjects,
  `$JS.API.STREAM.CREATE.${stream}`,
  `$JS.API.STREAM.UPDATE.${stream}`,
  streamInfo(stream),
];

const consumerOf = (stream, durable) => [
  streamInfo(stream),
  `$JS.API.CONSUMER.CREATE.${stream}.${durable}`,
  `$JS.API.CONSUMER.CREATE.${stream}.${durable}.>`,
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${durable}`,
  `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
  `$JS.ACK.${stream}.${durable}.>`,
];

/** By user, as the broker's configuration has them. */
export const permissions = {
  auth: {
    publish: [...publisherOf('USERS', 'users.v1.>'), '$JS.API.INFO', 'calendar.tell', 'entry.tell'],
    subscribe: ['_INBOX.auth.>'],
  },
  calendar: {
    publish: [
      ...publisherOf('CALENDARS', 'calendars.v1.>'),
      ...consumerOf('USERS', 'calendar'),
      '$JS.API.INFO',
      'entry.tell',
    ],
    subscribe: ['_INBOX.calendar.>', 'calendar.tell', 'calendar.states'],
    allow_responses: true,
  },
  entry: {
    publish: [
      ...consumerOf('USERS', 'entry'),
      ...consumerOf('CALENDARS', 'entry'),
      '$JS.API.INFO',
      'calendar.states',
    ],
    subscribe: ['_INBOX.entry.>', 'entry.tell'],
    allow_responses: true,
  },
};
