// What Prometheus is given, in the form of the other checks.
import { checkObservability } from './observability.mjs';

export const observabilityChecks = [
  {
    name: 'Prometheus takes its configuration, and alerts fire as tested',
    check: async () => {
      const result = checkObservability();
      if (!result)
        return {
          missing:
            "there is no promtool: install Debian's prometheus, or say in PROMTOOL where it is",
        };
      return result.holds ? {} : { fault: result.said };
    },
  },
];
