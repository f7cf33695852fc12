// `npm run openapi`: writes the document that the services describe to shared/openapi.json.
import { writeFileSync } from 'node:fs';
import { currentDocument } from './services.ts';

const target = new URL('../../shared/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(currentDocument(), null, 2)}\n`);
