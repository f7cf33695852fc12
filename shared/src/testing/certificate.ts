// A host's name in; a key and a certificate out that is its own authority, for servers of tests. X.509 in DER, RFC 5280.
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = {
  pem: string;
  /** Files for a server; the folder lies under the system's temporary one. */
  certFile: string;
  keyFile: string;
};

const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const short = body.length < 128;
  const size = short ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts);
const hex = (tag: number, text: string) => tlv(tag, Buffer.from(text, 'hex'));
const text = (tag: number, value: string) => tlv(tag, Buffer.from(value));
const bits = (value: Uint8Array) => tlv(0x03, Buffer.from([0]), value);

const oid = {
  ecdsaWithSha256: hex(0x06, '2a8648ce3d040302'),
  commonName: hex(0x06, '550403'),
  subjectAltName: hex(0x06, '551d11'),
  basicConstraints: hex(0x06, '551d13'),
};

export function makeCertificate(host: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tlv(0x31, sequence(oid.commonName, text(0x0c, host))));
  const extensions = sequence(
    sequence(oid.basicConstraints, tlv(0x04, sequence(hex(0x01, 'ff')))),
    sequence(oid.subjectAltName, tlv(0x04, sequence(text(0x82, host)))),
  );
  const content = sequence(
    tlv(0xa0, hex(0x02, '02')),
    hex(0x02, '01'),
    sequence(oid.ecdsaWithSha256),
    name,
    sequence(text(0x17, '250101000000Z'), text(0x17, '491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  );
  const signature = bits(sign('sha256', content, privateKey));
  const der = sequence(content, sequence(oid.ecdsaWithSha256), signature);
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
  return { pem, ...written(pem, privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

function written(pem: string, key: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(certFile, pem);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { certFile, keyFile };
}
