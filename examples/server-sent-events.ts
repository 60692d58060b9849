import { once } from 'node:events';
import { createServer } from 'node:http';
import { traceroute } from 'hoplite';

/** `GET /?target=ADDRESS` streams the events of a trace; who goes away ends it. */
export const server = createServer(async (request, response) => {
  const target = new URL(request.url ?? '/', 'http://localhost').searchParams.get('target');
  if (target === null) {
    response.writeHead(400).end('Give a target: /?target=127.0.0.1\n');
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  try {
    for await (const event of traceroute(target, { signal: gone.signal })) {
      const mayGoOn = response.write(`event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`);
      if (!mayGoOn) await once(response, 'drain', { signal: gone.signal });
    }
  } catch (error) {
    response.write(`event: error\ndata: ${JSON.stringify(String(error))}\n\n`);
  }
  response.end();
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(server.address()));
