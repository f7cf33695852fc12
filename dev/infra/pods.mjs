// What no schema says of a pod: a volume that nobody mounts, and a Secret of which a container is given all.
import { parseAllDocuments } from 'yaml';

const templateOf = ({ kind, spec }) =>
  kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;

const isWhole = (secret) => secret !== undefined && secret.items === undefined;

function faultsOf(name, { containers, initContainers = [], volumes = [] }) {
  const mounted = new Set(
    [...containers, ...initContainers].flatMap((each) =>
      (each.volumeMounts ?? []).map((mount) => mount.name),
    ),
  );
  return volumes.flatMap((volume) => {
    const secrets = [volume.secret, ...(volume.projected?.sources ?? []).map((it) => it.secret)];
    return [
      ...(mounted.has(volume.name) ? [] : [`${name}: nobody mounts ${volume.name}`]),
      ...(secrets.some(isWhole)
        ? [`${name}: ${volume.name} is a Secret as a whole: say which items`]
        : []),
    ];
  });
}

/** Of the text that an overlay is rendered to. */
export function podFaults(text) {
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .flatMap((object) => {
      const template = templateOf(object);
      const name = `${object.kind} ${object.metadata.name}`;
      return template?.spec?.containers ? faultsOf(name, template.spec) : [];
    });
}
