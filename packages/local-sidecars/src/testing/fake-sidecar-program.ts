/** A program in place of the sidecar: answers every request, with the proof that a sidecar gives. */
export const PROVES: string = `
const { createHmac } = require('node:crypto');
const { readFileSync } = require('node:fs');
const config = JSON.parse(readFileSync(process.argv[process.argv.indexOf('--config') + 1], 'utf8'));
const secret = readFileSync(config.identity.secretFile, 'utf8').trim();
require('node:http').createServer(({ headers, socket }, response) => {
  const text = ['ringside-sidecar', headers['ringside-challenge'], socket.localAddress, socket.localPort].join('\\n');
  response.setHeader('ringside-proof', createHmac('sha256', secret).update(text).digest('base64url'));
  response.end('{}');
}).listen(config.listen.port, config.listen.host);
`;

/** Answers every request on the port that it is told, and proves nothing; for `node -e`. */
export const STRANGER: string = `
require('node:http').createServer((_request, response) => response.end('{}')).listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listens'));
`;
