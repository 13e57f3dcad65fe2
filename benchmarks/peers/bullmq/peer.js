// BullMQ as a peer of our tasks: node peer.js fill COUNT | work CONCURRENT.  REDIS_PORT says where Redis is.
import { Queue, Worker } from 'bullmq';

const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT), maxRetriesPerRequest: null };
const body = { body: 'x'.repeat(300) };
const [action, number] = process.argv.slice(2);

if (action === 'fill') {
  const queue = new Queue('peers', { connection });
  for (let left = Number(number); left > 0; left -= 500) {
    await queue.addBulk(Array.from({ length: Math.min(500, left) }, () => ({ name: 'ping', data: body })));
  }
  await queue.close();
} else {
  // Done jobs are kept, as by default: what became of each is on record.
  const worker = new Worker('peers', async () => {}, { connection, concurrency: Number(number) });
  worker.on('error', (error) => console.error(error.message));
  process.on('SIGTERM', () => worker.close(true).then(() => process.exit(0)));
}
