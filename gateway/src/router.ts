// The routes of a file in, a function from a normalised path to its route out.

export type Route = {
  name: string;
  service: string;
  paths: RegExp[];
  /** Whether the route is open: no token is asked for. */
  open: boolean;
  /** Requests a minute; `counter` names the plugin instance, `by` says whose it is. */
  limit: { counter: string; perMinute: number; by: 'address' | 'user' };
};

/** Kong's regular expressions are anchored at the start only; the first route that matches is the one. */
export function createRouter(routes: Route[]): (path: string) => Route | undefined {
  return (path) => routes.find((route) => route.paths.some((pattern) => pattern.test(path)));
}
